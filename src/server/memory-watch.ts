import type { Admission } from './admission';
import type { Logger } from './log';

/** Bytes of a MiB. */
const mebibyte = 1024 * 1024;
/** New connections are let in again below this part of the limit. */
const reopenBelow = 0.95;
/** A reader for whom less than this waits (bytes) is not slow. */
const slowFrom = 65_536;

/** A connection that may be a slow reader. */
interface Reader {
  /** Bytes that wait to be sent. */
  readonly waiting: number;
  /** Ends the connection, as one whose own limit (`sendq`) is exceeded. */
  overflow(): void;
}

/**
 * Watches the resident memory of the process. Past the limit nobody new is let in, and the slowest readers are ended
 * until half of what waits for them is free; the others stay. Buffers that wait are shared between readers, so that the
 * sum over all of them says little of the memory that they take: it is the process's own memory that counts, and the
 * sum only says whose end helps most.
 */
export class MemoryWatch {
  /** How many slow readers were ended for want of memory. */
  endedReaders = 0;

  /**
   * @param limit the setting, in MiB; read each time
   * @param readers only looked at while the memory is used up
   */
  constructor(
    private readonly limit: { readonly memoryLimit: number },
    private readonly admission: Admission,
    private readonly readers: () => Iterable<Reader>,
    private readonly log: Logger,
    private readonly used: () => number = () => process.memoryUsage.rss(),
  ) {}

  /** Looks once; called every second. It reads one small file of the system. */
  check(): void {
    const limit = this.limit.memoryLimit * mebibyte;
    const used = this.used();
    const { admission } = this;
    if (used > limit) {
      if (!admission.isMemoryFull) this.log.warn({ used, limit }, 'the memory is used up (memory-limit): new connections are refused');
      admission.isMemoryFull = true;
      this.endSlowest();
    } else if (admission.isMemoryFull && used < limit * reopenBelow) {
      admission.isMemoryFull = false;
      this.log.info({ used, limit }, 'there is memory again: new connections are let in');
    }
  }

  private endSlowest(): void {
    const slow = [...this.readers()].map((reader) => ({ reader, waiting: reader.waiting })).filter(({ waiting }) => waiting >= slowFrom);
    slow.sort((a, b) => b.waiting - a.waiting);
    let toFree = slow.reduce((sum, { waiting }) => sum + waiting, 0) / 2;
    for (const { reader, waiting } of slow) {
      if (toFree <= 0) break;
      toFree -= waiting;
      this.endedReaders++;
      reader.overflow();
    }
  }
}
