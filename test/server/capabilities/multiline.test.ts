import assert from 'node:assert/strict';
import { source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/multiline
describe('draft/multiline', () => {
  it('keeps several lines together for those who asked, and is line by line for the others', async () => {
    const server = await TestServer.start();
    const { anna, asked } = await server.joinAll(['anna', 'asked'], { capabilities: ['batch', 'draft/multiline'] });
    const plain = await server.join('plain', { capabilities: ['batch'] });
    await asked.fence();
    await anna.ask('BATCH +1 draft/multiline #lobby', '@batch=1 PRIVMSG #lobby one', '@batch=1 PRIVMSG #lobby two', 'BATCH -1');
    const [first = '', ...lines] = await asked.fence();
    const reference = /^:anna!\S+ BATCH \+(\w+) draft\/multiline #lobby$/.exec(first)?.[1] ?? assert.fail(first);
    assert.deepEqual(lines, [
      `@batch=${reference} :${source('anna')} PRIVMSG #lobby :one`,
      `@batch=${reference} :${source('anna')} PRIVMSG #lobby :two`,
      `:${source('anna')} BATCH -${reference}`,
    ]);
    assert.deepEqual(await plain.fence(), [`:${source('anna')} PRIVMSG #lobby :one`, `:${source('anna')} PRIVMSG #lobby :two`]);
  });

  it('cannot be sent by those who did not ask', async () => {
    const server = await TestServer.start();
    const plain = await server.join('plain', { capabilities: ['batch', 'standard-replies'] });
    assert.match((await plain.ask('BATCH +1 draft/multiline #lobby'))[0] ?? '', / FAIL BATCH MULTILINE_INVALID /);
  });
});
