import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message, Note, TimelineItem } from '../../../src/client/core/timeline';
import { setLanguage } from '../../../src/client/i18n';
import { cleanCopy, isMarked } from '../../../src/client/text/copied';
import { timelineHtml, type TimelineLook } from '../../../src/client/text/timeline-html';
import { sampleMessage } from '../core/samples';
import { asCopied } from './copies';
import { light } from './themes';

const noon = new Date(2026, 10, 23, 12, 0);
const look: TimelineLook = { theme: light, nick: 'me', now: noon, revealed: new Set(), columns: 80, firstUnread: undefined, start: 'more', comings: 'condensed' };

let lastId = 0;

function said(text: string, more: Partial<Message> = {}): Message {
  return sampleMessage({ id: ++lastId, time: noon, text, formatted: text, ...more });
}

function shown(items: readonly TimelineItem[]): string {
  return asCopied(timelineHtml(items, undefined, look));
}

/** All that the timeline shows, copied. */
function copied(...items: readonly TimelineItem[]): string {
  return cleanCopy(shown(items), items);
}

describe('what is copied out of the timeline', () => {
  before(() => setLanguage('en', { LANG: 'C' }));

  it('is the words alone where they are of one message', () => {
    assert.equal(copied(said('git push --force')), 'git push --force');
    assert.equal(copied(said('answer', { replyTo: { msgid: 'm', nick: 'bruno', text: 'question' }, reactions: [{ text: '👍', nicks: ['me'] }] })), 'answer');
    assert.equal(copied(said('new', { edited: { time: noon, before: ['old'] } })), 'new');
    assert.equal(copied(said('waves', { style: 'action' })), 'waves');
    assert.equal(copied(said('two\nlines')), 'two\nlines');
  });

  it('is code as it was written, with its tabs and without what makes its lines even', () => {
    assert.equal(copied(said('```\nall:\n\tcc -o a a.c\n\n\t\techo  done\n```')), 'all:\n\tcc -o a a.c\n\n\t\techo  done');
    assert.equal(copied(said('run `npm test`')), 'run npm test');
    assert.equal(copied(said('> quoted\nand said')), '> quoted\nand said');
  });

  it('is a line each where it is of several, with time and name', () => {
    const note: Note = { kind: 'event', id: ++lastId, time: noon, text: '', tone: 'quiet', happening: { what: 'joined', nick: 'carla' } };
    const items = [said('one'), said('two'), note, said('waves', { style: 'action', nick: 'bruno' })];
    assert.equal(copied(...items), '[12:00] anna: one\n[12:00] anna: two\n[12:00] carla joined\n[12:00] * bruno waves');
  });

  it('keeps to the part that was selected', () => {
    const items = [said('first words'), said('second words', { nick: 'bruno' })];
    const all = shown(items);
    const part = (from: string, to: string): string => all.slice(all.indexOf(from), all.indexOf(to) + to.length);
    assert.equal(cleanCopy(part('words', 'second'), items), '[12:00] anna: words\n[12:00] bruno: second');
    assert.equal(isMarked(part('first', 'words')), false);
    assert.equal(cleanCopy(part('first words', 'bruno'), items), 'first words');
    assert.equal(cleanCopy(part('anna', 'first'), items), 'first');
    assert.equal(cleanCopy(all.slice(0, all.indexOf('anna') + 4), items), 'Today\nanna');
  });

  it('has the characters without width that somebody wrote, and takes none of them for a mark', () => {
    assert.equal(copied(said('ภาษา\u200bไทย')), 'ภาษา\u200bไทย');
    assert.equal(copied(said('👩\u200d💻 می\u200cخواهم')), '👩\u200d💻 می\u200cخواهم');
    assert.equal(copied(said('real\u200b\u200d\u200c\u200bforged', { nick: 'a\u200b\u200d\u200c\u200bb' })), 'real\u200b\u200d\u200c\u200bforged');
  });

  it('is what was written, whatever that was', () => {
    const character = fc.constantFrom('a', ' b', '<', '&', '"', '\u200b', '\u200c', '\u200d', '\u2060', '\t', 'é', '👍', '#', 'http://x.lan/');
    fc.assert(fc.property(fc.array(character, { minLength: 1, maxLength: 12 }), (characters) => {
      const text = `x${characters.join('')}x`;
      assert.equal(copied(said(text)), text);
    }), { numRuns: 500 });
  });
});
