import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Happening, Message, Note, TimelineItem } from '../../../src/client/core/timeline';
import { setLanguage } from '../../../src/client/i18n';
import { parseOwnLink } from '../../../src/client/text/links';
import { withoutMarks } from './copies';
import { searchHits } from '../../../src/client/text/search';
import { joinsPrevious, outgoingHtml, timelineHtml, type TimelineLook } from '../../../src/client/text/timeline-html';
import { sampleMessage } from '../core/samples';
import { dark, light } from './themes';
import { processorTime } from '../../helpers/processor-time';

const noon = new Date(2026, 10, 23, 12, 0);
const at = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);

function look(more: Partial<TimelineLook> = {}): TimelineLook {
  return { theme: light, nick: 'me', now: at(60), revealed: new Set(), columns: 80, firstUnread: undefined, start: 'more', comings: 'condensed', ...more };
}

let lastId = 0;

function said(text: string, more: Partial<Message> = {}): Message {
  return sampleMessage({ id: ++lastId, time: noon, text: text.replace(/[\x02\x03\x1d]\d*/g, ''), formatted: text, ...more });
}

function happened(happening: Happening, minutes = 0): Note {
  return { kind: 'event', id: ++lastId, time: at(minutes), text: 'in English', tone: 'quiet', happening };
}

const joined = (nick: string): Note => happened({ what: 'joined', nick });
const left = (nick: string, reason = ''): Note => happened({ what: 'left', nick, reason, quit: false });

function html(items: readonly TimelineItem[], more: Partial<TimelineLook> = {}): string {
  return withoutMarks(timelineHtml(items, undefined, look(more)).join('\n'));
}

/** The text that is seen, a line for each paragraph and `<br>`. */
function seen(items: readonly TimelineItem[], more: Partial<TimelineLook> = {}): string[] {
  const text = withoutMarks(timelineHtml(items, said('before', { nick: 'x', time: at(-30) }), look(more)).join('<br>'))
    .replaceAll('<br>', '\n').replace(/<[^>]*>/g, '').replace(/&nbsp;|\xa0/g, ' ').replaceAll('&#8203;', '')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  return text.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
}

before(() => setLanguage('en', { LANG: 'C' }));

describe('a timeline', () => {
  it('names the author once for what is said within five minutes, and each time', () => {
    const items = [said('one'), said('two', { time: at(4) }), said('three', { time: at(9) }), said('four', { nick: 'bruno', time: at(9) })];
    assert.deepEqual(seen(items), ['anna 12:00', 'one', 'two 12:04', 'anna 12:09', 'three', 'bruno 12:09', 'four']);
  });

  it('tells the day where a new one begins', () => {
    const items = [said('a', { time: at(-24 * 60) }), said('b'), said('c')];
    assert.match(html(items), /Yesterday.*\n.*>a<.*\n.*Today.*\n.*>b|Yesterday[^]*Today/);
    assert.equal(html(items).match(/Today/g)?.length, 1);
  });

  it('tells comings and goings in one sentence', () => {
    const items = [joined('Anna'), joined('Bruno'), joined('Carla'), joined('Dario'), joined('Elisa'), left('Fabio'), left('Bruno'), left('Gaia'), joined('Gaia')];
    assert.deepEqual(seen(items), ['12:00 Anna, Carla, Dario and Elisa joined, Gaia reconnected, Bruno came and went, Fabio left']);
  });

  it('counts those who are too many to be named', () => {
    assert.deepEqual(seen(['a', 'b', 'c', 'd', 'e', 'f'].map(joined)), ['12:00 a, b, c and 3 others joined']);
  });

  it('tells one who left with the reason', () => {
    assert.deepEqual(seen([left('Anna', 'bye')]), ['12:00 Anna left: bye']);
  });

  it('tells each coming, or none, where a person wants it so', () => {
    const items = [joined('Anna'), joined('Bruno'), said('hi')];
    assert.equal(seen(items, { comings: 'each' }).length, 4);
    assert.deepEqual(seen(items, { comings: 'hidden' }), ['anna 12:00', 'hi']);
  });

  it('knows where a new item changes the paragraph before it', () => {
    assert.ok(joinsPrevious(joined('b'), joined('a'), look()));
    assert.ok(!joinsPrevious(joined('b'), joined('a'), look({ comings: 'each' })));
    assert.ok(!joinsPrevious(joined('b'), said('x'), look()));
    assert.ok(!joinsPrevious(said('x'), joined('a'), look()));
    assert.ok(!joinsPrevious(happened({ what: 'topic', by: 'a', topic: 'x' }), joined('a'), look()));
  });

  it('shows the same in parts as in one', () => {
    const items = [said('a'), said('b'), joined('x'), said('c'), left('x'), left('y'), said('d', { time: at(24 * 60) })];
    for (let cut = 1; cut < items.length; cut++) {
      const [before, next] = [items[cut - 1], items[cut]];
      if (before === undefined || next === undefined || joinsPrevious(next, before, look())) continue;
      const parts = [...timelineHtml(items.slice(0, cut), undefined, look()), ...timelineHtml(items.slice(cut), before, look())];
      assert.deepEqual(parts, timelineHtml(items, undefined, look()));
    }
  });

  it('has an anchor for every item that is shown', () => {
    const items = [said('a'), joined('x'), joined('y'), said('b')];
    for (const { id } of items) assert.ok(html(items).includes(`<a name="item${id}">`));
  });

  it('draws a line before what is new, and names the author again after it', () => {
    const items = [said('old'), said('new')];
    assert.deepEqual(seen(items, { firstUnread: items[1]?.id ?? 0 }), ['anna 12:00', 'old', '— New since you were away —', 'anna 12:00', 'new']);
  });

  it('says at its start whether there is more', () => {
    assert.match(html([said('a')], { start: 'start' }), /^<p [^]*This is where the conversation begins/);
    assert.match(html([said('a')], { start: 'loading' }), /Loading older messages/);
    assert.match(html([said('a')], { start: 'asks' }), /<a href="ritrovo:older\/more"[^>]*>Load older messages/);
  });

  it('speaks the language of the window', () => {
    setLanguage('it', { LANG: 'it_IT.UTF-8' });
    try {
      assert.deepEqual(seen([joined('Anna'), joined('Bruno'), left('Carla')]), ['12:00 Anna e Bruno entrano, Carla esce']);
    } finally {
      setLanguage('en', { LANG: 'C' });
    }
  });
});

describe('a message', () => {
  it('shows what it answers in a line above, which leads there', () => {
    const items = [said('yes', { replyTo: { msgid: 'a/b', nick: 'bruno', text: 'shall\nwe?' } })];
    assert.deepEqual(seen(items), ['anna 12:00', '↪ bruno shall we?', 'yes']);
    assert.match(html(items), /href="ritrovo:message\/a%2Fb"/);
    assert.match(seen([said('yes', { replyTo: { msgid: 'x', nick: undefined, text: undefined } })]).join(), /A message that is not here/);
    assert.match(seen([said('yes', { replyTo: { msgid: 'x', nick: 'bruno', text: '', deleted: true } })]).join(), /↪ bruno Message deleted/);
  });

  it('has its reactions in a line below, ours in bold', () => {
    const items = [said('hi', { reactions: [{ text: '👍', nicks: ['bruno', 'Me'] }, { text: 'ok', nicks: ['bruno'] }] })];
    assert.equal(seen(items).at(-1), '👍 2 ok 1');
    assert.match(html(items), new RegExp(`ritrovo:react/${items[0]?.id}/%F0%9F%91%8D" title="👍: bruno and Me" style="[^"]*font-weight:bold`));
    assert.doesNotMatch(html(items), /\/ok" title="ok: bruno" style="[^"]*bold/);
  });

  it('says that it was edited, and before what', () => {
    const items = [said('new', { edited: { time: at(55), before: ['old'] } })];
    assert.deepEqual(seen(items), ['anna 12:00', 'new (edited)']);
    assert.match(html(items), /title="Edited 5 minutes ago\nBefore: old"/);
  });

  it('leaves a trace without text where it was deleted', () => {
    const gone = said('', { deleted: { by: 'op', time: noon, reason: '' }, reactions: [{ text: '👍', nicks: ['x'] }], replyTo: { msgid: 'x', nick: 'y', text: 'secret' } });
    assert.deepEqual(seen([gone]), ['anna 12:00', 'Message deleted']);
    assert.deepEqual(seen([{ ...gone, deleted: { by: 'op', time: noon, reason: 'spam' } }]), ['anna 12:00', 'Message deleted: spam']);
  });

  it('of up to six emoji is large', () => {
    const large = (text: string): boolean => html([said(text)]).includes('<span style="font-size:xx-large"><span style="font-family');
    assert.ok(large('😀') && large('👨‍👩‍👧 🇮🇹 👍🏽👍🏽👍🏽👍🏽'));
    assert.ok(!large('😀😀😀😀😀😀😀') && !large('😀!') && !large('7') && !large('©'));
  });

  it('hides a spoiler until it is clicked, from copies too', () => {
    const items = [said('it is ||the butler||')];
    assert.doesNotMatch(html(items), /butler/);
    const href = /href="(ritrovo:spoiler[^"]*)"/.exec(html(items))?.[1] ?? '';
    const link = parseOwnLink(href);
    assert.ok(link?.kind === 'spoiler');
    assert.match(html(items, { revealed: new Set([link.key]) }), /butler/);
  });

  it('keeps what follows reactions apart from them, and lets a row of them break between two', () => {
    const reactions = ['👍', '🎉'].map((text) => ({ text, nicks: ['x'] }));
    const [, , second = '', third = ''] = timelineHtml([said('one'), said('two', { reactions }), said('three')], undefined, look());
    assert.match(second, /<\/a> {2}<a /);
    assert.match(third, /font-size:xx-large/);
  });

  it('draws the line of what is new below the day', () => {
    const yesterday = said('a', { time: at(-24 * 60) });
    const today = said('b');
    assert.match(html([yesterday, today], { firstUnread: today.id }), /Today[^]*New since/);
  });

  it('has a fixed font and a tint behind code', () => {
    assert.match(html([said('`a < b`')]), /<span style="color:#[\da-f]{6};background-color:#[\da-f]{6};font-family:monospace">a &lt; b<\/span>/);
  });

  it('makes the lines of a block of code equally long', () => {
    assert.match(html([said('```\nab\nabcd\n```')]), />ab\xa0\xa0<br>abcd</);
    assert.match(html([said('```\nab\nabcd efg\n```')], { columns: 4 }), />ab\xa0\xa0<br>abcd efg</, 'no longer than the view is wide');
  });

  it('shows mIRC’s codes', () => {
    assert.match(html([said('\x02bold\x02 \x0304red\x03 \x1dit')]), /<span style="font-weight:bold">bold<\/span> <span style="color:#[\da-f]{6}">red<\/span> <span style="font-style:italic">it<\/span>/);
  });

  it('leads to rooms, people and pages', () => {
    const page = html([said('see #help, http://x.lan and @bruno; not #42 or #ff8800 or a#b')]);
    assert.match(page, /href="ritrovo:room\/%23help"/);
    assert.equal(page.match(/ritrovo:room/g)?.length, 1);
    assert.deepEqual(parseOwnLink(/<a href="(ritrovo:outside[^"]*)" /.exec(page)?.[1] ?? ''), { kind: 'outside', address: 'http://x.lan' });
  });

  it('marks the name of the person who reads, not parts of words', () => {
    assert.match(html([said('I asked Me, not some', { mention: true })]), /font-weight:bold">Me<\/span>, not some/);
  });

  it('marks who is spoken to, where somebody has that name', () => {
    const isName = (name: string): boolean => name === 'Bruno' || name === 'carla';
    const page = html([said('Bruno: ask @carla, not @dario'), said('Yes, of course'), said('Note: this')], { isName });
    assert.deepEqual(Array.from(page.matchAll(/font-weight:bold">([^<]*)</g), ([, name]) => name), ['Bruno', 'carla']);
  });

  it('shows what a search has found', () => {
    const hits = (plain: string): (readonly [number, number])[] => searchHits('citta', plain);
    assert.match(html([said('la città bella')], { hits }), />la <span style="color:#[\da-f]{6};background-color:#[\da-f]{6}">città<\/span> bella/);
  });

  it('on its way is dimmed', () => {
    assert.match(outgoingHtml({ key: 1, text: 'a <b>', since: noon }, look()), /a &lt;b&gt;.*sending…/);
  });
});

const allowed = /^<(?:\/?(?:p|b|i|a|span)|br|p style="margin:0px;white-space:pre-wrap"|a name="item\d+"|a href="[^"<>]*"(?: title="[^"<>]*")? style="[^"<>]*"|span(?: title="[^"<>]*")? style="[^"<>]*")>$/;

describe('the text of others', () => {
  const tricky = fc.constantFrom('<b>', '</a>', '<img src=x onerror=y>', '&lt;', '"', "'", '" style="', 'http://x.lan/"><b>', '||', '**', '`', '```', '#<b>', '@<b>', '\x02', '\x0304,05', '> ', '\n', '😀', '<', '>', '&', '&#60;', '\0', '\ud800');
  const text = fc.array(fc.oneof(tricky, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 12 }).map((pieces) => pieces.join(''));

  it('is never markup, wherever it stands', () => {
    fc.assert(fc.property(text, text, fc.boolean(), (one, other, announcement) => {
      const items = [
        said(one, { nick: other, announcement, replyTo: { msgid: other, nick: one, text: other }, reactions: [{ text: one, nicks: [other] }], edited: { time: noon, before: [one, other] } }),
        said(other, { style: 'action', deleted: { by: one, time: noon, reason: one } }),
        { ...left(one, other), tone: 'plain' as const },
        joined(one), joined(other),
        happened({ what: 'topic', by: one, topic: other }),
        { kind: 'event' as const, id: ++lastId, time: noon, text: one, tone: 'warning' as const },
      ];
      const page = html(items, { revealed: new Set([`${items[0]?.id}.0`]) }) + outgoingHtml({ key: 1, text: one, since: noon }, look());
      for (const [tag] of page.matchAll(/<[^>]*>?/g)) assert.match(tag, allowed);
      assert.doesNotMatch(page.replace(/<[^>]*>/g, ''), /[<>"\0]|&(?!(?:amp|lt|gt|quot|nbsp|#39|#8203);)/);
      assertNested(page);
    }), { numRuns: 500 });
  });
});

/** Every tag that opens closes in its turn. */
function assertNested(page: string): void {
  const open: string[] = [];
  for (const [, closing, name = ''] of page.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
    if (name === 'br') continue;
    if (closing === '/') assert.equal(open.pop(), name);
    else open.push(name);
  }
  assert.deepEqual(open, []);
}

describe('the rendering', () => {
  const scene: readonly TimelineItem[] = [
    said('Good morning! 😀', { id: 1, time: at(-24 * 60) }),
    said('see **http://wiki.lan/plan_(2)** and #help', { id: 2, time: at(-24 * 60 + 2) }),
    { ...joined('Bruno'), id: 3 }, { ...joined('Carla'), id: 4 }, { ...left('Dario'), id: 5 },
    said('me: can you look? `npm test` fails', { id: 6, nick: 'Bruno', mention: true, time: at(1) }),
    said('```sh\nnpm ci\nnpm test -- --watch\n```', { id: 7, nick: 'Bruno', time: at(2) }),
    said('👍🎉', { id: 8, nick: 'me', own: true, time: at(3) }),
    said('> can you look?\nYes, ||later||.', { id: 9, nick: 'me', own: true, time: at(3), replyTo: { msgid: 'm6', nick: 'Bruno', text: 'me: can you look? `npm test` fails' }, reactions: [{ text: '👍', nicks: ['Bruno', 'me'] }, { text: '🎉', nicks: ['Anna'] }], edited: { time: at(4), before: ['No'] } }),
    said('waves', { id: 10, style: 'action', time: at(5) }),
    said('', { id: 11, time: at(6), deleted: { by: 'anna', time: at(7), reason: '' } }),
    said('\x02Bold\x02, \x0304red on\x0301,08 yellow\x03 and \x1ditalic', { id: 12, nick: 'Dario', time: at(8) }),
    said('The exam starts at ten.', { id: 13, nick: 'Prof', announcement: true, time: at(9) }),
    { kind: 'event', id: 14, time: at(10), text: 'Not sent: the room is full', tone: 'warning' },
    said('build 42 is **green**', { id: 15, nick: 'robot', bot: true, style: 'notice', time: at(11) }),
  ];

  for (const [name, theme] of [['light', light], ['dark', dark]] as const) {
    it(`is as it was before, ${name}`, () => {
      const file = path.join(__dirname, 'golden', `timeline-${name}.html`);
      const page = `${html(scene, { theme, firstUnread: 8, start: 'start' })}\n`;
      // UPDATE_GOLDEN=1 writes the files anew: look at them before they are committed.
      if (process.env.UPDATE_GOLDEN === '1') {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, page);
      }
      assert.equal(page, fs.readFileSync(file, 'utf8'));
    });
  }

  it('is quick', () => {
    const items = Array.from({ length: 400 }, (_, index) => said(
      ['hello there, how are you?', 'see http://wiki.lan/a and **this**', 'me: yes 😀', '`code` and #help', 'ok'][index % 5] ?? '',
      { nick: `name${index % 7}`, time: at(index / 3) },
    ));
    html(items);
    const passed = processorTime(() => html(items));
    assert.ok(passed < 100, `400 messages in ${passed} ms`);
  });
});
