import { Member, type MemberKind } from './member';

/** How many connect at once; a server's queue of connections that it has not taken yet is limited. */
const atOnce = 100;

/** Where the server is, and the room that the load uses. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly room: string;
}

/** Half of a crowd asks for the capabilities of a modern client, the other half for nothing. */
export const kindOf = (index: number): MemberKind => (index % 2 === 0 ? 'modern' : 'plain');

/** Does something for 0 to `count - 1`, some of them at once. */
export async function eachAtOnce<Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  // All workers take from the same iterator.
  const indices = Array.from({ length: count }, (_, index) => index).values();
  const worker = async (): Promise<void> => {
    for (const index of indices) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  return results;
}

/** Connects and registers members, and joins them to a room. */
export function gather(target: Target, count: number, prefix = 'm', room = target.room): Promise<Member[]> {
  return eachAtOnce(count, async (index) => {
    const member = await Member.register(`${prefix}${index}`, kindOf(index), target.host, target.port);
    await member.join(room);
    return member;
  });
}
