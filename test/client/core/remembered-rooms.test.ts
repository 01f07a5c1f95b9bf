import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Memory } from '../../../src/client/memory';
import { SettingsFile } from '../../../src/client/settings';
import { TestServer } from '../../helpers/server';
import { Opened, words, type Watched } from './helpers';

describe('the rooms that a person is in', () => {
  const opened = new Opened();
  let folder = '';
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-rooms-'))));
  afterEach(async () => {
    await opened.closeAll();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** The program is started, with what it remembers. */
  async function start(port: number): Promise<{ client: Watched; end(): Promise<void> }> {
    const memory = new Memory(new SettingsFile(folder, (why) => assert.fail(why)));
    const client = opened.client({ roomMemory: memory, stayByDefault: true, backoff: [10], fenceTimeout: 5000 });
    client.session.connect({ host: '127.0.0.1', port }, 'anna');
    await entered(client, '#lobby');
    return {
      client,
      end: async () => {
        await client.session.quit();
        memory.save();
      },
    };
  }

  async function entered(client: Watched, room: string): Promise<void> {
    await client.next('item-added', ({ item }) => new RegExp(`^(?:You joined|Connected again.*) ?${room}`).test(words(item)));
  }

  async function enter(client: Watched, room: string): Promise<void> {
    client.session.submit(`/join ${room}`);
    await entered(client, room);
  }

  const joined = (client: Watched): string[] => client.session.rooms.filter((room) => room.joined).map(({ name }) => name);

  it('are entered again at each start, until they are left', async () => {
    const server = await TestServer.start();
    const first = await start(server.port);
    await enter(first.client, '#tea');
    await enter(first.client, '#Dev');
    await first.end();
    const second = await start(server.port);
    await entered(second.client, '#Dev');
    assert.deepEqual(joined(second.client), ['#lobby', '#tea', '#Dev']);
    second.client.session.submit('/part #tea');
    await second.client.next('room-changed', () => joined(second.client).length === 2);
    await second.end();
    const third = await start(server.port);
    await entered(third.client, '#Dev');
    assert.deepEqual(joined(third.client), ['#lobby', '#Dev']);
  });

  it('are not forgotten when the connection is lost before they are entered again', async () => {
    const memory = new Memory(new SettingsFile(folder, (why) => assert.fail(why)));
    let answers = false;
    const server = await opened.server({ intercept: ({ verb }, peer) => verb === 'JOIN' && !answers && (peer.socket.destroy(), true) });
    memory.setRooms(`127.0.0.1:${server.address.port}`, ['#tea']);
    const client = opened.client({ roomMemory: memory, stayByDefault: true, backoff: [10] });
    client.session.connect(server.address, 'anna');
    await client.phase('reconnecting');
    answers = true;
    await entered(client, '#tea');
    assert.deepEqual(memory.roomsOf(`127.0.0.1:${server.address.port}`), ['#tea', '#lobby']);
  });

  it('keep their place under another name, and are forgotten when we are thrown out', async () => {
    const memory = new Memory(new SettingsFile(folder, (why) => assert.fail(why)));
    const { client, peer, server } = await opened.online({}, { roomMemory: memory });
    await enter(client, '#tea');
    await enter(client, '#noisy');
    peer.send(':bob!b@h RENAME #tea #coffee :better', ':bob!b@h KICK #noisy anna :enough');
    await peer.fence();
    assert.deepEqual(memory.roomsOf(`127.0.0.1:${server.address.port}`), ['#lobby', '#coffee']);
  });
});
