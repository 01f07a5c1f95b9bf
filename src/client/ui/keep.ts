const kept = new WeakMap<object, unknown[]>();

/**
 * Keeps `parts` for as long as `owner`: a wrapper that nobody refers to is collected, and with it what it listens to,
 * though the widget is still on the screen.
 */
export function keep(owner: object, ...parts: readonly unknown[]): void {
  kept.set(owner, [...(kept.get(owner) ?? []), ...parts]);
}
