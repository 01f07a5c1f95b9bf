import { alternativeNicknames } from '../../shared/nickname';

/** The most names that are tried for a suggestion. */
const maxAlternatives = 20;

/** Names that are like one that is taken, one after the other. */
export class Suggestions {
  private readonly alternatives: Iterator<string, unknown>;
  private left = maxAlternatives;

  constructor(nick: string) {
    this.alternatives = alternativeNicknames(nick);
  }

  /** Undefined: there are no more. */
  next(): string | undefined {
    if (this.left-- <= 0) return undefined;
    const next = this.alternatives.next();
    return next.done === true ? undefined : next.value;
  }
}
