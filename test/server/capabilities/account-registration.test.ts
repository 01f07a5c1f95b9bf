import assert from 'node:assert/strict';
import { password } from '../../helpers/accounts';
import { TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/account-registration
describe('draft/account-registration', () => {
  it('says in its value what may come before the registration, and that an account may have another name', async () => {
    const server = await TestServer.start();
    const lines = (await (await server.connect()).ask('CAP LS 302')).join(' ');
    assert.match(lines, / draft\/account-registration=\S*before-connect/);
  });

  it('lets somebody make an account before they are registered, with the name that they gave', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    guest.send('CAP LS 302', 'CAP REQ :draft/account-registration', 'NICK anna', `REGISTER * * ${password}`);
    assert.match(await guest.expect(/ REGISTER /), /^:ritrovo\.chat REGISTER SUCCESS anna :/);
  });
});
