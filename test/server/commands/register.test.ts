import assert from 'node:assert/strict';
import { logInPlain, makeAccount, password } from '../../helpers/accounts';
import { source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/account-registration
describe('REGISTER', () => {
  it('makes an account of one’s name and logs in to it', async () => {
    const server = await TestServer.start();
    const anna = await server.join('Anna');
    assert.deepEqual(await anna.ask(`REGISTER * * :${password}`), [
      ':ritrovo.chat REGISTER SUCCESS Anna :The name is yours; log in with it next time',
      `:ritrovo.chat 900 Anna ${source('Anna')} Anna :You are now logged in as Anna`,
    ]);
    const guest = await server.connect();
    await guest.ask('CAP REQ sasl');
    assert.deepEqual(await logInPlain(guest, 'ANNA'), ['AUTHENTICATE', '900', '903']);
  });

  it('works before the registration of the connection, and outlives the server', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.match((await guest.ask('CAP LS 302')).join(), /draft\/account-registration=before-connect/);
    await guest.ask('NICK anna', 'USER a 0 * :A');
    assert.equal((await guest.ask(`REGISTER anna a@example.org :${password}`)).length, 2);
    assert.equal((await guest.askVerbs('CAP END'))[0], '001');
    const next = await server.restart();
    assert.deepEqual(next.server.accounts.find('anna')?.email, 'a@example.org');
  });

  const refusals: readonly (readonly [line: string, code: string])[] = [
    ['REGISTER * * :short', 'WEAK_PASSWORD'],
    ['REGISTER * * :anna-the-first', 'WEAK_PASSWORD'],
    [`REGISTER * * :${'x'.repeat(301)}`, 'UNACCEPTABLE_PASSWORD'],
    ['REGISTER * * :a\x02b\x03cdefgh', 'UNACCEPTABLE_PASSWORD'],
    [`REGISTER * nowhere :${password}`, 'INVALID_EMAIL'],
    [`REGISTER bob * :${password}`, 'ACCOUNT_NAME_MUST_BE_NICK'],
  ];
  for (const [line, code] of refusals) {
    it(`answers ${code} to ${JSON.stringify(line.slice(0, 40))}`, async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna-the-first', { capabilities: ['standard-replies'] });
      const [answer = ''] = await anna.ask(line);
      assert.ok(answer.startsWith(`:ritrovo.chat FAIL REGISTER ${code} anna-the-first :`), answer);
      assert.equal(server.server.accounts.find('anna-the-first'), undefined);
    });
  }

  it('answers NEED_NICK without a name, ACCOUNT_EXISTS for a name that has one, ALREADY_AUTHENTICATED to those who are', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    await guest.ask('CAP LS 302', 'CAP REQ :standard-replies sasl');
    assert.match((await guest.ask(`REGISTER * * :${password}`))[0] ?? '', / FAIL REGISTER NEED_NICK \* :/);
    await makeAccount(server, 'anna');
    await guest.ask('NICK anna');
    assert.match((await guest.ask(`REGISTER * * :${password}`))[0] ?? '', / FAIL REGISTER ACCOUNT_EXISTS anna :/);
    await logInPlain(guest, 'anna');
    assert.match((await guest.ask(`REGISTER * * :${password}`))[0] ?? '', / FAIL REGISTER ALREADY_AUTHENTICATED anna :/);
  });

  it('asks for the password of the server first', async () => {
    const server = await TestServer.start({ password: 'open sesame' });
    const guest = await server.connect();
    await guest.ask('CAP REQ standard-replies', 'NICK anna');
    assert.match((await guest.ask(`REGISTER * * :${password}`))[0] ?? '', / FAIL REGISTER TEMPORARILY_UNAVAILABLE anna :Give the password/);
    await guest.ask('PASS :open sesame');
    assert.match((await guest.ask(`REGISTER * * :${password}`))[0] ?? '', / REGISTER SUCCESS anna /);
  });

  it('gives a name to one of two who ask at the same time', async () => {
    const server = await TestServer.start();
    const results = await Promise.allSettled([1, 2].map(() => server.server.accounts.register('anna', password, undefined, '127.0.0.1')));
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  it('is limited by accounts-per-hour, and closed by 0', async () => {
    const server = await TestServer.start({ accountsPerHour: 1 });
    await (await server.join('anna')).ask(`REGISTER * * :${password}`);
    const bob = await server.join('bob', { capabilities: ['standard-replies'] });
    assert.match((await bob.ask(`REGISTER * * :${password}`))[0] ?? '', / FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :Too many/);
    const closed = await TestServer.start({ accountsPerHour: 0 });
    const carla = await closed.join('carla', { capabilities: ['standard-replies'] });
    assert.match((await carla.ask(`REGISTER * * :${password}`))[0] ?? '', / FAIL REGISTER TEMPORARILY_UNAVAILABLE carla :/);
  });
});
