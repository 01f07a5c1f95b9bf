import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { numericsOf, temporaryFolder, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#motd-message
describe('MOTD', () => {
  it('shows motd.txt of the data folder, long lines split', async () => {
    const data = temporaryFolder();
    writeFileSync(path.join(data, 'motd.txt'), `Welcome!\n\n${'word '.repeat(150)}\n`);
    const server = await TestServer.start({ data });
    const anna = await server.join('anna');
    const lines = await anna.ask('MOTD');
    assert.deepEqual([numericsOf(lines, '375'), numericsOf(lines, '376')], [[':- ritrovo.chat Message of the day -'], [':End of MOTD']]);
    const text = numericsOf(lines, '372');
    assert.deepEqual(text.slice(0, 2), [':- Welcome!', ':- ']);
    assert.equal(text.slice(2).join(' ').match(/word/g)?.length, 150);
    for (const line of lines) assert.ok(Buffer.byteLength(line) <= 510);
  });

  it('is 422 where there is none', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('MOTD'), [':ritrovo.chat 422 anna :There is no message of the day']);
  });

  // https://modern.ircdocs.horse/#errnosuchserver-402
  it('is for this server, by name, mask or nick, and 402 for another', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const answered = await anna.askVerbs('MOTD');
    assert.deepEqual(await anna.ask('MOTD elsewhere.example'), [':ritrovo.chat 402 anna elsewhere.example :There is no such server; this is the only one']);
    for (const target of ['ritrovo.chat', 'RITROVO.*', 'anna']) assert.deepEqual(await anna.askVerbs(`MOTD ${target}`), answered);
  });
});
