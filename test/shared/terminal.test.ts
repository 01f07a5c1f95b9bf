import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { jsonForTerminal, lineForTerminal, linesForTerminal, tellTerminal } from '../../src/shared/terminal';

/** A title, a colour, a line written over, C1's CSI, DEL, and everything that turns a text round. */
const hostile = '\x1b]0;mine\x07 \x1b[31mred\rover\x9b2J\x7f \u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029';
const obeyed = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('a text for a terminal', () => {
  it('shows what the terminal would obey by its code', () => {
    assert.equal(lineForTerminal('\x1b[31mred\x07'), '<U+001B>[31mred<U+0007>');
    assert.equal(lineForTerminal('exe\u202efdp.\u2069'), 'exe<U+202E>fdp.<U+2069>');
    for (const text of [lineForTerminal(hostile), linesForTerminal(hostile), jsonForTerminal(JSON.stringify(hostile))]) assert.doesNotMatch(text, obeyed);
  });

  it('leaves every other character as it is', () => {
    const words = 'Perché no? שלום مرحبا 你好 👩‍👩‍👧 “è” \u00a0';
    for (const write of [lineForTerminal, linesForTerminal, jsonForTerminal]) assert.equal(write(words), words);
  });

  it('is one line, or keeps its lines and tabs', () => {
    assert.equal(lineForTerminal('a\nb\tc'), 'a<U+000A>b<U+0009>c');
    assert.equal(linesForTerminal('a\nb\tc\r\n'), 'a\nb\tc<U+000D>\n');
  });

  it('is the same value in JSON', () => {
    assert.deepEqual(JSON.parse(jsonForTerminal(JSON.stringify({ [hostile]: [hostile] }))), { [hostile]: [hostile] });
  });

  it('goes out through one door', () => {
    const stream = new PassThrough();
    tellTerminal('The server closed the connection: \x1b[2J', stream);
    assert.equal(String(stream.read()), 'The server closed the connection: <U+001B>[2J\n');
  });
});
