import assert from 'node:assert/strict';
import { say } from '../../helpers/history';
import { source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/message-redaction
describe('draft/message-redaction', () => {
  it('tells those who asked that a message is gone, and shows the others nothing', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['message-tags', 'echo-message', 'draft/message-redaction'] });
    const asked = await server.join('asked', { capabilities: ['draft/message-redaction'] });
    const plain = await server.join('plain');
    const id = await say(anna, '#lobby', 'oops');
    for (const client of [asked, plain]) await client.fence();
    await anna.ask(`REDACT #lobby ${id} :by mistake`);
    assert.deepEqual(await asked.fence(), [`:${source('anna')} REDACT #lobby ${id} :by mistake`]);
    assert.deepEqual(await plain.fence(), []);
  });
});
