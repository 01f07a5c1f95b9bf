import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/extended-isupport
describe('draft/extended-isupport', () => {
  it('has ISUPPORT answered before the registration, as a batch', async () => {
    const server = await TestServer.start({ icon: 'https://example.org/icon.svg' });
    const guest = await server.connect();
    await guest.ask('CAP LS 302', 'CAP REQ :batch draft/extended-isupport');
    const lines = await guest.ask('ISUPPORT');
    const reference = /^:ritrovo\.chat BATCH \+(\S+) draft\/isupport$/.exec(lines[0] ?? '')?.[1] ?? assert.fail();
    assert.equal(lines.at(-1), `:ritrovo.chat BATCH -${reference}`);
    for (const line of lines.slice(1, -1)) assert.ok(line.startsWith(`@batch=${reference} :ritrovo.chat 005 * `), line);
    // https://ircv3.net/specs/extensions/network-icon
    assert.ok(lines.some((line) => line.includes(' draft/ICON=https://example.org/icon.svg ')));
  });

  it('puts the 005 of the registration into a batch too, and none outside', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    const lines = await guest.ask('CAP REQ :batch draft/extended-isupport', 'NICK anna', 'USER a 0 * :A', 'CAP END', 'VERSION', 'ISUPPORT');
    assert.equal(lines.filter((line) => line.includes(' draft/isupport')).length, 3);
    for (const line of lines) if (line.includes(' 005 ')) assert.match(line, /^@batch=/);
  });

  it('is 451 before the registration without the capability, and plain lines without batch', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.askVerbs('ISUPPORT'), ['451']);
    await guest.ask('CAP REQ :draft/extended-isupport');
    assert.deepEqual([...new Set(await guest.askVerbs('ISUPPORT'))], ['005']);
  });
});
