const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** The longest time that a ban can have; longer ones are for ever. */
const longest = 100 * 365 * 86_400_000;

/**
 * Reads a time such as `30m`, `2h`, `7d` or `1d12h` (s, m, h, d, w).
 * @returns ms; undefined where the text is no time
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,6}[smhdw])+$/i.test(text)) return undefined;
  let total = 0;
  for (const [, count = '', unit = ''] of text.matchAll(/(\d+)([smhdw])/gi)) total += Number(count) * (units[unit.toLowerCase()] ?? 0);
  return total > 0 && total <= longest ? total : undefined;
}
