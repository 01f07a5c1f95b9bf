import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#help-message
describe('HELPOP', () => {
  it('is the same as HELP', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    for (const subject of ['', ' join', ' MODES', ' nothing']) assert.deepEqual(await anna.ask(`HELPOP${subject}`), await anna.ask(`HELP${subject}`));
    assert.deepEqual(await anna.askVerbs('HELPOP JOIN', 'HELPOP nothing'), ['704', '705', '706', '524']);
  });
});
