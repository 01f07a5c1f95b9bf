import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Bonjour, type Service } from 'bonjour-service';
import { Announcer } from '../../src/server/announcer';
import { silentLog } from '../../src/server/log';
import { hasMulticast } from '../helpers/multicast';
import { TestServer } from '../helpers/server';

/** How long a network may take to show what is announced, in ms. */
const patience = 4000;

/** Looks for a service until it fits. */
async function find(type: string, fits: (service: Service) => boolean, event: 'up' | 'down' = 'up'): Promise<Service | undefined> {
  const bonjour = new Bonjour({}, () => undefined);
  try {
    const browser = bonjour.find({ type });
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), patience);
      browser.on(event, (service: Service) => {
        if (!fits(service)) return;
        clearTimeout(timer);
        resolve(service);
      });
    });
  } finally {
    bonjour.destroy();
  }
}

describe('the announcement on the network', function () {
  this.timeout(15_000);

  before(async function () {
    if (!(await hasMulticast())) this.skip();
  });

  it('names the server, its port, its room and its certificate, as ours and as IRC', async () => {
    const server = await TestServer.start({ host: '0.0.0.0', announce: true, name: 'Office', room: '#class' });
    for (const type of ['ritrovo', 'irc']) {
      const found = (await find(type, ({ port }) => port === server.port)) ?? assert.fail(`${type} was not found`);
      assert.match(found.name, /^Office \(.+\)$/);
      const txt = found.txt as Record<string, string>;
      assert.deepEqual([txt.room, txt.tls, txt.fingerprint], ['#class', '1', server.server.certificateFingerprint]);
    }
  });

  it('says whether everybody has to give a password', async () => {
    const said = async (password?: string): Promise<unknown> => {
      const server = await TestServer.start({ host: '0.0.0.0', announce: true, ...(password === undefined ? {} : { password }) });
      return ((await find('ritrovo', ({ port }) => port === server.port))?.txt as Record<string, string>).password;
    };
    assert.deepEqual([await said(), await said('sesame')], [undefined, '1']);
  });

  it('ends with the server', async () => {
    const server = await TestServer.start({ host: '0.0.0.0', announce: true });
    const { port } = server;
    const gone = find('ritrovo', (service) => service.port === port, 'down');
    assert.ok(await find('ritrovo', (service) => service.port === port));
    await server.stop();
    assert.ok(await gone, 'nobody was told that the server is gone');
  });

  it('is not made by a server that only this computer can reach, or that is told not to', async () => {
    const servers = [await TestServer.start({ host: '127.0.0.1', announce: true }), await TestServer.start({ host: '0.0.0.0', announce: false })];
    const ports = servers.map(({ port }) => port);
    const other = await TestServer.start({ host: '0.0.0.0', announce: true });
    const seen: number[] = [];
    await find('ritrovo', ({ port }) => {
      seen.push(port);
      return port === other.port;
    });
    assert.deepEqual(seen.filter((port) => ports.includes(port)), []);
  });
});

describe('where multicast is impossible', () => {
  it('nothing happens: the server starts and stops', async () => {
    const taken = createSocket({ type: 'udp4', reuseAddr: false });
    taken.bind(5353);
    // Somebody else may have the port already: so much the better.
    await once(taken, 'listening').catch(() => undefined);
    const announcer = new Announcer(silentLog());
    await announcer.start({ name: 'x'.repeat(200), port: 8080, room: `#${'李'.repeat(63)}`, fingerprint: undefined, hasPassword: false });
    await announcer.stop(true);
    await announcer.stop(true);
    await new Promise((resolve) => taken.close(() => resolve(undefined)));
  });
});
