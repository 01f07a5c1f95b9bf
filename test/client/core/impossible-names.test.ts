import assert from 'node:assert/strict';
import { Opened, ourCapabilities } from './helpers';

describe('names that no line can hold', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('are no rooms and no people, and nothing that the program sends by itself fails on them', async () => {
    const { client, peer } = await opened.online({ capabilities: `${ourCapabilities} draft/read-marker draft/chathistory` });
    peer.send(
      ':anna!u@h JOIN :#a b', ':anna!u@h JOIN ::c', ':anna!u@h RENAME #lobby :#x y', ':bob!b@h NICK :b o b', ':anna!u@h NICK :an na',
      '@msgid=a\\sb :bob!b@h PRIVMSG anna :hello', '@msgid=a\\sb :bob!b@h PRIVMSG #lobby :hello', ':bob!b@h PRIVMSG :a b', 'PING :x y', ':bob!b@h INVITE anna :#c d',
    );
    await peer.fence();
    assert.deepEqual(client.session.rooms.map(({ name }) => name), ['#lobby', 'bob']);
    assert.equal(client.session.nick, 'anna');
    client.session.activate('bob');
    client.session.loadOlder('bob');
    client.session.loadOlder('#lobby');
    client.session.redact('#lobby', 'a b');
    client.session.react('#lobby', 'a b', '+1');
    client.session.openAround('#lobby', 'a b');
    client.session.markRead('bob');
    await peer.fence();
    assert.equal(client.session.phase.name, 'online');
  });

  it('are refused with a reason where a person types them', async () => {
    const { client } = await opened.online();
    client.session.submit('/kick :bob why');
    const { why } = await client.next('text-returned');
    assert.match(why, /cannot be sent/);
  });
});
