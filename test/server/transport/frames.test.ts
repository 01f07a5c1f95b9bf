import assert from 'node:assert/strict';
import fc from 'fast-check';
import { framesOf, Opcode } from '../../../src/server/transport/frames';

/** Takes apart a row of whole frames that are not masked. */
function readFrames(bytes: Buffer): { readonly first: number; readonly text: string }[] {
  const frames = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length === 126) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at));
      at += 8;
    }
    frames.push({ first, text: bytes.toString('utf8', at, at + length) });
    at += length;
  }
  return frames;
}

describe('framesOf', () => {
  it('puts each line into a whole frame of its own, without CR LF', () => {
    const frames = readFrames(framesOf(Buffer.from('PING :a\r\n@time=x :b NOTICE c :ciao\r\n'), Opcode.text));
    assert.deepEqual(frames, [{ first: 0x81, text: 'PING :a' }, { first: 0x81, text: '@time=x :b NOTICE c :ciao' }]);
    assert.equal(readFrames(framesOf(Buffer.from('x\r\n'), Opcode.binary))[0]?.first, 0x82);
  });

  it('writes the length of lines of any length', () => {
    for (const length of [1, 125, 126, 127, 8703, 65_535, 65_536, 70_000]) {
      const line = 'x'.repeat(length);
      assert.deepEqual(readFrames(framesOf(Buffer.from(`${line}\r\n`), Opcode.text)), [{ first: 0x81, text: line }]);
    }
  });

  it('loses nothing of any lines', () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).map((text) => text.replace(/[\r\n]/g, '') || 'x');
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const frames = readFrames(framesOf(Buffer.from(lines.map((text) => `${text}\r\n`).join('')), Opcode.binary));
        assert.deepEqual(frames.map(({ text }) => text), lines);
      }),
    );
  });

  it('makes the frames of shared lines once', () => {
    const lines = Buffer.from('PRIVMSG #lobby :ciao\r\n');
    assert.equal(framesOf(lines, Opcode.text), framesOf(lines, Opcode.text));
    assert.notEqual(framesOf(lines, Opcode.text), framesOf(lines, Opcode.binary));
  });
});
