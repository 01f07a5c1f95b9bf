import assert from 'node:assert/strict';
import { Opened } from './helpers';

const hour = 60 * 60 * 1000;

describe('a lost connection', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  function never(name: 'lost' | 'ended', { events }: { readonly events: readonly { readonly type: string; readonly phase?: { readonly name: string } }[] }): void {
    assert.ok(!events.some((event) => event.type === 'phase' && event.phase?.name === name), `the phase ${name}`);
  }

  it('counts nothing down after the computer was asleep: it is mended', async () => {
    let slept = 0;
    const { client, peer } = await opened.online({}, { clock: () => Date.now() + slept, closingDelay: 1, backoff: [10] });
    slept = hour;
    peer.socket.destroy();
    await client.phase('reconnecting');
    await client.phase('online');
    never('lost', client);
  });

  it('ends no window when the computer falls asleep during the countdown', async () => {
    let slept = 0;
    const { client, peer } = await opened.online({}, { clock: () => Date.now() + slept, closingDelay: 50, backoff: [10] });
    peer.socket.destroy();
    await client.phase('lost');
    slept = hour;
    await client.phase('online');
    never('ended', client);
  });

  for (const [when, begins] of [['before', 'lost'], ['while it counts down', 'ended']] as const) {
    it(`ends no window in which somebody writes (${when})`, async () => {
      let writing = begins === 'lost';
      const { client, peer } = await opened.online({}, { isWriting: () => writing, closingDelay: 50, backoff: [10] });
      peer.socket.destroy();
      if (begins === 'ended') await client.phase('lost');
      writing = true;
      await client.phase('online');
      never(begins, client);
    });
  }

  it('is mended at once when the person comes back, and not again and again', async () => {
    const { server, client, peer } = await opened.online({}, { stayByDefault: true, backoff: [60_000] });
    server.script = { ...server.script, capabilities: undefined, fence: 'nothing' };
    peer.socket.destroy();
    await client.phase('reconnecting');
    client.session.comeBack();
    client.session.comeBack();
    await client.phase('online');
    client.session.comeBack();
    assert.equal(server.peers.length, 2);
  });

  it('is mended at once when the computer has a network again, or woke up', async () => {
    let addresses = 'lo 127.0.0.1';
    let slept = 0;
    const { client, server, peer } = await opened.online({}, { stayByDefault: true, backoff: [60_000], ownAddresses: () => addresses, clock: () => Date.now() + slept });
    peer.socket.destroy();
    await client.phase('reconnecting');
    addresses += '\nwlan0 192.168.1.7';
    await client.phase('online');
    server.peers.at(-1)?.socket.destroy();
    await client.phase('reconnecting');
    slept = hour;
    await client.phase('online');
  }).timeout(20_000);

  it('waits longer and longer for a server that lets us in and throws us out', async () => {
    const { client, server } = await opened.online({}, { stayByDefault: true, backoff: [10, 20, 60_000] });
    for (let time = 0; time < 2; time++) {
      server.peers.at(-1)?.socket.destroy();
      await client.phase('reconnecting');
      await client.phase('online');
    }
    server.peers.at(-1)?.socket.destroy();
    const { retryAt } = await client.phase('reconnecting');
    assert.ok(retryAt - Date.now() > 30_000);
  });
});
