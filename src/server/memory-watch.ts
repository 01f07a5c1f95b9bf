import { totalmem } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Admission } from './admission';
import type { Logger } from './log';

/** Bytes of a MiB. */
const mebibyte = 1024 * 1024;
/** New connections are let in again below this part of the limit. */
const reopenBelow = 0.95;
/** So much of the connections are left where most of them are gone. */
const fewLeft = 0.5;
/** How far the memory may grow again where they are gone and it was not given back, and how far beyond the limit altogether. */
const reopenedBy = 1.02;
const mostGranted = 1.25;
/** How long V8 is left alone after it was made to collect, in ms: that stops everything for a moment. */
const collectInterval = 10_000;
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

/** Source: https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags */
function forceCollection(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (() => void) | undefined;
  collect?.();
}

/** A connection that may be a slow reader. */
interface Reader {
  /** Bytes that wait to be sent. */
  readonly waiting: number;
  /** Ends the connection, as one whose own limit (`sendq`) is exceeded. */
  overflow(): void;
}

/**
 * Watches the memory of the process: what is resident, and V8's heap. Past the limit nobody new is let in, half of those go
 * who have not said who they are, and the slowest readers are ended until half of what waits for them is free; the others
 * stay. Buffers that wait are shared between readers, so that the
 * sum over all of them says little of the memory that they take: it is the process's own memory that counts, and the
 * sum only says whose end helps most.
 */
export class MemoryWatch {
  /** How many slow readers were ended for want of memory. */
  endedReaders = 0;
  /** How much memory may be in use although it is over the limit, in bytes; 0 for no more than that. */
  private granted = 0;
  /** How many connections there were while the memory was used up. */
  private mostWhenFull = 0;
  private collectedAt = -Infinity;

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
    private readonly collectGarbage: () => void = forceCollection,
  ) {}

  /** Looks once; called every second. It reads a few small files of the system. */
  check(): void {
    const { resident, machine, heap } = this.look();
    const limit = Math.min(this.limit.memoryLimit * mebibyte, machine * partOfMachine);
    if (resident < limit * reopenBelow) this.granted = 0;
    const use = Math.max(resident / Math.max(limit, Math.min(this.granted, limit * mostGranted)), heap / partOfHeap);
    const { admission } = this;
    const wasFull = admission.isMemoryFull;
    if (use > 1) {
      if (!wasFull) this.log.warn({ resident, limit, heap }, 'the memory is used up (memory-limit): new connections are refused');
      admission.isMemoryFull = true;
      this.mostWhenFull = Math.max(this.mostWhenFull, admission.count);
      admission.endStrangers();
      this.endSlowest();
    }
    if (!admission.isMemoryFull) return;
    this.collect();
    // What was ended just now shows the next time.
    if (!wasFull) return;
    const haveManyLeft = this.mostWhenFull > 0 && heap < partOfHeap * reopenBelow && admission.count <= this.mostWhenFull * fewLeft;
    // What they had is free, even though the system counts it as this process's: it is used again before more is asked for.
    if (use > reopenBelow && haveManyLeft) this.granted = resident * reopenedBy;
    else if (use >= reopenBelow) return;
    admission.isMemoryFull = false;
    this.mostWhenFull = 0;
    this.log.info({ resident, limit, heap }, 'there is memory again: new connections are let in');
  }

  /** Has V8 let go of what nobody uses: it would wait for its own heap to grow, and what sockets and TLS take is outside of that. */
  private collect(): void {
    const now = performance.now();
    if (now - this.collectedAt < collectInterval) return;
    this.collectedAt = now;
    this.collectGarbage();
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
