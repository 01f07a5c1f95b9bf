/** A part of the order of all events, both ends left out. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

/** Behind everything. */
export const endOfTime = Number.MAX_SAFE_INTEGER;

/** What is left of some spans without what is from `from` on and before `to`. */
export function without(spans: readonly Span[], from: number, to: number): Span[] {
  return spans.flatMap(({ since, until }) => {
    const earlier = { since, until: Math.min(until, from) };
    const later = { since: Math.max(since, to - 1), until };
    // A span in which no whole number stands is none.
    return [earlier, later].filter((span) => span.until - span.since > 1);
  });
}

/** Whether something stands in a span. */
export function holds({ since, until }: Span, sequence: number): boolean {
  return sequence > since && sequence < until;
}

/** Some spans from the earliest to the latest; undefined where they lie over each other. */
export function chronological<Part extends Span>(parts: readonly Part[]): Part[] | undefined {
  const ordered = [...parts].sort((one, other) => one.since - other.since);
  const isApart = ordered.every(({ since }, index) => index === 0 || (ordered[index - 1]?.until ?? 0) <= since + 1);
  return isApart ? ordered : undefined;
}
