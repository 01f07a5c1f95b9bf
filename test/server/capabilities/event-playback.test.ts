import assert from 'node:assert/strict';
import { askBatch } from '../../helpers/history';
import { TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/chathistory#draftevent-playback
describe('draft/event-playback', () => {
  it('has events between the messages of the history for those who asked, and messages alone for the others', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: ['batch', 'draft/chathistory'] });
    await anna.ask('JOIN #a', 'TOPIC #a :Plans', 'PRIVMSG #a :ciao');
    await bob.ask('JOIN #a');
    const verbs = async (): Promise<string[]> => (await askBatch(bob, 'CHATHISTORY LATEST #a * 20')).map(({ verb }) => verb);
    assert.deepEqual(await verbs(), ['PRIVMSG']);
    await bob.ask('CAP REQ :draft/event-playback');
    assert.deepEqual((await verbs()).filter((verb) => verb !== 'JOIN'), ['TOPIC', 'PRIVMSG']);
    assert.ok((await verbs()).includes('JOIN'));
  });
});
