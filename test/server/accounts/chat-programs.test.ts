import assert from 'node:assert/strict';
import { makeAccount, password } from '../../helpers/accounts';
import { Irssi, isInstalled, WeeChat } from '../../helpers/chat-program';
import { TestServer } from '../../helpers/server';

/** A server with the account of the name that the program will use, and bob, who sees it come. */
async function serverWith(name: string): Promise<{ server: TestServer; come: Promise<string> }> {
  const server = await TestServer.start();
  await makeAccount(server, name);
  const bob = await server.join('bob', { capabilities: ['extended-join'] });
  return { server, come: bob.expect(new RegExp(`^:${name}!\\S+ JOIN #lobby ${name} `)) };
}

describe('accounts in clients that others made', function () {
  this.timeout(60_000);

  // irssi 1.4 knows PLAIN only; WeeChat knows SCRAM too.
  it('irssi logs in to its name with SASL PLAIN', async function () {
    if (!isInstalled('irssi') || !isInstalled('script')) this.skip();
    const { server, come } = await serverWith('irene');
    const irssi = Irssi.start(server.port, 'irene', undefined, { mechanism: 'PLAIN', account: 'irene', password });
    await irssi.shows('SASL authentication succeeded');
    await come;
    assert.equal(server.server.names.find('irene')?.account, 'irene');
  });

  for (const mechanism of ['PLAIN', 'SCRAM-SHA-256'] as const) {
    it(`WeeChat logs in to its name with SASL ${mechanism}`, async function () {
      if (!isInstalled('weechat-headless')) this.skip();
      const { server, come } = await serverWith('wanda');
      const weechat = WeeChat.start(server.port, 'wanda', [], undefined, { mechanism, account: 'wanda', password });
      await weechat.shows('You are now logged in as wanda');
      await come;
      assert.equal(server.server.names.find('wanda')?.account, 'wanda');
    });
  }

  it('irssi registers its name with NickServ, and logs in to it the next time', async function () {
    if (!isInstalled('irssi') || !isInstalled('script')) this.skip();
    const server = await TestServer.start();
    const bob = await server.join('bob', { capabilities: ['account-notify', 'extended-join'] });
    const first = Irssi.start(server.port, 'irene');
    await bob.expect(/^:irene!\S+ JOIN #lobby \* /);
    first.type(`/msg NickServ REGISTER ${password}`);
    await bob.expect(/^:irene!\S+ ACCOUNT irene$/);
    first.type('/quit');
    await bob.expect(/^:irene!\S+ QUIT /);
    const thief = Irssi.start(server.port, 'irene');
    await thief.shows('This name is registered: log in to its account');
    const next = Irssi.start(server.port, 'irene', undefined, { mechanism: 'PLAIN', account: 'irene', password });
    await bob.expect(/^:irene!\S+ JOIN #lobby irene /);
    next.kill();
  });
});
