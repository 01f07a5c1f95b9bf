/**
 * The words of a long list, joined by spaces into texts of at most `limit` bytes each. A word at the end is cheap to
 * add; where one changes or goes, the pages are made anew.
 */
export class NamePages {
  private readonly texts: string[] = [];
  /** Bytes of the last text. */
  private bytes = 0;

  constructor(
    private readonly limit: number,
    words: Iterable<string>,
  ) {
    for (const word of words) this.add(word);
  }

  get pages(): readonly string[] {
    return this.texts;
  }

  add(word: string): void {
    const length = Buffer.byteLength(word);
    const last = this.texts.length - 1;
    const page = this.texts[last];
    if (page === undefined || this.bytes + 1 + length > this.limit) {
      this.texts.push(word);
      this.bytes = length;
    } else {
      this.texts[last] = `${page} ${word}`;
      this.bytes += 1 + length;
    }
  }
}
