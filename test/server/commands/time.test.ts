import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#time-message
describe('TIME', () => {
  it('says what time it is', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const before = Math.floor(Date.now() / 1000) * 1000;
    const [line = ''] = await anna.ask('TIME');
    const [, time = ''] = /^:ritrovo\.chat 391 anna ritrovo\.chat :(.+)$/.exec(line) ?? [];
    assert.ok(Date.parse(time) >= before && Date.parse(time) <= Date.now(), line);
  });

  // https://modern.ircdocs.horse/#errnosuchserver-402
  it('is for this server, by name, mask or nick, and 402 for another', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const answered = await anna.askVerbs('TIME');
    assert.deepEqual(await anna.ask('TIME elsewhere.example'), [':ritrovo.chat 402 anna elsewhere.example :There is no such server; this is the only one']);
    for (const target of ['ritrovo.chat', 'RITROVO.*', 'anna']) assert.deepEqual(await anna.askVerbs(`TIME ${target}`), answered);
  });
});
