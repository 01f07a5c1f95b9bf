import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/message-tags
describe('message-tags', () => {
  it('brings client-only tags, the id of a message and TAGMSG to those who asked', async () => {
    const { server, asked } = await withAndWithout('message-tags');
    const bob = await server.join('bob', { capabilities: ['message-tags'] });
    await asked.fence();
    await bob.ask('@+draft/reply=x;made-up=1 PRIVMSG #lobby :ciao', '@+typing=active TAGMSG #lobby');
    const [said = '', typed = ''] = await asked.fence();
    assert.match(said, /^@msgid=\w+;\+draft\/reply=x :bob!\S+ PRIVMSG #lobby :ciao$/);
    assert.match(typed, /^@(?:msgid=\w+;)?\+typing=active :bob!\S+ TAGMSG #lobby$/);
  });

  it('brings the others the text alone', async () => {
    const { server, plain } = await withAndWithout('message-tags');
    const bob = await server.join('bob', { capabilities: ['message-tags'] });
    await plain.fence();
    await bob.ask('@+draft/reply=x PRIVMSG #lobby :ciao', '@+typing=active TAGMSG #lobby');
    assert.deepEqual(await plain.fence(), [`:${source('bob')} PRIVMSG #lobby :ciao`]);
  });

  // https://ircv3.net/specs/extensions/message-tags#size-limit
  it('refuses tags that are too long with 417, whoever sends them', async () => {
    const { asked, plain } = await withAndWithout('message-tags');
    for (const client of [asked, plain]) assert.deepEqual(await client.askVerbs(`@+x=${'y'.repeat(5000)} PRIVMSG #lobby :ciao`), ['417']);
  });
});
