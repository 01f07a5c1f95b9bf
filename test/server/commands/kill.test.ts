import assert from 'node:assert/strict';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';
import { source } from '../../helpers/server';

// https://modern.ircdocs.horse/#kill-message
describe('KILL', () => {
  it('disconnects somebody, who is told by whom and why, as the room is', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    const { bob, eva } = await server.joinAll(['bob', 'eva']);
    await root.ask('KILL bob :Enough is enough');
    assert.deepEqual((await bob.closed()).slice(-2), [
      `:${source('root')} KILL bob :Enough is enough`,
      'ERROR :Closing link: Killed (root (Enough is enough))',
    ]);
    await eva.expect(`:${source('bob')} QUIT :Killed (root (Enough is enough))`);
    assert.equal(server.server.names.find('bob'), undefined);
    assert.deepEqual(server.server.audit.latest(1).map(({ action, target, detail }) => [action, target, detail]), [['KILL', source('bob'), 'Enough is enough']]);
  });

  it('is for operators only, and answers 401 where nobody has the name', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    const eva = await server.join('eva');
    assert.deepEqual(await eva.askVerbs('KILL root :no'), ['481']);
    await root.fence();
    assert.deepEqual(await root.askVerbs('KILL nobody :x'), ['401']);
  });

  it('may be turned against oneself', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    root.send('KILL root');
    assert.equal((await root.closed()).at(-1), 'ERROR :Closing link: Killed (root (No reason was given))');
  });
});
