import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Admission } from './admission';
import type { Logger } from './log';

/** Bytes of a MiB. */
const mebibyte = 1024 * 1024;
/** New connections are let in again below this part of the limit. */
const reopenBelow = 0.95;
/** A reader for whom less than this waits (bytes) is not slow. */
const slowFrom = 65_536;

/** The part of the machine's memory that the process may take, however high the limit is. */
const partOfMachine = 0.75;
/** The part of V8's heap that may be in use: where it is full, V8 ends the process. */
const partOfHeap = 0.9;

/** What the process takes, and what there is. */
export interface MemoryUse {
  /** Resident, in bytes. */
  readonly resident: number;
  /** What the machine has, or the container, in bytes. */
  readonly machine: number;
  /** How much of V8's heap is in use, from 0 to 1. */
  readonly heap: number;
}

function memoryUse(): MemoryUse {
  const container = process.constrainedMemory();
  const total = totalmem();
  const { used_heap_size: used, heap_size_limit: most } = getHeapStatistics();
  return { resident: process.memoryUsage.rss(), machine: container > 0 ? Math.min(container, total) : total, heap: used / most };
}

/** A connection that may be a slow reader. */
interface Reader {
  /** Bytes that wait to be sent. */
  readonly waiting: number;
  /** Ends the connection, as one whose own limit (`sendq`) is exceeded. */
  overflow(): void;
}

/**
 * Watches the memory of the process: what is resident, and V8's heap. Past the limit nobody new is let in, and the slowest readers are ended
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
    private readonly look: () => MemoryUse = memoryUse,
  ) {}

  /** Looks once; called every second. It reads a few small files of the system. */
  check(): void {
    const { resident, machine, heap } = this.look();
    const limit = Math.min(this.limit.memoryLimit * mebibyte, machine * partOfMachine);
    const use = Math.max(resident / limit, heap / partOfHeap);
    const { admission } = this;
    if (use > 1) {
      if (!admission.isMemoryFull) this.log.warn({ resident, limit, heap }, 'the memory is used up (memory-limit): new connections are refused');
      admission.isMemoryFull = true;
      this.endSlowest();
    } else if (admission.isMemoryFull && use < reopenBelow) {
      admission.isMemoryFull = false;
      this.log.info({ resident, limit, heap }, 'there is memory again: new connections are let in');
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
