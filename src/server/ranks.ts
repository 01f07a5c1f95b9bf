/**
 * A member's ranks as bits. A higher bit is a higher rank, so that ranks compare as numbers.
 * Source: https://modern.ircdocs.horse/#channel-membership-prefixes
 */
export const Rank = { voice: 1, halfOperator: 2, operator: 4, admin: 8, founder: 16 } as const;

/** The ranks, highest first: bit, mode letter, prefix, and the word for people. */
export const ranks = [
  { bit: Rank.founder, mode: 'q', prefix: '~', title: 'founder' },
  { bit: Rank.admin, mode: 'a', prefix: '&', title: 'admin' },
  { bit: Rank.operator, mode: 'o', prefix: '@', title: 'operator' },
  { bit: Rank.halfOperator, mode: 'h', prefix: '%', title: 'half-operator' },
  { bit: Rank.voice, mode: 'v', prefix: '+', title: 'voice' },
] as const;

export type RankMode = (typeof ranks)[number]['mode'];

const modesByLetter: ReadonlyMap<string, (typeof ranks)[number]> = new Map(ranks.map((rank) => [rank.mode, rank]));

/** The rank of a mode letter. */
export function rankOfMode(letter: string): (typeof ranks)[number] | undefined {
  return modesByLetter.get(letter);
}

/** The prefixes of a member: all of them, or the highest only. */
export function prefixesOf(rank: number, all: boolean): string {
  if (rank === 0) return '';
  let prefixes = '';
  for (const { bit, prefix } of ranks) {
    if ((rank & bit) !== 0) prefixes += prefix;
    if (!all && prefixes !== '') break;
  }
  return prefixes;
}

/** The highest rank among several; 0 where there is none. */
export function highestOf(rank: number): number {
  return ranks.find(({ bit }) => (rank & bit) !== 0)?.bit ?? 0;
}

/**
 * The least level that may give or take a rank: half-operators give voice, operators make operators and
 * half-operators, and only a founder makes admins and founders.
 */
export function levelToGive(bit: number): number {
  if (bit === Rank.voice) return Rank.halfOperator;
  return bit <= Rank.operator ? Rank.operator : Rank.founder;
}

/**
 * Takes a target such as `@#room` apart: only members of that rank or a higher one are meant.
 * Source: https://modern.ircdocs.horse/#statusmsg-parameter
 */
export function parseStatusTarget(target: string): { readonly atLeast: number; readonly name: string } {
  const rank = ranks.find(({ prefix }) => target.startsWith(prefix));
  return rank === undefined ? { atLeast: 0, name: target } : { atLeast: rank.bit, name: target.slice(1) };
}
