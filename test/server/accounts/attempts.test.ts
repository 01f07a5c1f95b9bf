import assert from 'node:assert/strict';
import { hashPassword } from '../../../src/server/accounts/password';
import type { IrcClient } from '../../helpers/irc-client';
import { operatorPassword, startWithOperator } from '../../helpers/operators';
import { TestServer } from '../../helpers/server';

const stranger = '127.0.7.1';
const password = 'correct-horse';

async function withAccounts(...names: readonly string[]): Promise<TestServer> {
  const server = await TestServer.start({ host: '0.0.0.0', loginAttempts: 4 });
  for (const name of names) await server.server.accounts.register(name, password, undefined, '192.0.2.1');
  return server;
}

async function joinFrom(server: TestServer, address: string, nick: string): Promise<IrcClient> {
  const client = await server.connectFrom(address);
  client.send(`NICK ${nick}`, `USER test 0 * :${nick}`);
  await client.expect(/ 366 /);
  await client.fence();
  return client;
}

const plainOf = (name: string, given: string): string => Buffer.from(`\0${name}\0${given}`).toString('base64');

async function bySasl(server: TestServer, address: string, given: string): Promise<string> {
  const client = await server.connectFrom(address);
  client.send('CAP REQ sasl', 'AUTHENTICATE PLAIN', `AUTHENTICATE ${plainOf('anna', given)}`);
  return client.expect(/ (?:900|902|904) /);
}

/** Each way to give a password: from a connection of its own, as most of them end or begin one. */
const ways: Record<string, (server: TestServer, address: string, given: string) => Promise<string>> = {
  SASL: bySasl,
  async PASS(server, address, given) {
    const client = await server.connectFrom(address);
    client.send(`PASS anna:${given}`);
    return client.expect(/ (?:900|464) /);
  },
  IDENTIFY: (server, address, given) => ask(server, address, `IDENTIFY anna ${given}`),
  GHOST: (server, address, given) => ask(server, address, `GHOST anna ${given}`),
  REGAIN: (server, address, given) => ask(server, address, `REGAIN anna ${given}`),
};

let guests = 0;

async function ask(server: TestServer, address: string, words: string): Promise<string> {
  const client = await joinFrom(server, address, `guest${String(++guests)}`);
  client.send(`PRIVMSG NickServ :${words}`);
  return client.expect(/ 900 |:(?:The name or|Too many)/);
}

describe('wrong passwords of a stranger', function () {
  this.timeout(30_000);

  for (const [way, give] of Object.entries(ways)) {
    it(`keep the stranger out (${way}), and the owner elsewhere not`, async () => {
      const server = await withAccounts('anna');
      await Promise.all(Array.from({ length: 4 }, (_, index) => give(server, stranger, `wrong-${String(index)}`)));
      assert.match(await give(server, stranger, password), /Too many wrong passwords/);
      assert.match(await give(server, '127.0.7.2', password), / 900 /);
    });
  }

  it('keep nobody else behind the same address out of their accounts', async () => {
    const server = await withAccounts('anna', 'bob');
    const eva = await joinFrom(server, stranger, 'eva');
    await Promise.all(Array.from({ length: 5 }, (_, index) => bySasl(server, stranger, `wrong-${String(index)}`)));
    eva.send(`PRIVMSG NickServ :IDENTIFY bob ${password}`);
    await eva.expect(/ 900 eva \S+ bob /);
  });

  it('at many accounts, or from many addresses, are bounded as well; but not for whoever has logged in from there', async () => {
    const server = await withAccounts('anna', 'bob');
    const { attempts } = server.server.accounts;
    for (const [address, name] of [['192.0.2.7', 'bob'], ['192.0.2.8', 'anna']] as const) {
      (await attempts.begin(address, name)).succeed();
    }
    for (let count = 0; count < 40; count++) void attempts.begin('192.0.2.7', `name-${String(count)}`);
    await assert.rejects(attempts.begin('192.0.2.7', 'one-more'), /Too many wrong passwords/);
    await attempts.begin('192.0.2.7', 'bob');
    for (let count = 0; count < 40; count++) void attempts.begin(`198.51.100.${String(count)}`, 'anna');
    await assert.rejects(attempts.begin('198.51.100.99', 'anna'), /Too many wrong passwords/);
    await attempts.begin('192.0.2.8', 'anna');
  });

  it('at OPER do not keep an operator out who is elsewhere', async () => {
    const server = await startWithOperator({ host: '0.0.0.0', loginAttempts: 2 });
    const mallory = await joinFrom(server, stranger, 'mallory');
    mallory.send('OPER root wrong', 'OPER root wrong', 'OPER root wrong');
    await mallory.expect(/ 464 .*Too many wrong passwords/);
    const anna = await joinFrom(server, '127.0.7.2', 'anna');
    anna.send(`OPER root ${operatorPassword}`);
    await anna.expect(/ 381 /);
  });

  it('at WEBIRC are counted, and the right one of a gateway never is', async () => {
    const hash = await hashPassword('secret');
    const server = await TestServer.start({ loginAttempts: 2, webirc: [`${hash}@127.0.0.1`] });
    const come = async (given: string, user: number): Promise<string> => {
      const client = await server.connect();
      client.send(`WEBIRC ${given} gateway x 198.51.100.${String(user)}`, 'PING here');
      return client.expect(/PONG|ERROR/);
    };
    const all = await Promise.all(Array.from({ length: 12 }, (_, user) => come('secret', user)));
    assert.ok(all.every((line) => line.includes('PONG')), all.join('\n'));
    const wrong = [await come('wrong-1', 50), await come('wrong-2', 51), await come('wrong-3', 52)];
    assert.match(wrong[2] ?? '', /^ERROR :Too many wrong passwords; try again in \d+ seconds$/);
    assert.match(await come('secret', 60), /PONG/);
  });
});

describe('a flood of logins', function () {
  this.timeout(60_000);

  it('from 60 addresses lets another login wait for less than two seconds', async () => {
    const server = await withAccounts('flora');
    for (let index = 0; index < 60; index++) {
      const client = await server.connectFrom(`127.0.8.${String(index + 1)}`);
      await client.ask('CAP REQ sasl');
      const guess = (round: number): string[] => ['AUTHENTICATE PLAIN', `AUTHENTICATE ${plainOf(`name-${String(index)}-${String(round)}`, 'wrong')}`];
      client.send(...guess(0));
      await client.expect(/ 904 /);
      client.send(...Array.from({ length: 25 }, (_, round) => guess(round + 1)).flat());
    }
    const waited: number[] = [];
    for (const address of ['127.0.9.1', '127.0.9.2', '127.0.9.3']) {
      const startedAt = performance.now();
      const client = await server.connectFrom(address);
      client.send('CAP REQ sasl', 'AUTHENTICATE PLAIN', `AUTHENTICATE ${plainOf('flora', password)}`);
      await client.expect(/ 900 /);
      waited.push(Math.round(performance.now() - startedAt));
    }
    assert.ok(Math.max(...waited) < 2000, `${waited.join(', ')} ms`);
  });
});
