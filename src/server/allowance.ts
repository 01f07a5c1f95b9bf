/** See the settings of the same names. */
export interface PaceLimits {
  /** Lines taken at once from a peer that was quiet. */
  readonly commandBurst: number;
  /** Lines a second taken from a busy peer; more wait, none is dropped. */
  readonly commandRate: number;
}

/** So many bytes that no line accounts for (lines without an end, NULs, long tags) count as a line. */
const bytesOfLine = 1024;
/** A line that keeps the server busy for longer counts as several, one for each of these times, in ms. */
const timeOfLine = 5;

/** How many lines may be taken from a peer: they are earned at `commandRate` up to `commandBurst`, and may be owed. */
export class Allowance {
  /** How many lines were handed over or passed over. */
  taken = 0;
  private lines: number;
  private filledAt = performance.now();
  /** Lines that are taken although they have not been earned. */
  private lent = 0;
  /** Bytes that no line has paid for, less than {@link bytesOfLine}. */
  private unpaid = 0;

  constructor(private readonly limits: PaceLimits) {
    this.lines = limits.commandBurst;
  }

  /** Fills up. @param now by `performance.now()` @returns whether a line may be taken */
  hasLine(now: number): boolean {
    const { commandRate, commandBurst } = this.limits;
    this.lines = Math.min(commandBurst, this.lines + ((now - this.filledAt) / 1000) * commandRate);
    this.filledAt = now;
    return this.lines >= 1 || this.lent > 0;
  }

  /** Has that many lines taken without a delay; what comes after them waits until they are earned. */
  lend(lines: number): void {
    this.lent = lines;
  }

  /** Takes one line from the allowance; lent lines are owed to it. */
  spend(): void {
    this.taken++;
    if (this.lines < 1) this.lent--;
    this.lines--;
  }

  /** @param time in ms for which the server was kept busy */
  spendTime(time: number): void {
    const further = Math.floor(time / timeOfLine);
    if (further > 0) this.owe(further);
  }

  /** @param length of bytes that were looked at @param lines how many were taken of them */
  spendBytes(length: number, lines: number): void {
    const unpaid = Math.max(0, this.unpaid + length - lines * bytesOfLine);
    this.unpaid = unpaid % bytesOfLine;
    if (unpaid >= bytesOfLine) this.owe(Math.floor(unpaid / bytesOfLine));
  }

  /** @param lines as many may be owed as may be sent at once */
  private owe(lines: number): void {
    this.lines = Math.min(this.lines, Math.max(-this.limits.commandBurst, this.lines - lines));
  }
}
