/** How much an emoji is used; more for what was used lately. */
export type EmojiWeights = Readonly<Record<string, number>>;

/** So many are remembered. */
const mostRemembered = 60;
/** What is left of an old use after each new one: after some sixty others a use counts for a twentieth. */
const fading = 0.95;

/** Offered before anything was used. */
const usual = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '👀'];

/** Which emoji a person uses most, for the first row of a picker. */
export class EmojiUse {
  private readonly weights: Map<string, number>;

  constructor(saved: EmojiWeights = {}) {
    const valid = Object.entries(saved).filter(([, weight]) => Number.isFinite(weight) && weight > 0);
    this.weights = new Map(valid.sort((a, b) => b[1] - a[1]).slice(0, mostRemembered));
  }

  /** To be kept from one start to the next. */
  get saved(): EmojiWeights {
    return Object.fromEntries(this.weights);
  }

  used(emoji: string): void {
    for (const [one, weight] of this.weights) this.weights.set(one, weight * fading);
    this.weights.set(emoji, (this.weights.get(emoji) ?? 0) + 1);
    if (this.weights.size > mostRemembered) {
      const [least] = [...this.weights].sort((a, b) => a[1] - b[1]);
      if (least !== undefined) this.weights.delete(least[0]);
    }
  }

  /** The most used, then those that everybody uses. */
  top(count: number): readonly string[] {
    const own = [...this.weights].sort((a, b) => b[1] - a[1]).map(([emoji]) => emoji);
    return [...new Set([...own, ...usual])].slice(0, count);
  }
}
