import assert from 'node:assert/strict';
import { makeTestCertificate } from '../../helpers/certificates';
import { TestServer } from '../../helpers/server';
import { chooseMechanism } from '../../../src/client/core/sasl';
import { Opened, words, type Watched } from './helpers';
import { Passwords } from './passwords';

const password = 'correct horse battery';

describe('owned names', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  /** A server where anna has protected her name and left. */
  async function protectedName(): Promise<{ address: { host: string; port: number }; passwords: Passwords }> {
    const server = await TestServer.start();
    const address = { host: '127.0.0.1', port: server.port };
    const passwords = new Passwords();
    const anna = opened.client({ passwords });
    anna.session.connect(address, 'anna');
    await anna.next('item-added');
    assert.ok(anna.session.features.canRegister);
    anna.session.protectName(password);
    const told = await anna.next('account');
    assert.deepEqual([told.account, anna.session.connection.account], ['anna', 'anna']);
    assert.equal(passwords.kept.get(`127.0.0.1:${server.port} anna`), password);
    await anna.session.quit();
    return { address, passwords };
  }

  it('“Protect this name” makes it ours, and the kept password logs us in the next time', async () => {
    const { address, passwords } = await protectedName();
    const again = opened.client({ passwords });
    again.session.connect(address, 'anna');
    assert.equal((await again.phase('online')).nick, 'anna');
    assert.equal((await again.next('account')).account, 'anna');
    assert.ok(!again.events.some(({ type }) => type === 'password-question' || type === 'name-refused'));
  });

  it('a certificate that the account knows logs us in without a password (EXTERNAL)', async () => {
    const { address, passwords } = await protectedName();
    const { cert: certificate, key } = await makeTestCertificate('anna');
    const clientCertificate = { certificate, key };
    const secure = { ...address, tls: true } as const;
    const first = opened.client({ passwords, clientCertificate });
    first.session.connect(secure, 'anna');
    await first.next('account');
    first.session.submit('/msg NickServ CERT ADD');
    await first.next('item-added', ({ item }) => words(item).includes('logs you in from now on'));
    await first.session.quit();
    const next = opened.client({ clientCertificate });
    next.session.connect(secure, 'anna');
    assert.equal((await next.phase('online')).nick, 'anna');
    assert.equal((await next.next('account')).account, 'anna');
    assert.ok(!next.events.some(({ type }) => type === 'password-question' || type === 'name-refused'));
    await next.session.quit();
    const stranger = opened.client({ clientCertificate: { certificate: (await makeTestCertificate('anna')).cert, key } });
    stranger.session.connect(secure, 'anna');
    assert.equal((await stranger.next('connect-failed')).failure, 'tls-failed', 'a certificate whose key is another one');
  });

  for (const [answer, expected] of [['NickServ=+services@test', true], ['', false]] as const) {
    it(`a name can be protected with services that are there: “${answer}”`, async () => {
      const { client, peer } = await opened.online({ capabilities: 'sasl message-tags' });
      await peer.line(/^USERHOST NickServ$/);
      assert.equal(client.session.features.canRegister, false);
      peer.send(`:test 302 anna :${answer}`);
      await peer.fence();
      assert.equal(client.session.features.canRegister, expected);
      assert.ok(!client.told.some((text) => text.includes('NickServ')), 'what the program asked is not shown');
    });
  }

  it('somebody without the password is asked for it, and may choose another name instead', async () => {
    const { address } = await protectedName();
    const stranger = opened.client();
    stranger.session.connect(address, 'anna');
    const refused = await stranger.next('name-refused');
    assert.equal(refused.refusal, 'owned');
    const question = await stranger.next('password-question');
    assert.deepEqual([question.account, question.required, question.wrong], ['anna', true, false]);
    assert.equal(stranger.session.phase.name, 'naming');
    stranger.session.choose('bea');
    assert.equal((await stranger.phase('online')).nick, 'bea');
  });

  it('a wrong password is asked again, the right one lets us in on the same connection', async () => {
    const { address } = await protectedName();
    const passwords = new Passwords();
    const anna = opened.client({ passwords });
    anna.session.connect(address, 'anna');
    await anna.next('password-question');
    anna.session.identify('wrong');
    const again = await anna.next('password-question');
    assert.deepEqual([again.wrong, again.required], [true, true]);
    assert.equal(anna.events.filter(({ type }) => type === 'password-question').length, 2, 'asked once for each time');
    anna.session.identify(password);
    assert.equal((await anna.phase('online')).nick, 'anna');
    assert.deepEqual([...passwords.kept.values()], [password]);
    assert.equal(anna.events.filter(({ type }) => type === 'password-question').length, 2, 'one question a time');
  });

  it('logging in while online gives the name back', async () => {
    const { address } = await protectedName();
    const anna = opened.client();
    anna.session.connect(address, 'anna2');
    await anna.next('item-added');
    anna.session.submit('/nick anna');
    assert.equal((await anna.next('password-question')).account, 'anna');
    anna.session.identify(password);
    await anna.next('phase', ({ phase }) => phase.name === 'online' && phase.nick === 'anna');
    assert.equal(anna.session.connection.account, 'anna');
  });

  it('a password that the server does not take is told with its reason', async () => {
    const server = await TestServer.start();
    const anna = opened.client();
    anna.session.connect({ host: '127.0.0.1', port: server.port }, 'anna');
    await anna.next('item-added');
    anna.session.protectName('x');
    assert.notEqual((await anna.next('protect-failed')).why, '');
  });
});

describe('logging in elsewhere', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('takes the strongest mechanism that both know', () => {
    assert.equal(chooseMechanism('PLAIN,SCRAM-SHA-256', false), 'SCRAM-SHA-256');
    assert.equal(chooseMechanism('PLAIN,EXTERNAL', true), 'EXTERNAL');
    assert.equal(chooseMechanism('PLAIN,EXTERNAL', false), 'PLAIN');
    assert.equal(chooseMechanism('', false), 'PLAIN');
    assert.equal(chooseMechanism('ECDSA-NIST256P-CHALLENGE', false), undefined);
  });

  it('a server that cannot prove that it knows the password is not believed (SCRAM)', async () => {
    const passwords = new Passwords();
    const server = await opened.server({
      capabilities: 'message-tags sasl=SCRAM-SHA-256',
      intercept: ({ verb, params: [text = ''] }, peer) => {
        if (verb !== 'AUTHENTICATE') return false;
        if (text === 'SCRAM-SHA-256') peer.send('AUTHENTICATE +');
        else if (text !== '*') {
          const nonce = /r=([^,]+)/.exec(Buffer.from(text, 'base64').toString())?.[1] ?? '';
          const challenge = peer.lines.filter((line) => line.startsWith('AUTHENTICATE')).length === 2 ? `r=${nonce}server,s=c2FsdA==,i=4096` : 'v=AAAA';
          peer.send(`AUTHENTICATE ${Buffer.from(challenge).toString('base64')}`);
        }
        return true;
      },
    });
    await passwords.set(`127.0.0.1:${server.address.port}`, 'anna', password);
    const client = opened.client({ passwords });
    client.session.connect(server.address, 'anna');
    await client.phase('online');
    await client.next('password-question');
    const lines = server.peers[0]?.lines ?? [];
    assert.ok(lines.includes('AUTHENTICATE *'));
    assert.ok(!lines.some((line) => line.includes(Buffer.from(password).toString('base64'))));
  });

  it('services that ask for a password in a notice are answered in a message', async () => {
    const { client, peer } = await opened.online({ capabilities: undefined, fence: '451' });
    const ask = ':NickServ!s@services NOTICE anna :This nickname is registered. Please identify via /msg NickServ identify <password>.';
    peer.send(ask, ask);
    const question = await client.next('password-question');
    assert.equal(question.required, false);
    client.session.identify(password);
    await peer.line(/^PRIVMSG NickServ :IDENTIFY correct horse battery$/);
    peer.send(':NickServ!s@services NOTICE anna :You are now identified for anna.');
    assert.equal((await client.next('account')).account, 'anna');
    assert.equal(client.events.filter(({ type }) => type === 'password-question').length, 1);
  });

  it('somebody who calls himself otherwise asks for no password', async () => {
    const { client, peer } = await opened.online();
    peer.send(':mallory!s@evil NOTICE anna :This nickname is registered. Identify!');
    await peer.fence();
    assert.ok(!asked(client));
  });

  function asked(client: Watched): boolean {
    return client.events.some(({ type }) => type === 'password-question');
  }
});
