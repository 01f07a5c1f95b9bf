import assert from 'node:assert/strict';
import { setLanguage } from '../../../src/client/i18n';
import { applyCandidate, complete, suggest, TabCompletion, type CompletionSource, type Line } from '../../../src/client/text/completion';

const source: CompletionSource = {
  names: ['anna', 'Annika', 'bruno', 'Élodie'],
  rooms: ['#lobby', '#help', '#helpers'],
  commands: [
    { name: 'join', usage: '/join ROOM', help: 'goes to a room' },
    { name: 'msg', usage: '/msg NAME TEXT', help: 'sends a private message' },
    { name: 'me', usage: '/me TEXT', help: 'says what you do' },
  ],
};

/** A line with `|` where the cursor is. */
function line(marked: string): Line {
  return { text: marked.replace('|', ''), cursor: marked.indexOf('|') };
}

function marked({ text, cursor }: Line): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

/** The line after the first candidate. */
function first(before: string): string | undefined {
  const completion = complete(line(before), source);
  const candidate = completion?.candidates[0];
  return completion === undefined || candidate === undefined ? undefined : marked(applyCandidate(line(before), completion, candidate));
}

const labels = (before: string, ask = complete): string[] => ask(line(before), source)?.candidates.map(({ label }) => label) ?? [];

before(() => setLanguage('en', { LANG: 'C' }));

describe('Tab', () => {
  it('makes an address of a name at the start of the line', () => {
    assert.equal(first('br|'), 'bruno: |');
  });

  it('puts a name into a sentence, and writes no second space', () => {
    assert.equal(first('ask BR| now'), 'ask bruno |now');
    assert.equal(first('ask @an|'), 'ask anna |');
    assert.equal(first('(br|'), '(bruno |');
  });

  it('completes rooms, and commands at the start of the line', () => {
    assert.equal(first('see #he|'), 'see #help |');
    assert.equal(first('/j|'), '/join |');
    assert.equal(first('see /j|'), undefined);
    assert.equal(first('//j|'), undefined);
  });

  it('completes emoji by their name and by words', () => {
    assert.equal(first('well :thumbs|'), 'well 👍 |');
    assert.equal(first('well :pizza:|'), 'well 🍕 |');
    assert.equal(first('(:tada|'), '(🎉 |');
    assert.equal(first('well :x|'), undefined);
    assert.equal(first('http:|'), undefined);
  });

  it('gives nothing where nothing is begun or nothing fits', () => {
    for (const text of ['|', 'hello |', 'xyz|', '#xyz|', '/xyz|', ':zzzzqq|']) assert.equal(first(text), undefined, text);
  });

  it('tells what each command is for', () => {
    assert.deepEqual(complete(line('/m|'), source)?.candidates.map(({ label, description }) => `${label}: ${description}`),
      ['/msg NAME TEXT: sends a private message', '/me TEXT: says what you do']);
  });

  it('goes through all that fit, and back, and begins again where something was typed', () => {
    const tab = new TabCompletion();
    let now = line('an|');
    const seen: string[] = [];
    for (const step of [1, 1, 1, -1, -1] as const) {
      now = tab.next(now, source, step) ?? now;
      seen.push(now.text);
    }
    assert.deepEqual(seen, ['anna: ', 'Annika: ', 'anna: ', 'Annika: ', 'anna: ']);
    assert.deepEqual(tab.next(line('b|'), source), line('bruno: |'));
    assert.equal(tab.next(line('zz|'), source), undefined);
    assert.equal(tab.completion, undefined);
  });
});

describe('a list that comes while one types', () => {
  it('has commands, emoji, rooms and names that are asked for', () => {
    assert.deepEqual(labels('/|', suggest), ['/join ROOM', '/msg NAME TEXT', '/me TEXT']);
    assert.deepEqual(labels('#h|', suggest), ['#help', '#helpers']);
    assert.deepEqual(labels('hi @an|', suggest), ['anna', 'Annika']);
    assert.ok(labels(':piz|', suggest).includes('🍕 :pizza:'));
  });

  it('does not come for plain words', () => {
    for (const text of ['an|', 'hello an|', '#|', '@|', ':p|', 'well: an|']) assert.deepEqual(labels(text, suggest), [], text);
  });
});
