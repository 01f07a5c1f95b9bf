import assert from 'node:assert/strict';
import { hashPassword } from '../../../src/server/accounts/password';
import { ConfigError } from '../../../src/server/config';
import { IrcClient } from '../../helpers/irc-client';
import { temporaryFolder, TestServer } from '../../helpers/server';
import { startServer } from '../../../src/server';

let hash = '';

/** A server with a gateway on this computer whose password is `secret`. */
function start(config: Parameters<typeof TestServer.start>[0] = {}): Promise<TestServer> {
  return TestServer.start({ webirc: [`${hash}@192.0.2.0/24`, `${hash}@127.0.0.1`], ...config });
}

// https://ircv3.net/specs/extensions/webirc
describe('WEBIRC', () => {
  before(async () => {
    hash = await hashPassword('secret');
  });

  it('gives the client the address of the person behind the gateway', async () => {
    const server = await start();
    const guest = await server.connect();
    guest.send('WEBIRC secret kiwi host.example 198.51.100.3', 'NICK anna', 'USER a 0 * :A', 'PRIVMSG anna :ciao');
    await guest.expect(':anna!a@198.51.100.3 PRIVMSG anna :ciao');
    const { connection } = server.server.names.find('anna') ?? assert.fail();
    assert.equal(connection.gateway, 'kiwi');
    assert.ok((await guest.ask('WHOIS anna')).includes(':ritrovo.chat 320 anna anna :comes through the gateway kiwi'));
    assert.equal(connection.isSecure, false);
  });

  it('takes IPv6, and shows it without a colon at its start', async () => {
    const server = await start();
    for (const [nick, given, shown] of [['anna', '2001:DB8:0::1', '2001:db8::1'], ['bob', '0::1', '0::1'], ['carla', '0::ffff:192.0.2.9', '192.0.2.9']] as const) {
      const guest = await server.connect();
      guest.send(`WEBIRC secret gateway ${given} ${given}`, `NICK ${nick}`, 'USER a 0 * :A');
      await guest.expect(/ 366 /);
      assert.equal(server.server.names.find(nick)?.host, shown);
    }
  });

  it('makes a client secure only where both ways are, with or without a value', async () => {
    const server = await start();
    const cases = [
      ['a', true, ':secure local-port=6697', true],
      ['b', true, ':remote-port=1 secure=yes', true],
      ['c', true, ':insecure', false],
      ['d', true, '', false],
      ['e', false, 'secure', false],
    ] as const;
    for (const [nick, tls, options, isSecure] of cases) {
      const guest = tls ? await IrcClient.connectTls(server.port) : await server.connect();
      guest.send(`WEBIRC secret gateway 198.51.100.3 198.51.100.3 ${options}`, `NICK ${nick}`, 'USER a 0 * :A');
      await guest.expect(/ 366 /);
      assert.equal(server.server.names.find(nick)?.connection.isSecure, isSecure, nick);
    }
  });

  it('counts the limits of an address where the people are, and gives the place back', async () => {
    const server = await start({ maxConnectionsPerAddress: 1 });
    const [first, second, elsewhere] = [await server.connect(), await server.connect(), await server.connect()];
    first.send('WEBIRC secret gateway x 198.51.100.3', 'NICK anna', 'USER a 0 * :A');
    await first.expect(/ 366 /);
    second.send('WEBIRC secret gateway x 198.51.100.3');
    assert.match((await second.closed()).at(-1) ?? '', /^ERROR :Too many connections from your address/);
    elsewhere.send('WEBIRC secret gateway x 198.51.100.4', 'NICK bob', 'USER b 0 * :B');
    await elsewhere.expect(/ 366 /);
    first.send('QUIT');
    await first.closed();
    while (server.server.admission.count > 1) await elsewhere.fence();
    const third = await server.connect();
    third.send('WEBIRC secret gateway x 198.51.100.3', 'NICK anna', 'USER a 0 * :A');
    await third.expect(/ 366 /);
  });

  describe('is refused with ERROR', () => {
    const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
      ['with another password', ['WEBIRC wrong gateway x 198.51.100.3'], /^ERROR :Invalid WebIRC password$/],
      ['without an address', ['WEBIRC secret gateway host.example host.example'], /^ERROR :The address of the user is not an IP address$/],
      ['with a range for an address', ['WEBIRC secret gateway x 198.51.100.0/24'], /^ERROR :The address of the user is not an IP address$/],
      ['after NICK', ['NICK anna', 'WEBIRC secret gateway x 198.51.100.3'], /^ERROR :WEBIRC has to come before anything else$/],
      ['after USER', ['USER a 0 * :A', 'WEBIRC secret gateway x 198.51.100.3'], /^ERROR :WEBIRC has to come before anything else$/],
      ['after CAP', ['CAP LS 302', 'WEBIRC secret gateway x 198.51.100.3'], /^ERROR :WEBIRC has to come before anything else$/],
      ['the second time', ['WEBIRC secret gateway x 198.51.100.3', 'WEBIRC secret gateway x 198.51.100.4'], /^ERROR :WEBIRC has to come before anything else$/],
    ];
    for (const [title, lines, answer] of cases) {
      it(title, async () => {
        const server = await start();
        const guest = await server.connect();
        guest.send(...lines);
        assert.match((await guest.closed()).at(-1) ?? '', answer);
        assert.equal(server.server.names.find('anna'), undefined);
      });
    }

    it('from an address that is no gateway', async () => {
      const server = await start({ webirc: [`${hash}@192.0.2.0/24`] });
      const guest = await server.connect();
      guest.send('WEBIRC secret gateway x 198.51.100.3');
      assert.match((await guest.closed()).at(-1) ?? '', /^ERROR :Your address is not one of a gateway/);
    });
  });

  it('of a gateway that leaves while its password is looked at does no harm', async () => {
    const server = await start();
    const guest = await server.connect();
    guest.send('WEBIRC secret gateway x 198.51.100.3');
    guest.socket.destroy();
    await (await server.join('anna')).fence();
    while (server.server.admission.count > 1) await new Promise((resolve) => setImmediate(resolve));
  });

  it('is set up with words about what is wrong', async () => {
    for (const [text, words] of [[`${hash}@192.0.2.0/33`, /^webirc: “192\.0\.2\.0\/33” is neither/], ['secret@192.0.2.7', /^webirc: what stands before @192\.0\.2\.7 is not the hash/]] as const) {
      await assert.rejects(startServer({ host: '127.0.0.1', port: 0, data: temporaryFolder(), webirc: [text] }), (error) => error instanceof ConfigError && words.test(error.message));
    }
  });
});
