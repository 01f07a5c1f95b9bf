import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/message-tags#tagmsg
describe('TAGMSG', () => {
  it('reaches those who asked for message-tags, and only them', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['message-tags', 'echo-message'] });
    const bob = await server.join('bob', { capabilities: ['message-tags'] });
    const carla = await server.join('carla');
    for (const client of [anna, bob]) await client.fence();
    const [echo] = await anna.ask('@+typing=active TAGMSG #lobby');
    assert.match(echo ?? '', /^@msgid=\S+;\+typing=active :anna!test@127\.0\.0\.1 TAGMSG #lobby$/);
    assert.deepEqual(await bob.fence(), [echo]);
    assert.deepEqual(await carla.fence(), []);
  });

  it('needs a target, and no text', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['message-tags'] });
    assert.deepEqual(await anna.askVerbs('TAGMSG', 'TAGMSG nobody', 'TAGMSG #lobby'), ['411', '401']);
  });
});
