import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findLinks, isSafeLink, ownLink, parseOwnLink, tellsHost, type OwnLink } from '../../../src/client/text/links';
import { processorTime } from '../../helpers/processor-time';

const found = (text: string): string[] => findLinks(text).map(({ start, end }) => text.slice(start, end));
const targets = (text: string): string[] => findLinks(text).map(({ href }) => href);

describe('the addresses in a text', () => {
  it('are those of pages, chats and mail', () => {
    assert.deepEqual(found('http://a.lan https://b.lan/x?y=1&z#f irc://c.lan:8080/#lobby ircs://d.lan mailto:e@f.lan g@h.it'),
      ['http://a.lan', 'https://b.lan/x?y=1&z#f', 'irc://c.lan:8080/#lobby', 'ircs://d.lan', 'mailto:e@f.lan', 'g@h.it']);
    assert.deepEqual(targets('www.x.it g@h.it'), ['http://www.x.it', 'mailto:g@h.it']);
  });

  it('may be computers of a network of one’s own', () => {
    assert.deepEqual(found('http://localhost:8080/a http://192.168.1.5/b http://printer/ http://München.lan/straße'),
      ['http://localhost:8080/a', 'http://192.168.1.5/b', 'http://printer/', 'http://München.lan/straße']);
  });

  it('end where the sentence goes on', () => {
    assert.deepEqual(found('see (http://wiki.lan/a_(b)), or https://x.lan/?a=1. “http://y.lan/.” http://z.lan! *http://v.lan*'),
      ['http://wiki.lan/a_(b)', 'https://x.lan/?a=1', 'http://y.lan/', 'http://z.lan', 'http://v.lan']);
    assert.deepEqual(found('http://a.lan/"onclick="x'), ['http://a.lan/']);
  });

  it('are nothing that could start a program or open a file', () => {
    for (const text of ['javascript:alert(1)', 'javascript://x.lan/%0aalert(1)', 'file:///etc/passwd', 'data:text/html,x', 'vbscript:x', 'ftp://b.lan', 'smb://x/y', 'ms-word:ofe|u|x', 'ritrovo:room/x', 'jar:http://x.lan']) {
      for (const link of targets(text)) assert.ok(isSafeLink(link) && link.startsWith("http://x.lan"), `${text}: ${link}`);
    }
    for (const href of ['file:///x', 'javascript:x', 'http:x', 'https://', 'mailto:', ' http://x.lan', 'ritrovo:room/x']) assert.ok(!isSafeLink(href), href);
  });

  it('are none where they are shown the other way round', () => {
    assert.deepEqual(found('see \u202ehttp://live.lan/moc.knab//:ptth'), []);
    assert.deepEqual(found('see \u202e!\nhttp://a.lan'), ['http://a.lan'], 'the next line is shown as usual');
  });

  it('tell where they lead as long as the host is shown whole', () => {
    const bank = 'http://bank.example';
    assert.ok(!tellsHost(`${bank}.evil.example/x`, bank.length) && tellsHost(`${bank}/account`, bank.length) && tellsHost('www.a.it?x', 8));
    assert.ok(!tellsHost('mailto:anna@bank.example', 20) && !tellsHost('anna@bank.example.evil', 17));
  });

  it('are no names of files', () => {
    assert.deepEqual(found('main.rs README.md run.sh notes.zip index.html e.g. ok.so'), []);
  });

  it('are in the text, in order, apart and safe, whatever the text', () => {
    const piece = fc.constantFrom('http://', 'www.', 'a.lan', '/', '(', ')', '.', ' ', '"', '<', '@', 'x', 'mailto:', 'irc://', '#', '?', '”', '😀', 'javascript:', '*');
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      let end = 0;
      for (const link of findLinks(pieces.join(''))) {
        assert.ok(link.start >= end && link.end > link.start && isSafeLink(link.href));
        assert.doesNotMatch(pieces.join('').slice(link.start, link.end), /[\s"<>]/);
        ({ end } = link);
      }
    }), { numRuns: 2000 });
  });

  it('are found in little time in the longest of texts', () => {
    for (const part of ['http://', 'a@', 'www.a.', '(http://x.lan', '://', 'http://a.lan/((((']) {
      const passed = processorTime(() => findLinks(part.repeat(10_000 / part.length)));
      assert.ok(passed < 500, `${part}: ${passed} ms`);
    }
  });
});

const text = fc.string({ unit: 'grapheme', minLength: 1 });
const links: fc.Arbitrary<OwnLink> = fc.oneof(
  fc.constant<OwnLink>({ kind: 'older' }),
  text.map((msgid): OwnLink => ({ kind: 'message', msgid })),
  text.map((room): OwnLink => ({ kind: 'room', room })),
  text.map((nick): OwnLink => ({ kind: 'person', nick })),
  text.map((key): OwnLink => ({ kind: 'spoiler', key })),
  text.map((address): OwnLink => ({ kind: 'outside', address })),
  fc.tuple(fc.nat(), text).map(([item, reaction]): OwnLink => ({ kind: 'react', item, text: reaction })),
);

describe('a link of the timeline’s own', () => {
  it('is read as it was written, whatever is in it', () => {
    fc.assert(fc.property(links, (link) => assert.deepEqual(parseOwnLink(ownLink(link)), link)));
  });

  it('is nothing else', () => {
    for (const href of ['http://x.lan', 'ritrovo:', 'ritrovo:room/', 'ritrovo:react/x/y', 'ritrovo:react/5', 'ritrovo:other/x']) assert.equal(parseOwnLink(href), undefined);
  });

  it('is never one that may be opened outside', () => {
    fc.assert(fc.property(links, (link) => !isSafeLink(ownLink(link))));
  });
});
