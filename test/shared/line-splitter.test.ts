import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientLineLimits, LineSplitter, plainLineLimits, type LineLimits } from '../../src/shared/line-splitter';

const tooLong = '(too long)';

/** What a splitter hands out for these chunks: lines, and a mark for each that was too long. */
function split(chunks: readonly (Buffer | string)[], limits: LineLimits = plainLineLimits): string[] {
  const seen: string[] = [];
  const splitter = new LineSplitter(limits, { onLine: (line) => seen.push(line.toString('latin1')), onTooLong: () => seen.push(tooLong) });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  return seen;
}

/** Bytes of which many are line ends, spaces, NUL and `@`, and which have long runs. */
const bytes = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r', '\n', '\r\n', '\0', '@', ' ', 'NICK a'),
      fc.integer({ min: 1, max: 40 }).map((count) => 'x'.repeat(count)),
      fc.integer({ min: 1, max: 40 }).map((count) => '\0'.repeat(count)),
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));

function cut(whole: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [0, ...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return sorted.slice(1).map((end, index) => whole.subarray(sorted[index], end));
}

// https://modern.ircdocs.horse/#messages
describe('LineSplitter', () => {
  it('ends lines at CR LF, LF and CR alike', () => {
    assert.deepEqual(split(['a\r\nb\nc\rd\r\n']), ['a', 'b', 'c', 'd']);
  });

  it('passes over empty lines', () => {
    assert.deepEqual(split(['\r\n\n\r\na\r\n\r\r\n']), ['a']);
  });

  it('keeps the start of a line until its end comes', () => {
    assert.deepEqual(split(['NI', 'CK', ' anna']), []);
    assert.deepEqual(split(['NI', 'CK', ' anna', '\r', '\n']), ['NICK anna']);
  });

  it('takes NUL out', () => {
    assert.deepEqual(split(['a\0b\0\n\0\n']), ['ab']);
  });

  it('takes a line of 510 bytes and drops one of 511', () => {
    assert.deepEqual(split([`${'x'.repeat(510)}\r\n`]), ['x'.repeat(510)]);
    assert.deepEqual(split([`${'x'.repeat(511)}\r\n`, 'next\r\n']), [tooLong, 'next']);
  });

  it('counts bytes, not characters', () => {
    assert.deepEqual(split([`${'ü'.repeat(256)}\r\n`]), [tooLong]);
  });

  // https://ircv3.net/specs/extensions/message-tags#size-limit
  it('takes 4096 bytes of tags with their @ and space, and drops a line with 4097', () => {
    const fitting = `@${'t'.repeat(4094)} ${'x'.repeat(510)}`;
    assert.deepEqual(split([`${fitting}\r\n`], clientLineLimits), [fitting]);
    assert.deepEqual(split([`@${'t'.repeat(4095)} PING\r\n`], clientLineLimits), [tooLong]);
    assert.deepEqual(split([`@t ${'x'.repeat(511)}\r\n`], clientLineLimits), [tooLong]);
  });

  it('tells of an over-long line once, however long it is and however it comes', () => {
    const pieces = Array.from({ length: 100 }, () => 'x'.repeat(100));
    assert.deepEqual(split([...pieces, '\r\n', 'next\n']), [tooLong, 'next']);
  });

  it('gives the same lines for any chunking', () => {
    const limits = { tags: 40, body: 50 };
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(), { maxLength: 20 }), (whole, places) => {
        assert.deepEqual(split(cut(whole, places), limits), split([whole], limits));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps no more than a line may have, whatever a peer sends', () => {
    const splitter = new LineSplitter(clientLineLimits, { onLine: () => undefined, onTooLong: () => undefined });
    const chunk = Buffer.alloc(65_536, 'x');
    const before = process.memoryUsage().arrayBuffers;
    for (let count = 0; count < 500; count++) splitter.push(chunk);
    assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
  });

  it('takes time in proportion to the bytes, also where there are only line ends of one kind', () => {
    for (const end of ['\r', '\n']) {
      const splitter = new LineSplitter(clientLineLimits, { onLine: () => undefined, onTooLong: () => undefined });
      const { user: before } = process.cpuUsage();
      splitter.push(Buffer.alloc(4_194_304, end));
      const { user: after } = process.cpuUsage();
      assert.ok(after - before < 2_000_000, `4 MiB of ${JSON.stringify(end)} took ${String((after - before) / 1000)} ms`);
    }
  });

  it('hands out one line at a time where it is told to, and gives back the rest: nothing is lost', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(), { maxLength: 10 }), (whole, places) => {
        const seen: string[] = [];
        const splitter = new LineSplitter(plainLineLimits, { onLine: (line) => seen.push(line.toString('latin1')), onTooLong: () => seen.push(tooLong), mayGoOn: () => false });
        for (const chunk of cut(whole, places)) {
          for (let rest: Buffer | undefined = chunk; rest !== undefined; ) {
            const before = seen.length;
            rest = splitter.push(rest);
            assert.ok(seen.length <= before + 2);
          }
        }
        assert.deepEqual(seen, split([whole]));
      }),
    );
  });
});
