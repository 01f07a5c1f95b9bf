import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  parseFormatting, plainFormatting, stripFormatting, writeFormatting, type FormattedRun, type Formatting,
} from '../../src/shared/formatting';
import { processorTime } from '../helpers/processor-time';

/** The parts of a text, each with what is not plain about it. */
function parts(text: string): [string, Partial<Formatting>][] {
  return parseFormatting(text).map((run) => [
    run.text,
    Object.fromEntries(Object.entries(run.formatting).filter(([, value]) => value !== false && value !== undefined)),
  ]);
}

// https://modern.ircdocs.horse/formatting.html#examples
describe('formatting codes', () => {
  it('switch on and off', () => {
    assert.deepEqual(parts('a\x02b\x02c'), [['a', {}], ['b', { bold: true }], ['c', {}]]);
    assert.deepEqual(parts('\x1di\x1fu\x1es\x11m\x16r'), [
      ['i', { italic: true }],
      ['u', { italic: true, underline: true }],
      ['s', { italic: true, underline: true, strike: true }],
      ['m', { italic: true, underline: true, strike: true, monospace: true }],
      ['r', { italic: true, underline: true, strike: true, monospace: true, reverse: true }],
    ]);
  });

  it('end all at a reset', () => {
    assert.deepEqual(parts('\x02\x034,7x\x0fy'), [['x', { bold: true, foreground: 4, background: 7 }], ['y', {}]]);
  });

  it('have one or two digits for a colour, whatever digits follow', () => {
    assert.deepEqual(parts('\x0313,9pink'), [['pink', { foreground: 13, background: 9 }]]);
    assert.deepEqual(parts('\x03123'), [['3', { foreground: 12 }]]);
    assert.deepEqual(parts('\x034,123'), [['3', { foreground: 4, background: 12 }]]);
  });

  it('leave a comma that no colour follows to the text', () => {
    assert.deepEqual(parts('\x034,a'), [[',a', { foreground: 4 }]]);
    assert.deepEqual(parts('\x03,4'), [[',4', {}]]);
  });

  it('keep the background where only a foreground is given, and take both away where none is', () => {
    assert.deepEqual(parts('\x034,7a\x039b\x03c'), [
      ['a', { foreground: 4, background: 7 }], ['b', { foreground: 9, background: 7 }], ['c', {}],
    ]);
  });

  it('mean the reader’s own colour by 99', () => {
    assert.deepEqual(parts('\x0399,5a\x0399,99b'), [['a', { background: 5 }], ['b', {}]]);
  });

  it('have six digits for a hex colour', () => {
    assert.deepEqual(parts('\x04FF0000,00ff00a\x04b'), [['a', { foreground: '#ff0000', background: '#00ff00' }], ['b', {}]]);
    assert.deepEqual(parts('\x04ff00zz'), [['ff00zz', {}]]);
  });

  it('are gone from a text without them', () => {
    assert.equal(stripFormatting('\x02bold\x02 \x034,12red\x03 \x04ff0000hex\x04 \x1di\x1d\x1fu\x1f\x1es\x1e\x11m\x11\x16r\x0f'), 'bold red hex iusmr');
  });
});

const code = fc.constantFrom('\x02', '\x03', '\x034', '\x0312,5', '\x04', '\x04ff0000', '\x04ff0000,00ff00', '\x0f', '\x11', '\x16', '\x1d', '\x1e', '\x1f', ',', '7', 'a');
const anyText = fc.array(fc.oneof(code, fc.string({ maxLength: 3 }))).map((pieces) => pieces.join(''));

const colour = fc.option(fc.oneof(fc.integer({ min: 0, max: 98 }), fc.constantFrom('#123abc', '#ffffff')), { nil: undefined });
const formatting: fc.Arbitrary<Formatting> = fc.record({
  bold: fc.boolean(), italic: fc.boolean(), underline: fc.boolean(), strike: fc.boolean(), monospace: fc.boolean(), reverse: fc.boolean(),
  foreground: colour, background: colour,
}, { noNullPrototype: true });
const printable = fc.stringMatching(/^[ -~à-ž,0-9]{1,8}$/);

describe('a text with formatting codes', () => {
  it('keeps all its characters in its parts', () => {
    fc.assert(fc.property(anyText, (text) => {
      assert.equal(parseFormatting(text).map((run) => run.text).join(''), stripFormatting(text));
      for (const run of parseFormatting(text)) assert.notEqual(run.text, '');
    }));
  });

  it('is written so that it reads the same', () => {
    fc.assert(fc.property(fc.array(fc.record({ text: printable, formatting }, { noNullPrototype: true })), (runs) => {
      assert.deepEqual(joined(parseFormatting(writeFormatting(runs))), joined(runs));
    }));
  });

  it('is written without codes where it has none', () => {
    assert.equal(writeFormatting([{ text: 'a,1', formatting: plainFormatting }, { text: 'b', formatting: plainFormatting }]), 'a,1b');
  });

  it('is read in a time that grows with its length', () => {
    const long = '\x0312,\x04ff00\x02'.repeat(50_000);
    const passed = processorTime(() => parseFormatting(long));
    assert.ok(passed < 1000, `${passed} ms`);
  });
});

/** Neighbours that look the same made one. */
function joined(runs: readonly FormattedRun[]): FormattedRun[] {
  const result: FormattedRun[] = [];
  for (const run of runs) {
    const before = result.at(-1);
    if (before !== undefined && JSON.stringify(before.formatting) === JSON.stringify(run.formatting)) {
      result[result.length - 1] = { text: before.text + run.text, formatting: before.formatting };
    } else result.push(run);
  }
  return result;
}
