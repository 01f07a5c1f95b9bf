import assert from 'node:assert/strict';
import { Irssi, isInstalled, WeeChat } from '../helpers/chat-program';
import type { IrcClient } from '../helpers/irc-client';
import { source, TestServer } from '../helpers/server';

/** Waits for a line of somebody whose user name is their own affair. */
const from = (nick: string, rest: string): RegExp => new RegExp(`^:${nick}!\\S+@127\\.0\\.0\\.1 ${rest}$`);

/** A server and bob, who is there before the program comes. */
async function serverWithBob(): Promise<{ server: TestServer; bob: IrcClient }> {
  const server = await TestServer.start();
  const bob = await server.join('bob');
  await bob.ask('TOPIC #lobby :Lunch at one');
  return { server, bob };
}

describe('clients that others made', function () {
  this.timeout(60_000);

  it('irssi joins, sees the room, talks there and in private, makes a room, and quits', async function () {
    if (!isInstalled('irssi') || !isInstalled('script')) this.skip();
    const { server, bob } = await serverWithBob();
    const irssi = Irssi.start(server.port, 'irene');
    await bob.expect(from('irene', 'JOIN #lobby'));
    await irssi.shows('Welcome to Ritrovo, irene');
    irssi.type('/window goto #lobby');
    await irssi.shows('Lunch at one');
    await irssi.shows('Join to #lobby was synced');

    await bob.ask('PRIVMSG #lobby :ciao Irene, perché no?');
    await irssi.shows('ciao Irene, perché no?');
    irssi.type('/msg #lobby ciao bob, così va');
    await bob.expect(from('irene', 'PRIVMSG #lobby :ciao bob, così va'));

    irssi.type('/msg bob psst');
    await bob.expect(from('irene', 'PRIVMSG bob :psst'));
    irssi.type('/window goto bob');
    irssi.type('/whois bob');
    await irssi.shows('Real bob');
    irssi.type('/join #garden');
    await irssi.shows('Join to #garden was synced');
    await bob.ask('JOIN #garden');
    irssi.type('/mode #garden +v bob');
    await bob.expect(from('irene', 'MODE #garden \\+v bob'));
    irssi.type('/nick irina');
    await bob.expect(from('irene', 'NICK irina'));

    irssi.type('/quit buona notte');
    await bob.expect(from('irina', 'QUIT :Quit: buona notte'));
    await irssi.ended();
    assert.equal(server.server.names.find('irina'), undefined);
  });

  it('WeeChat joins with every capability it knows, sees the room, talks there and in private, and quits', async function () {
    if (!isInstalled('weechat-headless')) this.skip();
    const { server, bob } = await serverWithBob();
    const [hello, answer, whois, goodbye] = [
      '/msg -server ritrovo #lobby ciao bob, così va',
      '/msg -server ritrovo bob what is it?',
      '/command -buffer irc.server.ritrovo irc /whois bob',
      '/quit buona notte',
    ] as const;
    const weechat = WeeChat.start(server.port, 'wanda', [hello, answer, whois, goodbye]);
    await bob.expect(from('wanda', 'JOIN #lobby'));
    await weechat.shows('Welcome to Ritrovo, wanda');
    await weechat.shows('Lunch at one');

    await bob.ask('PRIVMSG #lobby :ciao Wanda, perché no?');
    await weechat.shows('ciao Wanda, perché no?');
    weechat.type(hello);
    await bob.expect(from('wanda', 'PRIVMSG #lobby :ciao bob, così va'));
    await weechat.shows('wanda\tciao bob, così va');

    await bob.ask('PRIVMSG wanda :psst');
    await weechat.shows('bob\tpsst');
    weechat.type(answer);
    await bob.expect(from('wanda', 'PRIVMSG bob :what is it\\?'));
    await bob.ask('AWAY :at lunch');
    weechat.type(whois);
    await weechat.shows('at lunch');

    weechat.type(goodbye);
    await bob.expect(from('wanda', 'QUIT :Quit: buona notte'));
    await weechat.ended();
    assert.equal(server.server.names.find('wanda'), undefined);
  });

  it('irssi and WeeChat talk through TLS on the same port, and know the server by its fingerprint', async function () {
    if (!isInstalled('irssi') || !isInstalled('script') || !isInstalled('weechat-headless')) this.skip();
    const { server, bob } = await serverWithBob();
    const fingerprint = server.server.certificateFingerprint ?? assert.fail();
    const irssi = Irssi.start(server.port, 'irene', fingerprint);
    await bob.expect(from('irene', 'JOIN #lobby'));
    irssi.type('/window goto #lobby');
    await irssi.shows('Join to #lobby was synced');
    const hello = '/msg -server ritrovo #lobby hello through TLS';
    const weechat = WeeChat.start(server.port, 'wanda', [hello], fingerprint);
    await bob.expect(from('wanda', 'JOIN #lobby'));
    await weechat.shows('Lunch at one');
    weechat.type(hello);
    await irssi.shows('hello through TLS');
    irssi.type('/msg wanda perché no?');
    await weechat.shows('irene\tperché no?');
    for (const nick of ['irene', 'wanda']) assert.equal(server.server.names.find(nick)?.connection.isSecure, true, nick);
  });

  it('WeeChat asks with WHOX, sets modes and ranks, and watches names with MONITOR', async function () {
    if (!isInstalled('weechat-headless')) this.skip();
    const { server, bob } = await serverWithBob();
    server.logIn('bob', 'Robert');
    const [watch, who, make, modes, voice] = [
      '/notify add dora ritrovo',
      '/command -buffer irc.server.ritrovo irc /who #lobby %cuhsnfdar',
      '/join -server ritrovo #garden',
      '/command -buffer irc.server.ritrovo irc /mode #garden +iI-t $a:Robert',
      '/command -buffer irc.server.ritrovo irc /mode #garden +hv bob bob',
    ] as const;
    const weechat = WeeChat.start(server.port, 'wanda', [watch, who, make, modes, voice]);
    await bob.expect(from('wanda', 'JOIN #lobby'));
    await weechat.shows('Lunch at one');

    weechat.type(who);
    // Nick, account, host, here or gone, hops, real name.
    await weechat.shows('bob [Robert] (test@127.0.0.1) H 0 (Real bob)');

    weechat.type(watch);
    await server.until(() => server.server.users.monitor.watchersOf('dora').size === 1);
    const dora = await server.join('dora');
    await weechat.shows('notify: dora (test@127.0.0.1) has connected');
    dora.send('QUIT');
    await weechat.shows('notify: dora has quit');

    weechat.type(make);
    await weechat.shows('Channel #garden');
    weechat.type(modes);
    await weechat.shows('Mode #garden [+iI-t $a:Robert] by wanda');
    assert.ok((await bob.askVerbs('JOIN #garden')).includes('JOIN'));
    weechat.type(voice);
    await bob.expect(from('wanda', 'MODE #garden \\+hv bob bob'));
    await weechat.shows('Mode #garden [+hv bob bob] by wanda');
  });

  it('two of them and one of ours read each other in one room', async function () {
    if (!isInstalled('irssi') || !isInstalled('weechat-headless')) this.skip();
    const { server, bob } = await serverWithBob();
    const irssi = Irssi.start(server.port, 'irene');
    await bob.expect(from('irene', 'JOIN #lobby'));
    irssi.type('/window goto #lobby');
    await irssi.shows('Join to #lobby was synced');
    const hello = '/msg -server ritrovo #lobby hello from WeeChat';
    const weechat = WeeChat.start(server.port, 'wanda', [hello]);
    await bob.expect(from('wanda', 'JOIN #lobby'));
    await weechat.shows('Lunch at one');
    weechat.type(hello);
    await irssi.shows('hello from WeeChat');
    irssi.type('/msg #lobby hello from irssi');
    await weechat.shows('irene\thello from irssi');
    await bob.expect(from('irene', 'PRIVMSG #lobby :hello from irssi'));
    await bob.ask('NICK roberto');
    await irssi.shows('roberto');
    await weechat.shows('roberto');
    assert.deepEqual(await bob.fence(), []);
    assert.ok(server.server.names.find('roberto')?.user?.source === source('roberto'));
  });
});
