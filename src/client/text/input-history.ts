/** How many sent texts are remembered. */
const most = 100;

/** What was sent before, newest last, and what was being typed when the person went back to it. */
export class InputHistory {
  private readonly sent: string[] = [];
  private place = 0;
  private typing = '';

  add(text: string): void {
    if (this.sent.at(-1) !== text) this.sent.push(text);
    if (this.sent.length > most) this.sent.shift();
    this.place = this.sent.length;
    this.typing = '';
  }

  /** The text before the one that is shown; undefined where there is none. */
  back(shown: string): string | undefined {
    if (this.place === 0) return undefined;
    if (this.place === this.sent.length) this.typing = shown;
    return this.sent[--this.place];
  }

  /** The text after the one that is shown, at last what was being typed; undefined where there is none. */
  forward(): string | undefined {
    if (this.place >= this.sent.length) return undefined;
    this.place++;
    return this.place === this.sent.length ? this.typing : this.sent[this.place];
  }
}
