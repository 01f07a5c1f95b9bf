import assert from 'node:assert/strict';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import { TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/account-registration#commands
describe('VERIFY', () => {
  it('knows no code, since names need no confirmation', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['standard-replies'] });
    assert.match((await anna.ask('VERIFY anna 123'))[0] ?? '', /^:ritrovo\.chat FAIL VERIFY INVALID_CODE anna :/);
  });

  it('is not needed by those who are logged in', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const anna = await joinAsOwner(server, 'anna', ['standard-replies']);
    assert.match((await anna.ask('VERIFY anna 123'))[0] ?? '', /^:ritrovo\.chat FAIL VERIFY ALREADY_AUTHENTICATED anna :/);
  });
});
