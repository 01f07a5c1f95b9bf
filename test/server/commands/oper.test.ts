import assert from 'node:assert/strict';
import { joinAsOperator, makeOperator, operatorPassword, startWithOperator } from '../../helpers/operators';
import { source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#oper-message
describe('OPER', () => {
  it('makes an operator, with server notices, and tells the others', async () => {
    const server = await startWithOperator();
    const first = await joinAsOperator(server, 'first');
    const anna = await server.join('anna');
    await first.fence();
    assert.deepEqual(await anna.ask(`OPER root ${operatorPassword}`), [
      ':ritrovo.chat NOTICE anna :*** anna (root): OPER anna',
      ':ritrovo.chat 381 anna :You are an operator of the server now',
      `:${source('anna')} MODE anna +os`,
    ]);
    assert.deepEqual(await first.fence(), [':ritrovo.chat NOTICE first :*** anna (root): OPER anna']);
  });

  it('answers 464 to a wrong password and to an unknown name, the name’s case included', async () => {
    const server = await startWithOperator();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('OPER root wrong', `OPER nobody ${operatorPassword}`, `OPER ROOT ${operatorPassword}`), ['464', '464', '464']);
    assert.equal(server.server.names.find('anna')?.user?.operator, undefined);
  });

  it('answers 491 where there are no operators', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.match((await anna.ask('OPER root x'))[0] ?? '', /^:ritrovo\.chat 491 anna :/);
  });

  it('is limited like logins', async () => {
    const server = await startWithOperator({ loginAttempts: 1 });
    const anna = await server.join('anna');
    await anna.ask('OPER root wrong');
    assert.match((await anna.ask(`OPER root ${operatorPassword}`))[0] ?? '', / 464 anna :Too many wrong passwords; try again in \d+ seconds$/);
  });

  it('is not repeated in the mode of somebody who is one already', async () => {
    const server = await startWithOperator();
    const anna = await joinAsOperator(server, 'anna');
    await makeOperator(anna);
    assert.equal(server.server.users.operators, 1);
  });
});
