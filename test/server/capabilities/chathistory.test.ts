import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/chathistory
describe('draft/chathistory', () => {
  const asksForAll = ['draft/chathistory', 'batch', 'server-time', 'message-tags'];

  it('gives what was said before, with times and ids, as one batch', async () => {
    const { asked, anna } = await withAndWithout(...asksForAll);
    await anna.ask('PRIVMSG #lobby :ciao');
    await asked.fence();
    const lines = await asked.ask('CHATHISTORY LATEST #lobby * 10');
    assert.equal(lines.length, 3);
    assert.match(lines[1] ?? '', /^@batch=\w+;time=\S+Z;msgid=\w+ :anna!\S+ PRIVMSG #lobby :ciao$/);
  });

  it('sends nobody the history unasked: a JOIN brings no old message', async () => {
    const { server, anna } = await withAndWithout();
    await anna.ask('PRIVMSG #lobby :ciao');
    const late = await server.connect();
    const lines = await late.ask(`CAP REQ :${asksForAll.join(' ')}`, 'NICK late', 'USER l 0 * :L', 'CAP END');
    assert.ok(!lines.some((line) => line.includes(' PRIVMSG ') || line.includes(' chathistory ')));
  });

  it('is not offered where nothing is kept', async () => {
    const server = await TestServer.start({ history: false });
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('CAP REQ :draft/chathistory'), [':ritrovo.chat CAP * NAK :draft/chathistory']);
  });
});
