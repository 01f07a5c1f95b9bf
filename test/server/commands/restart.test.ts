import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

function makeOperator({ server }: TestServer, nick: string): void {
  const user = server.names.find(nick)?.user ?? assert.fail();
  user.operator = nick;
}

describe('RESTART', () => {
  // https://modern.ircdocs.horse/#restart-message
  it('is for operators of the server', async () => {
    let restarts = 0;
    const server = await TestServer.start({}, { restart: () => Promise.resolve().then(() => { restarts++; }) });
    const anna = await server.join('anna');
    assert.match((await anna.ask('RESTART')).join('\n'), / 481 anna /);
    makeOperator(server, 'anna');
    await anna.ask('RESTART');
    assert.equal(restarts, 1);
  });

  it('says why it cannot be done', async () => {
    const server = await TestServer.start({}, { restart: () => Promise.reject(new Error('The new process ended.')) });
    const inside = await TestServer.start();
    for (const [host, words] of [[server, /RESTART CANNOT_RESTART :The new process ended\.$/], [inside, /RESTART CANNOT_RESTART :This server runs inside another program/]] as const) {
      const anna = await host.join('anna', { capabilities: ['standard-replies'] });
      makeOperator(host, 'anna');
      assert.match((await anna.ask('RESTART')).join('\n'), words);
    }
  });
});
