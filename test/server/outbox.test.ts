import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { Faults } from '../../src/server/faults';
import { silentLog } from '../../src/server/log';
import { Outbox, OutboxFlusher } from '../../src/server/outbox';

/** A stream that notes every Buffer it is given; with `isSlow` it never takes the first one. */
class Recorder extends Duplex {
  readonly written: Buffer[] = [];

  constructor(private readonly isSlow = false) {
    super();
  }

  override _read(): void {
    // Nothing to read.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written.push(chunk);
    if (!this.isSlow) done();
  }
}

const abort = (): void => assert.fail('abort');
const noOverflow = { overflow: (): void => assert.fail('overflow'), abort };
const faults = new Faults(silentLog());

/** A flusher with outboxes, each on a recorder of its own. */
function outboxes(count: number): { flusher: OutboxFlusher; boxes: Outbox[]; recorders: Recorder[] } {
  const flusher = new OutboxFlusher(() => undefined, faults);
  const recorders = Array.from({ length: count }, () => new Recorder());
  return { flusher, recorders, boxes: recorders.map((recorder) => new Outbox(recorder, flusher, { sendq: 1_000_000 }, noOverflow)) };
}

const ciao = Buffer.from('ciao\r\n');
const hello = Buffer.from('hello\r\n');

describe('Outbox', () => {
  it('sends at the end of the turn what was queued, in one write', async () => {
    const { boxes: [box], recorders: [recorder] } = outboxes(1);
    box?.push(ciao);
    box?.push(hello);
    assert.deepEqual(recorder?.written, []);
    await new Promise(setImmediate);
    assert.deepEqual(recorder.written.map(String), ['ciao\r\nhello\r\n']);
  });

  it('writes the very same Buffer to all that were given the same ones', () => {
    const { flusher, boxes, recorders } = outboxes(3);
    for (const buffer of [ciao, hello, ciao]) for (const box of boxes) box.push(buffer);
    flusher.flush();
    const [first, ...others] = recorders.map(({ written }) => written[0]);
    assert.equal(String(first), 'ciao\r\nhello\r\nciao\r\n');
    for (const other of others) assert.equal(other, first);
  });

  it('shares a single Buffer without a copy', () => {
    const { flusher, boxes: [box], recorders: [recorder] } = outboxes(1);
    box?.push(ciao);
    flusher.flush();
    assert.equal(recorder?.written[0], ciao);
  });

  it('gives each what it was given, in its order, whatever the others were given', () => {
    const pool = Array.from({ length: 4 }, (_, index) => Buffer.from(`${String(index)}\r\n`));
    const step = fc.tuple(fc.nat(3), fc.oneof(fc.nat(3), fc.constant('flush' as const)));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { flusher, boxes, recorders } = outboxes(4);
        const expected = boxes.map(() => '');
        for (const [index, what] of steps) {
          if (what === 'flush') {
            flusher.flush();
            continue;
          }
          const buffer = pool[what] ?? ciao;
          boxes[index]?.push(buffer);
          expected[index] = `${expected[index] ?? ''}${String(buffer)}`;
        }
        flusher.flush();
        assert.deepEqual(recorders.map(({ written }) => written.join('')), expected);
      }),
    );
  });

  it('runs what must be stored first, before anything is written', () => {
    const recorder = new Recorder();
    let writtenBefore = -1;
    const flusher = new OutboxFlusher(() => (writtenBefore = recorder.written.length), faults);
    new Outbox(recorder, flusher, { sendq: 1000 }, noOverflow).push(ciao);
    flusher.flush();
    assert.equal(writtenBefore, 0);
    assert.equal(recorder.written.length, 1);
  });

  it('runs it also when nothing is sent, where that is asked for', async () => {
    let runs = 0;
    const flusher = new OutboxFlusher(() => runs++, faults);
    flusher.schedule();
    flusher.schedule();
    await new Promise(setImmediate);
    assert.equal(runs, 1);
  });

  it('tells once that more is waiting than its limit, and queues nothing more', () => {
    const recorder = new Recorder(true);
    const flusher = new OutboxFlusher(() => undefined, faults);
    let overflows = 0;
    const box = new Outbox(recorder, flusher, { sendq: 20 }, { overflow: () => overflows++, abort });
    box.push(Buffer.alloc(15));
    flusher.flush();
    assert.equal(overflows, 0);
    box.push(Buffer.alloc(5));
    assert.equal(overflows, 0);
    box.push(Buffer.alloc(1));
    box.push(Buffer.alloc(1));
    assert.equal(overflows, 1);
    flusher.flush();
    assert.equal(recorder.writableLength, 15);
  });

  it('counts what was not sent in earlier turns', () => {
    const flusher = new OutboxFlusher(() => undefined, faults);
    let overflows = 0;
    const box = new Outbox(new Recorder(true), flusher, { sendq: 20 }, { overflow: () => overflows++, abort });
    for (let turn = 0; turn < 2; turn++) {
      box.push(Buffer.alloc(15));
      flusher.flush();
    }
    assert.equal(overflows, 1);
  });

  it('sends what is queued when it is closed, and takes nothing more', () => {
    const { flusher, boxes: [box], recorders: [recorder] } = outboxes(1);
    box?.push(ciao);
    box?.close();
    box?.push(hello);
    flusher.flush();
    assert.deepEqual(recorder?.written, [ciao]);
  });

  it('can be sent alone, out of turn, and sends nothing twice', () => {
    const { flusher, boxes: [one, other], recorders } = outboxes(2);
    assert.ok(one !== undefined);
    one.push(ciao);
    other?.push(ciao);
    flusher.flushOnly(one);
    assert.deepEqual(recorders.map(({ written }) => written.length), [1, 0]);
    flusher.flush();
    assert.deepEqual(recorders.map(({ written }) => written.length), [1, 1]);
  });

  it('sends what was taken back to nobody, and something else in its place where that was said', () => {
    const { flusher, boxes: [one, two, three], recorders } = outboxes(3);
    const own = Buffer.from('own\r\n');
    for (const box of [one, two]) for (const buffer of [hello, ciao, hello]) box?.push(buffer);
    one?.push(own);
    three?.push(ciao);
    flusher.takeBack(ciao);
    flusher.takeBack(own, Buffer.from('refused\r\n'));
    flusher.revise();
    two?.push(own);
    flusher.flush();
    assert.deepEqual(recorders.map(({ written }) => written.map(String)), [['hello\r\nhello\r\nrefused\r\n'], ['hello\r\nhello\r\nown\r\n'], []]);
    three?.push(ciao);
    flusher.flush();
    assert.deepEqual(recorders[2]?.written.map(String), ['ciao\r\n']);
  });

  it('sends what is left when something is taken back while it flushes, also of those that can wait', () => {
    const recorder = new Recorder();
    const flusher: OutboxFlusher = new OutboxFlusher(() => {
      flusher.takeBack(ciao);
      flusher.revise();
    }, faults);
    const box = new Outbox(recorder, flusher, { sendq: 1_000_000 }, noOverflow);
    box.push(hello, true);
    box.push(ciao);
    flusher.flush();
    assert.deepEqual(recorder.written.map(String), ['hello\r\n']);
  });
});
