import assert from 'node:assert/strict';
import { version } from '../../../src/server/version';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#version-message
describe('VERSION', () => {
  it('names this program and its version, and says what is supported', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const [first, ...lines] = await anna.ask('VERSION');
    assert.equal(first, `:ritrovo.chat 351 anna ritrovo-${version} ritrovo.chat :Group chat for a network of your own`);
    assert.deepEqual(lines, await anna.ask('ISUPPORT'));
    for (const line of lines) assert.match(line, /^:ritrovo\.chat 005 anna .* :are supported by this server$/);
  });

  // https://modern.ircdocs.horse/#errnosuchserver-402
  it('is for this server, by name, mask or nick, and 402 for another', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const answered = await anna.askVerbs('VERSION');
    assert.deepEqual(await anna.ask('VERSION elsewhere.example'), [':ritrovo.chat 402 anna elsewhere.example :There is no such server; this is the only one']);
    for (const target of ['ritrovo.chat', 'RITROVO.*', 'anna']) assert.deepEqual(await anna.askVerbs(`VERSION ${target}`), answered);
  });
});
