/** What a workload measured, by name; a larger `…/s` is better, a smaller anything else is. */
export type Figures = Readonly<Record<string, number>>;

/** Three significant digits. */
export function roundFigure(value: number): number {
  return Number(value.toPrecision(3));
}

/** The value below which `share` of the sorted values are. */
export function percentile(sorted: readonly number[], share: number): number {
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return roundFigure(sorted[index] ?? 0);
}
