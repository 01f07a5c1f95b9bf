import { roundFigure, type Figures } from '../figures';
import { gather, type Target } from '../crowd';

/** A crowd arrives: everybody connects, registers and joins one room, and has its list of members. */
export async function joining(target: Target, memberCount: number): Promise<Figures> {
  const startedAt = performance.now();
  const members = await gather(target, memberCount);
  // The last one's join has reached everybody.
  await Promise.all(members.map((member) => member.fence()));
  const seconds = (performance.now() - startedAt) / 1000;
  members.forEach((member) => member.close());
  return { 'joined s': roundFigure(seconds) };
}
