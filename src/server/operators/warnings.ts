/** What an operator of the server should know as long as it is so: those who are there are told at once, the others when they come (OPER). */
export class Warnings {
  private readonly standing = new Map<string, string>();

  /** @param tell says something to the operators who are there */
  constructor(private readonly tell: (words: string) => void) {}

  /** @param kind what it is about; another one of the kind takes its place, and undefined takes it back */
  set(kind: string, words: string | undefined): void {
    if (words === undefined) {
      this.standing.delete(kind);
      return;
    }
    if (this.standing.get(kind) === words) return;
    this.standing.set(kind, words);
    this.tell(words);
  }

  get all(): Iterable<string> {
    return this.standing.values();
  }
}
