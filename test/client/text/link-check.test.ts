import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkLink, type LinkDoubt } from '../../../src/client/text/link-check';

/** Cyrillic letters that look like Latin ones. */
const apple = 'аррӏе';

describe('an address of somebody else’s text', () => {
  const opened: readonly (readonly [address: string, opens: string])[] = [
    ['http://a.lan', 'http://a.lan/'],
    ['HTTPS://Wiki.lan:8443/a_(b)?x=1&y#z', 'https://wiki.lan:8443/a_(b)?x=1&y#z'],
    ['http://localhost:8080/%20a', 'http://localhost:8080/%20a'],
    ['http://192.168.1.5/@anna', 'http://192.168.1.5/@anna'],
    ['http://[fe80::1]/x', 'http://[fe80::1]/x'],
    ['http://München.lan/straße', 'http://xn--mnchen-3ya.lan/stra%C3%9Fe'],
    ['http://xn--mnchen-3ya.lan/', 'http://xn--mnchen-3ya.lan/'],
    ['http://пример.испытание/', 'http://xn--e1afmkfd.xn--80akhbyknj4f/'],
    ['http://例え.jp/', 'http://xn--r8jz45g.jp/'],
    ['http://a.lan/👨‍👩‍👧', 'http://a.lan/%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7'],
    ['irc://c.lan:80/#lobby', 'irc://c.lan:80/#lobby'],
    ['ircs://c.lan', 'ircs://c.lan'],
    ['mailto:anna@b.it', 'mailto:anna@b.it'],
    ['mailto:anna@b.it,zoë@c.it?Subject=a%20b&body=x%0Ay', 'mailto:anna@b.it,zoë@c.it?Subject=a%20b&body=x%0Ay'],
  ];
  for (const [address, opens] of opened) {
    it(`opens at once where it leads where it says: ${address}`, () => assert.deepEqual(checkLink(address), { kind: 'open', address: opens }));
  }

  const doubtful: readonly (readonly [address: string, leadsTo: string, ...doubts: LinkDoubt[]])[] = [
    ['http://bank.example@evil.example/', 'http://evil.example', 'user-info'],
    ['https://bank.example:443@evil.example:8443/x', 'https://evil.example:8443', 'user-info'],
    ['http://a@b@evil.example', 'http://evil.example', 'user-info'],
    ['irc://bank.example@evil.example:80/#x', 'irc://evil.example:80', 'user-info'],
    [`https://${apple}.com/`, 'https://xn--80ak6aa92e.com', 'look-alike'],
    ['https://xn--80ak6aa92e.com/', 'https://xn--80ak6aa92e.com', 'look-alike'],
    ['http://bаnk.example', 'http://xn--bnk-6cd.example', 'look-alike'],
    ['http://bạnk.example', 'http://xn--bnk-sgz.example', 'look-alike'],
    ['http://bank.example⁄x.evil.example', 'http://bank.xn--examplex-k03d.evil.example', 'look-alike'],
    ['http://bank\u200b.example', 'http://bank.example', 'unseen'],
    ['http://ba\u00adnk.example', 'http://bank.example', 'unseen'],
    ['http://evil.example/\u202emoc.knab', 'http://evil.example', 'unseen'],
    ['http://אבג.example/1', 'http://xn--4dbcd.example', 'unseen'],
    ['http://bank%2eexample/', 'http://bank.example', 'rewritten'],
    ['http://0x7f.1/', 'http://127.0.0.1', 'rewritten'],
    ['http://3232235777/', 'http://192.168.1.1', 'rewritten'],
    ['http://ｂａｎｋ。example/', 'http://bank.example', 'rewritten'],
    ['mailto:a@b.it?subject=x&attach=/etc/passwd', 'a@b.it', 'letter'],
    ['mailto:a@b.it?CC=c@d.it', 'a@b.it', 'letter'],
    ['mailto:a@b.it?subject=x%0D%0ABcc:%20c@d.it', 'a@b.it', 'letter'],
    ['mailto:a@b.it%2Cc@d.it', 'a@b.it, c@d.it', 'rewritten'],
    ['mailto:anna@bank.example@evil.example', 'anna@bank.example@evil.example', 'user-info'],
    ['mailto:аnna@b.it', '%D0%B0nna@b.it', 'look-alike'],
    ['mailto:anna@bаnk.it', 'anna@xn--bnk-6cd.it', 'look-alike'],
  ];
  for (const [address, leadsTo, ...doubts] of doubtful) {
    it(`is asked about, with the place that it leads to: ${address}`, () => {
      const check = checkLink(address);
      assert.ok(check.kind === 'ask');
      assert.deepEqual([check.leadsTo, check.doubts], [leadsTo, doubts]);
    });
  }

  it('names what a letter has beside its subject and text', () => {
    const check = checkLink('mailto:a@b.it?body=x&bcc=c@d.it&attach=/etc/passwd');
    assert.deepEqual(check.kind === 'ask' && check.fields, ['bcc', 'attach']);
  });

  for (const address of ['', 'file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x', 'ftp://a.lan', 'ritrovo:room/x', 'http:x', 'http://', 'https:///x', 'http://a b/', 'http://a.lan/\n', ' http://a.lan',
    'http://bank.example\\@evil.example/', 'http://a.lan:99999', 'http://[::1', 'http://xn--a.lan', 'http://bank%00.example', 'mailto:', 'mailto:?to=a@b.it', 'mailto:@b.it', 'mailto:a@b.it/x', 'mailto:a%ZZ@b.it', 'mailto:a@b.it?subject=%ZZ']) {
    it(`is never opened where it is none of the web, of a chat or of mail: ${JSON.stringify(address)}`, () => assert.deepEqual(checkLink(address), { kind: 'never' }));
  }

  it('opens at once only in ASCII and with the host that it shows, whatever it is made of', () => {
    const piece = fc.constantFrom('http://', 'irc://', 'mailto:', 'a', 'bank', '.', 'it', '@', ':', '80', '/', '\\', '?', '#', '%2e', '%40', 'а', 'ü', '\u200b', '\u202e', '⁄', '／', '。', 'א', '[', ']', '\ud800');
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const check = checkLink(pieces.join(''));
      if (check.kind === 'ask') assert.match(check.leadsTo, /^[\x20-\x7e]+$/);
      if (check.kind !== 'open' || !check.address.startsWith('http')) return;
      const { hostname, username, password } = new URL(check.address);
      assert.match(check.address, /^[\x21-\x7e]+$/);
      assert.deepEqual([username, password], ['', '']);
      assert.ok(pieces.join('').normalize('NFC').includes(hostname) || /[^\x20-\x7e]/.test(pieces.join('')), hostname);
    }), { numRuns: 3000, seed: 15 });
  });
});
