import assert from 'node:assert/strict';
import { source, TestServer } from '../../helpers/server';

/** Somebody on a plain connection, who showed no certificate. */
const asker = { connection: { certificateFingerprint: undefined } };

// https://ircv3.net/specs/extensions/capability-negotiation
describe('CAP', () => {
  it('LS lists every capability on offer', async () => {
    const server = await TestServer.start();
    const listed = async (command: string): Promise<string> => (await (await server.connect()).ask(command)).map((line) => line.replace(/^:ritrovo\.chat CAP \* LS (?:\* )?:?/, '')).join(' ');
    assert.equal(await listed('CAP LS 302'), server.server.offers.listed(true, asker).join(' '));
  });

  it('LS lists every capability to somebody with a long name on a server with a long name, too', async () => {
    const server = await TestServer.start({ name: 'x'.repeat(64) });
    const nick = '𠀀'.repeat(32);
    const anna = await server.join(nick);
    const lines = await anna.ask('CAP LS 302');
    const names = lines.map((line) => line.slice(line.indexOf(' :') + 2)).join(' ');
    assert.equal(names, server.server.offers.listed(true, asker).join(' '));
  });

  // https://ircv3.net/specs/extensions/capability-negotiation#multiline-replies-to-cap-ls-and-cap-list
  it('LS without 302 is one line, with as many as fit', async () => {
    const server = await TestServer.start();
    const [line = '', ...others] = await (await server.connect()).ask('CAP LS');
    assert.deepEqual(others, []);
    const names = line.replace(/^:ritrovo\.chat CAP \* LS :/, '').split(' ');
    assert.deepEqual(names, server.server.offers.listed(false, asker).slice(0, names.length));
    assert.ok(names.includes('userhost-in-names'));
  });

  // https://ircv3.net/specs/extensions/capability-negotiation#cap-ls-version
  it('LS of an older version is answered as that version, although a newer one stays known', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    await guest.ask('CAP LS 307');
    const lines = await guest.ask('CAP LS');
    assert.equal(lines.length, 1);
    assert.ok(!lines.join().includes('='));
    assert.equal((await guest.ask('CAP LIST')).at(-1), ':ritrovo.chat CAP * LIST :cap-notify');
    assert.deepEqual(await guest.askVerbs('CAP REQ -cap-notify', 'CAP LS 302'), ['CAP', 'CAP', 'CAP']);
  });

  for (const opening of ['CAP LS 302', 'CAP LS', 'CAP REQ :server-time']) {
    it(`${opening} holds the registration until END`, async () => {
      const server = await TestServer.start();
      const guest = await server.connect();
      assert.deepEqual(new Set(await guest.askVerbs(opening, 'NICK anna', 'USER a 0 * :A')), new Set(['CAP']));
      assert.equal((await guest.askVerbs('CAP END'))[0], '001');
    });
  }

  it('REQ is acknowledged as a whole', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('CAP REQ :setname echo-message ', 'CAP LIST'), [
      ':ritrovo.chat CAP * ACK :setname echo-message',
      ':ritrovo.chat CAP * LIST :echo-message setname',
    ]);
  });

  it('REQ without the colon means all names, too', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('CAP REQ setname echo-message', 'CAP REQ -setname flying', 'CAP LIST'), [
      ':ritrovo.chat CAP * ACK :setname echo-message',
      ':ritrovo.chat CAP * NAK :-setname flying',
      ':ritrovo.chat CAP * LIST :echo-message setname',
    ]);
  });

  it('REQ with one unknown name is refused as a whole', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('CAP REQ :server-time flying', 'CAP REQ :__proto__', 'CAP LIST'), [
      ':ritrovo.chat CAP * NAK :server-time flying',
      ':ritrovo.chat CAP * NAK :__proto__',
      ':ritrovo.chat CAP * LIST :',
    ]);
  });

  it('REQ with a minus gives a capability up', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['echo-message', 'server-time'] });
    await anna.ask('CAP REQ :-server-time');
    assert.deepEqual(await anna.ask('PRIVMSG #lobby :x', 'CAP REQ -echo-message', 'PRIVMSG #lobby :y'), [
      `:${source('anna')} PRIVMSG #lobby :x`,
      ':ritrovo.chat CAP anna ACK :-echo-message',
    ]);
  });

  // https://ircv3.net/specs/extensions/capability-negotiation#cap-notify
  it('302 brings cap-notify, which cannot be given up', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    await guest.ask('CAP LS 302');
    assert.deepEqual(await guest.ask('CAP REQ :-cap-notify setname', 'CAP LIST'), [
      ':ritrovo.chat CAP * NAK :-cap-notify setname',
      ':ritrovo.chat CAP * LIST :cap-notify',
    ]);
    const old = await server.connect();
    assert.equal((await old.ask('CAP LS', 'CAP LIST')).at(-1), ':ritrovo.chat CAP * LIST :');
  });

  it('works after the registration, and does not hold anything then', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(new Set(await anna.askVerbs('CAP LS 302', 'CAP REQ server-time')), new Set(['CAP']));
    assert.match((await anna.ask('TIME'))[0] ?? '', /^@time=\S+ :ritrovo\.chat 391 /);
  });

  it('is answered with 410 for an unknown subcommand', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.askVerbs('CAP FLY', 'CAP :'), ['410', '410']);
  });
});
