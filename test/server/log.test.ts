import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { createLog } from '../../src/server/log';

const hostile = '\x1b]0;mine\x07\r\n\x9b2J\u202egnp.exe\u2069';
/** The colours of pino-pretty. */
const ownColour = /\x1b\[\d+m/g;
const obeyed = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2069]/;

function logged(isTTY: boolean): string {
  const output = Object.assign(new PassThrough(), { isTTY });
  const log = createLog('info', output);
  log.warn({ nick: hostile, list: [hostile] }, `refused: ${hostile}`);
  log.error({ err: new Error(hostile) }, 'an error');
  return String(output.read());
}

describe('the log', () => {
  it('shows on a terminal what a peer wrote, and the terminal obeys none of it', () => {
    const text = logged(true).replace(ownColour, '');
    assert.doesNotMatch(text, obeyed);
    assert.match(text, /WARN.*: refused: <U\+001B>\]0;mine<U\+0007><U\+000D><U\+000A><U\+009B>2J<U\+202E>gnp\.exe<U\+2069>/);
    assert.match(text, /"list":\["<U\+001B>/);
    const lines = text.trimEnd().split('\n');
    assert.deepEqual(lines.filter((line) => !/^\[\d\d:\d\d:\d\d\] (?:WARN|ERROR): /.test(line) && !line.startsWith('  ')), [], 'no line is another’s');
    assert.match(text, /\n +at /, 'a stack is in lines');
  });

  it('is JSON with the same values elsewhere, and a terminal that gets it obeys none of it either', () => {
    const text = logged(false);
    assert.doesNotMatch(text, obeyed);
    const [first = ''] = text.split('\n');
    const entry = JSON.parse(first) as Record<string, unknown>;
    assert.deepEqual([entry.level, entry.nick, entry.list, entry.msg], ['warn', hostile, [hostile], `refused: ${hostile}`]);
  });
});
