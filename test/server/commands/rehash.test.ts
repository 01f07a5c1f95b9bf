import assert from 'node:assert/strict';
import { configOf } from '../../../src/server/config';
import { TestServer } from '../../helpers/server';

describe('REHASH', () => {
  // https://modern.ircdocs.horse/#rehash-message
  it('is for operators of the server', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.match((await anna.ask('REHASH')).join('\n'), / 481 anna /);
  });

  // https://modern.ircdocs.horse/#rplrehashing-382
  it('answers 382 with the file, and tells operators how it went', async () => {
    const data = configOf().data;
    const server = await TestServer.start({}, { readConfig: () => ({ ...configOf({ maxRooms: 3, data }) }), configFile: '/etc/ritrovo.toml' });
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    const user = server.server.names.find('anna')?.user ?? assert.fail();
    user.operator = 'anna';
    server.server.users.setMode(user, 's', true);
    server.server.users.setMode(user, 'o', true);
    const lines = await anna.ask('REHASH');
    assert.ok(lines.includes(':ritrovo.chat 382 anna /etc/ritrovo.toml :Reading the settings again'), lines.join('\n'));
    assert.match(lines.join('\n'), /NOTICE anna :\*\*\* The settings were read again\. Changed: max-rooms\. A restart is needed for: .*host, port/);
    assert.deepEqual((await bob.fence()).filter((line) => line.includes('NOTICE')), []);
  });
});
