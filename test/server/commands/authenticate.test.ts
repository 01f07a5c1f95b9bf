import assert from 'node:assert/strict';
import type { IrcClient } from '../../helpers/irc-client';
import { enroll, logInPlain, makeAccount, password, plainResponse, ScramClient } from '../../helpers/accounts';
import { TestServer } from '../../helpers/server';

/** A server with the account Anna, and somebody who may AUTHENTICATE. */
async function begin(config: Parameters<typeof TestServer.start>[0] = {}): Promise<{ server: TestServer; guest: IrcClient }> {
  const server = await TestServer.start(config);
  await makeAccount(server, 'Anna');
  const guest = await server.connect();
  await guest.ask('CAP LS 302', 'CAP REQ sasl');
  return { server, guest };
}

/** The data of the AUTHENTICATE that answers these lines. */
async function challenge(client: IrcClient, ...lines: string[]): Promise<string> {
  const message = (await client.askMessages(...lines)).find(({ verb }) => verb === 'AUTHENTICATE');
  return message?.params[0] ?? assert.fail('no AUTHENTICATE came');
}

// https://ircv3.net/specs/extensions/sasl-3.1
describe('AUTHENTICATE', () => {
  it('logs in with PLAIN before the registration, and the account stays', async () => {
    const { server, guest } = await begin();
    assert.deepEqual(await guest.ask('AUTHENTICATE PLAIN'), [':ritrovo.chat AUTHENTICATE +']);
    assert.deepEqual(await guest.ask(`AUTHENTICATE ${plainResponse('anna', password)}`), [
      ':ritrovo.chat 900 * *!*@127.0.0.1 Anna :You are now logged in as Anna',
      ':ritrovo.chat 903 * :You have logged in',
    ]);
    await guest.ask('NICK carla', 'USER a 0 * :A', 'CAP END');
    assert.equal(server.server.names.find('carla')?.user?.account, 'Anna');
  });

  it('answers 904 to a wrong password, to an unknown name and to a message that is none, and lets one try again', async () => {
    const { guest } = await begin();
    for (const response of [plainResponse('anna', 'wrong'), plainResponse('nobody', password), 'YQ==', '????', plainResponse('anna', password, 'bob')]) {
      assert.deepEqual(await guest.askVerbs('AUTHENTICATE PLAIN', `AUTHENTICATE ${response}`), ['AUTHENTICATE', '904'], response);
    }
    assert.deepEqual(await logInPlain(guest, 'anna'), ['AUTHENTICATE', '900', '903']);
  });

  it('takes the account’s own name as the authorization, in any case', async () => {
    const { guest } = await begin();
    assert.deepEqual(await guest.askVerbs('AUTHENTICATE plain', `AUTHENTICATE ${plainResponse('anna', password, 'ANNA')}`), ['AUTHENTICATE', '900', '903']);
  });

  it('is refused without the capability', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.askVerbs('AUTHENTICATE PLAIN'), ['904']);
  });

  it('lists the mechanisms where it knows the wanted one not, and in CAP LS', async () => {
    const { guest } = await begin();
    assert.deepEqual(await guest.ask('AUTHENTICATE FOO'), [
      ':ritrovo.chat 908 * PLAIN,SCRAM-SHA-256 :are available SASL mechanisms',
      ':ritrovo.chat 904 * :There is no such mechanism',
    ]);
    assert.match((await guest.ask('CAP LS 302')).join(), /[ :]sasl=PLAIN,SCRAM-SHA-256 /);
  });

  it('offers EXTERNAL to nobody without a certificate', async () => {
    const { guest } = await begin();
    assert.deepEqual(await guest.askVerbs('AUTHENTICATE EXTERNAL'), ['908', '904']);
  });

  it('is aborted with an asterisk', async () => {
    const { guest } = await begin();
    assert.deepEqual(await guest.askVerbs('AUTHENTICATE PLAIN', 'AUTHENTICATE *'), ['AUTHENTICATE', '906']);
    assert.deepEqual(await logInPlain(guest, 'anna'), ['AUTHENTICATE', '900', '903']);
  });

  it('is aborted where the registration is finished without waiting for it', async () => {
    const { guest } = await begin();
    const verbs = await guest.askVerbs('NICK bob', 'USER b 0 * :B', 'AUTHENTICATE PLAIN', 'CAP END');
    assert.deepEqual(verbs.slice(0, 3), ['AUTHENTICATE', '906', '001']);
  });

  it('puts chunks of 400 together, and answers 905 to more of them than a login needs', async () => {
    const { guest } = await begin();
    const long = plainResponse('anna', 'x'.repeat(294));
    assert.equal(long.length, 400);
    assert.deepEqual(await guest.askVerbs('AUTHENTICATE PLAIN', `AUTHENTICATE ${long}`), ['AUTHENTICATE']);
    assert.deepEqual(await guest.askVerbs('AUTHENTICATE +'), ['904']);
    const chunk = `AUTHENTICATE ${'A'.repeat(400)}`;
    assert.deepEqual(await guest.askVerbs('AUTHENTICATE PLAIN', ...Array.from({ length: 9 }, () => chunk)), ['AUTHENTICATE', '905']);
    assert.deepEqual(await guest.askVerbs('AUTHENTICATE PLAIN', `AUTHENTICATE ${'A'.repeat(404)}`), ['AUTHENTICATE', '905']);
  });

  it('takes the lines behind it in order, with the label of each', async () => {
    const { guest } = await begin();
    await guest.ask('CAP REQ :batch labeled-response');
    guest.send('AUTHENTICATE PLAIN', `@label=login AUTHENTICATE ${plainResponse('anna', password)}`, '@label=next PING x');
    const lines = await guest.fence();
    assert.match(lines[1] ?? '', /^@label=login :ritrovo\.chat BATCH \+(\S+) labeled-response$/);
    assert.match(lines[2] ?? '', / 900 /);
    assert.match(lines[5] ?? '', /^@label=next :ritrovo\.chat PONG /);
  });

  it('is heard to the end when the client closes its side, and harms nobody when it is cut off', async () => {
    const { server, guest } = await begin();
    const cut = await server.connect();
    cut.send('CAP REQ sasl', 'NICK cut', 'USER c 0 * :C', 'AUTHENTICATE PLAIN', `AUTHENTICATE ${plainResponse('anna', password)}`, 'CAP END');
    await cut.expect(/ AUTHENTICATE \+/);
    cut.destroy();
    guest.send('AUTHENTICATE PLAIN');
    guest.socket.end(`AUTHENTICATE ${plainResponse('anna', password)}\r\n`);
    assert.ok((await guest.closed()).some((line) => line.includes(' 903 ')));
    assert.equal(server.server.names.find('cut'), undefined);
  });

  it('changes the account of somebody who is registered, and tells the room', async () => {
    const { server } = await begin();
    await makeAccount(server, 'Berta');
    const eva = await server.join('eva', { capabilities: ['sasl'] });
    const bob = await server.join('bob', { capabilities: ['account-notify', 'account-tag', 'extended-join'] });
    await eva.fence();
    await logInPlain(eva, 'anna');
    assert.deepEqual(await bob.fence(), ['@account=Anna :eva!test@127.0.0.1 ACCOUNT Anna']);
    await logInPlain(eva, 'berta');
    assert.deepEqual(await bob.fence(), ['@account=Berta :eva!test@127.0.0.1 ACCOUNT Berta']);
    await eva.ask('JOIN #x', 'PRIVMSG bob :ciao');
    assert.deepEqual(await bob.fence(), ['@account=Berta :eva!test@127.0.0.1 PRIVMSG bob :ciao']);
  });

  describe('with too many wrong passwords', () => {
    it('waits before it looks at more, and then refuses with words, the right one too', async () => {
      const { guest } = await begin({ loginAttempts: 2 });
      const timeOf = async (wrong: string): Promise<number> => {
        const startedAt = performance.now();
        await logInPlain(guest, 'anna', wrong);
        return performance.now() - startedAt;
      };
      const [first, second] = [await timeOf('wrong one'), await timeOf('wrong two')];
      assert.ok(second > 990 && first < second, `${String(first)} and ${String(second)} ms`);
      const lines = await guest.ask('AUTHENTICATE PLAIN', `AUTHENTICATE ${plainResponse('anna', password)}`);
      assert.match(lines[1] ?? '', /^:ritrovo\.chat 902 \* :Too many wrong passwords; try again in \d+ seconds$/);
      assert.match(lines[2] ?? '', / 904 /);
    });

    it('counts the right ones not', async () => {
      const { guest } = await begin({ loginAttempts: 2 });
      for (let round = 0; round < 4; round++) assert.deepEqual(await logInPlain(guest, 'anna'), ['AUTHENTICATE', '900', '903']);
    });
  });

  // https://www.rfc-editor.org/rfc/rfc7677
  describe('with SCRAM-SHA-256', () => {
    it('logs in without the password on the wire, and shows that the server knows it too', async () => {
      const { guest } = await begin();
      const scram = new ScramClient('anna', password);
      await guest.ask('AUTHENTICATE SCRAM-SHA-256');
      const asked = await challenge(guest, `AUTHENTICATE ${scram.first}`);
      const answer = await challenge(guest, `AUTHENTICATE ${scram.final(asked)}`);
      assert.ok(scram.trusts(answer));
      assert.deepEqual(await guest.askVerbs('AUTHENTICATE +'), ['900', '903']);
    });

    it('does not log in to an account that was given up meanwhile, though its name is somebody else’s already', async () => {
      const { server, guest } = await begin();
      const { accounts } = server.server;
      const scram = new ScramClient('anna', password);
      await guest.ask('AUTHENTICATE SCRAM-SHA-256');
      await challenge(guest, `AUTHENTICATE ${scram.final(await challenge(guest, `AUTHENTICATE ${scram.first}`))}`);
      accounts.drop(accounts.find('anna') ?? assert.fail('the account is there'));
      accounts.store.release('anna');
      enroll(server, 'anna');
      assert.deepEqual(await guest.askVerbs('AUTHENTICATE +'), ['904']);
    });

    it('asks for an unknown name as for a known one, and refuses it at the end', async () => {
      const { guest } = await begin();
      const salts: string[] = [];
      for (const name of ['nobody', 'nobody', 'anna']) {
        const scram = new ScramClient(name, 'wrong');
        await guest.ask('AUTHENTICATE SCRAM-SHA-256');
        const asked = await challenge(guest, `AUTHENTICATE ${scram.first}`);
        salts.push(/,s=(.*),i=/.exec(Buffer.from(asked, 'base64').toString())?.[1] ?? '');
        assert.deepEqual(await guest.askVerbs(`AUTHENTICATE ${scram.final(asked)}`), ['904']);
      }
      assert.equal(salts[0], salts[1]);
      assert.equal(salts[0]?.length, salts[2]?.length);
    });

    it('refuses another nonce, another header, and channel binding', async () => {
      const { guest } = await begin();
      for (const change of [{ nonce: 'rOprNGfwEbeRWgbNEkqO' }, { header: 'y,,' }]) {
        const scram = new ScramClient('anna', password);
        await guest.ask('AUTHENTICATE SCRAM-SHA-256');
        const asked = await challenge(guest, `AUTHENTICATE ${scram.first}`);
        assert.deepEqual(await guest.askVerbs(`AUTHENTICATE ${scram.final(asked, change)}`), ['904']);
      }
      for (const [name, header] of [['anna', 'p=tls-unique,,'], ['an=na', 'n,,'], ['anna', 'n,a=bob,'], ['', 'n,,']] as const) {
        const scram = new ScramClient(name, password, 'abc', header);
        await guest.ask('AUTHENTICATE SCRAM-SHA-256');
        assert.deepEqual(await guest.askVerbs(`AUTHENTICATE ${scram.first}`), ['904'], header);
      }
    });
  });
});
