import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';
import { TestServer } from '../../helpers/server';
import { Cable } from './cable';
import { Opened } from './helpers';
import { Passwords } from './passwords';

const password = 'open sesame';

describe('the password of a server', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  async function locked(): Promise<{ host: string; port: number }> {
    const server = await TestServer.start({ password });
    return { host: '127.0.0.1', port: server.port };
  }

  it('is asked for where it is wanted, once more where it was wrong, and kept once it is accepted', async () => {
    const address = await locked();
    const passwords = new Passwords();
    const { session, next, phase } = watched(opened.client({ passwords }));
    session.connect(address, 'anna');
    assert.deepEqual(await next(), { type: 'server-password-question', address, wrong: false, readable: false });
    assert.equal(session.phase.name, 'idle');
    session.giveServerPassword('wrong');
    const again = await next();
    assert.equal(again.wrong, true);
    assert.equal(passwords.kept.size, 0);
    session.giveServerPassword(password);
    await phase('online');
    assert.deepEqual([...passwords.kept], [[`127.0.0.1:${address.port} *`, password]]);
    await session.quit();
    const second = opened.client({ passwords });
    second.session.connect(address, 'anna');
    await second.phase('online');
    assert.ok(!second.events.some(({ type }) => type === 'server-password-question'));
  });

  it('comes with an address, or with the start of the program', async () => {
    const address = await locked();
    const [first, second] = [opened.client(), opened.client({ serverPassword: (server) => (server === `127.0.0.1:${address.port}` ? password : undefined) })];
    first.session.connect({ ...address, password }, 'anna');
    second.session.connect(address, 'bruno');
    await Promise.all([first.phase('online'), second.phase('online')]);
    assert.equal(first.session.connection.address?.password, undefined, 'nobody who shows or keeps the address has it');
  });

  it('is given again when the connection was lost', async () => {
    const cable = await Cable.to((await TestServer.start({ password })).port);
    const { session, next, phase } = watched(opened.client({ stayByDefault: true, backoff: [10] }));
    session.connect({ host: '127.0.0.1', port: cable.port }, 'anna');
    await next();
    session.giveServerPassword(password);
    await phase('online');
    cable.cut();
    cable.mend();
    await phase('reconnecting');
    await phase('online');
    cable.close();
  });

  it('is not told where others can read it, unless the person says so now', async () => {
    const host = Object.values(os.networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal)?.address;
    if (host === undefined) return;
    const said: string[] = [];
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (first: Buffer) => {
        // No TLS here.
        if (first[0] === 0x16) {
          socket.destroy();
          return;
        }
        const take = (chunk: Buffer): void => {
          said.push(...chunk.toString().split('\r\n').filter(Boolean));
          if (said.at(-1)?.startsWith('PING') === true) socket.write(':test 464 * :Password incorrect\r\n');
        };
        take(first);
        socket.on('data', take);
      });
    }).listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    try {
      const passwords = new Passwords();
      passwords.kept.set(`${host}:${port} *`, password);
      passwords.kept.set(`${host}:${port} anna`, 'of the account');
      const { session, next } = watched(opened.client({ passwords }));
      session.connect({ host, port }, 'anna');
      assert.deepEqual(await next(), { type: 'server-password-question', address: { host, port }, wrong: false, readable: true });
      assert.ok(said.includes('NICK anna') && !said.some((line) => /PASS|AUTHENTICATE/.test(line)), said.join('\n'));
      session.giveServerPassword(password);
      assert.equal((await next()).wrong, true);
      assert.ok(said.includes(`PASS :${password}`));
    } finally {
      server.close();
    }
  });
});

type Client = ReturnType<Opened['client']>;

function watched(client: Client) {
  return { session: client.session, next: () => client.next('server-password-question'), phase: (name: 'online' | 'reconnecting') => client.phase(name) };
}
