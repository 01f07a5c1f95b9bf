import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#links-message
describe('LINKS', () => {
  it('lists this server, where it fits the mask', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const self = ':ritrovo.chat 364 anna ritrovo.chat ritrovo.chat :0 Ritrovo';
    assert.deepEqual(await anna.ask('LINKS'), [self, ':ritrovo.chat 365 anna * :End of LINKS']);
    assert.deepEqual(await anna.ask('LINKS *.chat'), [self, ':ritrovo.chat 365 anna *.chat :End of LINKS']);
    assert.deepEqual(await anna.ask('LINKS *.example'), [':ritrovo.chat 365 anna *.example :End of LINKS']);
  });

  it('may be asked of this server only', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('LINKS ritrovo.chat *', 'LINKS elsewhere.example *'), ['364', '365', '402']);
  });
});
