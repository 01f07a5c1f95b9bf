import assert from 'node:assert/strict';
import { say } from '../../helpers/history';
import { source, TestServer } from '../../helpers/server';

// https://github.com/ircv3/ircv3-specifications/pull/425
describe('draft/message-edit', () => {
  it('tells those who asked that a message has another text, and shows the others nothing', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['message-tags', 'echo-message', 'draft/message-edit'] });
    const asked = await server.join('asked', { capabilities: ['message-tags', 'draft/message-edit'] });
    const plain = await server.join('plain', { capabilities: ['message-tags'] });
    const id = await say(anna, '#lobby', 'helo');
    for (const client of [asked, plain]) await client.fence();
    await anna.ask(`@draft/target-msgid=${id};draft/edit-text=hello EDIT #lobby`);
    const lines = await asked.fence();
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', new RegExp(`;draft/target-msgid=${id};draft/edit-text=hello :${source('anna')} EDIT #lobby$`));
    assert.deepEqual(await plain.fence(), []);
  });
});
