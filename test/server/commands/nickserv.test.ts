import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { enroll, joinAsOwner, logInPlain, makeAccount, password } from '../../helpers/accounts';
import { makeTestCertificate, type TestCertificate } from '../../helpers/certificates';
import { IrcClient } from '../../helpers/irc-client';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';
import { source, TestServer } from '../../helpers/server';

/** What NickServ answers to a message. */
async function tell(client: IrcClient, text: string): Promise<string[]> {
  const lines = await client.ask(`PRIVMSG NickServ :${text}`);
  return lines.filter((line) => line.startsWith(':NickServ!services@ritrovo.chat NOTICE ')).map((line) => line.slice(line.indexOf(' :') + 2));
}

/** A server and the owner of a new account. */
async function owner(name = 'anna'): Promise<{ server: TestServer; anna: IrcClient }> {
  const server = await TestServer.start();
  await makeAccount(server, name);
  return { server, anna: await joinAsOwner(server, name) };
}

describe('NickServ', () => {
  it('is a service that WHOIS knows, and whose name is for nobody', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('WHOIS nickserv'), ['311', '312', '318']);
    assert.deepEqual(await anna.ask('NICK NICKSERV'), [':ritrovo.chat 433 anna NICKSERV :This name belongs to the server']);
  });

  it('answers HELP, for each command too, and to what it does not know', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.ok((await tell(anna, 'HELP')).some((line) => line.startsWith('REGISTER <password>')));
    assert.equal((await tell(anna, 'help ghost'))[0], '/msg NickServ GHOST <name> [<password>]');
    assert.match((await tell(anna, 'FLY')).join(), /no such command/);
    assert.match((await tell(anna, 'HELP FLY')).join(), /no such command/);
    assert.match((await tell(anna, 'IDENTIFY')).join(), /Something is missing: \/msg NickServ IDENTIFY/);
    assert.deepEqual(await anna.ask('NOTICE NickServ :HELP'), []);
  });

  it('echoes what was said to those who asked for that', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['echo-message'] });
    const lines = await anna.ask('PRIVMSG nickserv :INFO');
    assert.deepEqual(lines.slice(0, 1), [`:${source('anna')} PRIVMSG NickServ :INFO`]);
    assert.equal(lines.length, 2);
  });

  it('REGISTER makes the name one’s own; SASL knows it then', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.match((await tell(anna, `REGISTER ${password} anna@example.org`)).join(), /^anna is yours now/);
    assert.match((await tell(anna, 'REGISTER something-else')).join(), /LOGOUT first/);
    const guest = await server.connect();
    await guest.ask('CAP REQ sasl');
    assert.deepEqual(await logInPlain(guest, 'anna', 'correct-horse'), ['AUTHENTICATE', '900', '903']);
  });

  it('REGISTER refuses with words', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.match((await tell(anna, 'REGISTER short')).join(), /too short: at least 8/);
    assert.match((await tell(anna, 'REGISTER long-enough nowhere')).join(), /no e-mail address/);
  });

  it('IDENTIFY logs in, with a name or with one’s own, and tells the room', async () => {
    const server = await TestServer.start();
    const bob = await server.join('bob');
    await server.server.accounts.register('bob', 'no-blanks-here', undefined, '192.0.2.1');
    assert.match((await tell(bob, 'IDENTIFY wrong-password')).join(), /is wrong/);
    assert.deepEqual(await tell(bob, 'IDENTIFY no-blanks-here'), ['You are logged in as bob']);
    const eva = await server.join('eva');
    assert.deepEqual(await tell(eva, 'LOGIN bob no-blanks-here'), ['You are logged in as bob']);
    assert.equal(server.server.names.find('eva')?.account, 'bob');
  });

  it('IDENTIFY says when there were too many wrong passwords', async () => {
    const server = await TestServer.start({ loginAttempts: 1 });
    const eva = await server.join('eva');
    await tell(eva, 'IDENTIFY anna wrong');
    assert.match((await tell(eva, 'IDENTIFY anna wrong')).join(), /Too many wrong passwords/);
  });

  it('PASSWD and SET PASSWORD change the password, for those who know the old one', async () => {
    const server = await TestServer.start();
    await server.server.accounts.register('anna', 'old-password', undefined, '192.0.2.1');
    const anna = await server.join('eva');
    assert.match((await tell(anna, 'PASSWD old-password new-password')).join(), /Log in first/);
    await tell(anna, 'IDENTIFY anna old-password');
    assert.match((await tell(anna, 'PASSWD wrong new-password')).join(), /old password is wrong/);
    assert.match((await tell(anna, 'PASSWD old-password short')).join(), /too short/);
    assert.deepEqual(await tell(anna, 'SET PASSWORD old-password new-password'), ['The password is changed']);
    assert.match((await tell(anna, 'SET COLOUR red blue')).join(), /only one thing/);
    assert.ok(await server.server.accounts.withPassword('anna', 'new-password', '192.0.2.1'));
    assert.equal(await server.server.accounts.withPassword('anna', 'old-password', '192.0.2.1'), undefined);
  });

  it('CERT adds, lists and removes certificates, each for one account only', async () => {
    const server = await TestServer.start();
    const join = async (nick: string, certificate?: TestCertificate): Promise<IrcClient> => {
      const client = await IrcClient.connectTls(server.port, certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key });
      client.send(`NICK ${nick}`, `USER test 0 * :${nick}`);
      await client.expect(/ 366 /);
      await client.fence();
      return client;
    };
    const certificate = await makeTestCertificate('anna');
    const fingerprint = new X509Certificate(certificate.cert).fingerprint256;
    const digits = fingerprint.replaceAll(':', '').toLowerCase();
    const [anna, bob, eva] = [await join('anna', certificate), await join('bob', certificate), await join('eva')];
    for (const nick of ['anna', 'bob', 'eva']) {
      enroll(server, nick);
      server.logIn(nick);
    }
    // A fingerprint is no secret: whoever could add another's would get their logins.
    assert.match((await tell(eva, 'CERT ADD')).join(), /has no certificate/);
    assert.match((await tell(eva, `CERT ADD ${fingerprint}`)).join(), /has no certificate/);
    assert.match((await tell(anna, `CERT ADD ${'ab'.repeat(32)}`)).join(), new RegExp(`Only the certificate of this connection can be added, ${digits}`));
    assert.deepEqual(await tell(anna, 'CERT LIST'), ['You have no certificates']);
    assert.deepEqual(await tell(anna, `CERT ADD ${fingerprint}`), [`The certificate ${digits} logs you in from now on`]);
    assert.match((await tell(anna, 'CERT ADD')).join(), /logs you in already/);
    assert.deepEqual(await tell(anna, 'CERT LIST'), [digits]);
    assert.match((await tell(eva, `CERT DEL ${digits}`)).join(), /no such certificate/);
    assert.match((await tell(bob, 'CERT ADD')).join(), /logs you in from now on, and not anna any more$/);
    assert.deepEqual(await tell(anna, 'CERT LIST'), ['You have no certificates']);
    assert.match((await tell(bob, `CERT DEL ${fingerprint}`)).join(), /nobody in any more/);
    assert.deepEqual(await tell(bob, 'CERT LIST'), ['You have no certificates']);
    assert.match((await tell(anna, 'CERT SHINE')).join(), /Something is missing/);
  });

  it('GHOST disconnects another connection of one’s own, and whoever else holds one’s name', async () => {
    const { server, anna } = await owner();
    const second = await joinAsOwner(server, 'annika', [], 'anna');
    assert.deepEqual(await tell(anna, 'GHOST annika'), ['annika is free']);
    assert.match((await second.closed()).at(-1) ?? '', /^ERROR :Closing link: Disconnected by anna/);
    assert.deepEqual(await tell(anna, 'GHOST anna'), ['Nobody else holds anna']);
    const third = await joinAsOwner(server, 'annika', [], 'anna');
    assert.deepEqual(await tell(third, 'GHOST anna'), ['You are anna again; the other connection is ended']);
    assert.match((await anna.closed()).at(-1) ?? '', /^ERROR :Closing link: You are connected from elsewhere/);
    const eva = await server.join('eva');
    assert.match((await tell(eva, 'GHOST anna')).join(), /Log in to anna first/);
    assert.match((await tell(eva, 'GHOST anna wrong')).join(), /is wrong/);
  });

  it('REGAIN gives the name back at once', async () => {
    const { server, anna } = await owner();
    const second = await joinAsOwner(server, 'annika', [], 'anna');
    assert.ok((await second.ask('PRIVMSG NickServ :RECOVER anna')).includes(`:${source('annika')} NICK anna`));
    await anna.closed();
    assert.match((await tell(second, 'REGAIN NickServ')).join(), /Log in to NickServ first/);
  });

  it('INFO says what is known of a name', async () => {
    const { server } = await owner();
    const eva = await server.join('eva');
    assert.match((await tell(eva, 'INFO anna')).join('\n'), /^anna is registered since \d{4}-.*Z\nHere as anna$/);
    assert.deepEqual(await tell(eva, 'INFO'), ['eva is not registered']);
  });

  it('DROP gives the name up for good, everywhere', async () => {
    const server = await TestServer.start();
    await server.server.accounts.register('anna', 'no-blanks-here', undefined, '192.0.2.1');
    const dropped: string[] = [];
    server.server.accounts.onDrop(({ key }) => void dropped.push(key));
    const [anna, eva] = [await server.join('bob'), await server.join('eva')];
    for (const client of [anna, eva]) await tell(client, 'IDENTIFY anna no-blanks-here');
    assert.match((await tell(anna, 'DROP wrong')).join(), /password is wrong/);
    assert.deepEqual(await tell(anna, 'DROP no-blanks-here'), ['anna is nobody’s now']);
    assert.deepEqual(dropped, ['anna']);
    assert.ok((await eva.askVerbs('PING x')).includes('901'));
    assert.equal(server.server.accounts.find('anna'), undefined);
    assert.match((await tell(anna, 'DROP no-blanks-here')).join(), /Log in first/);
  });
});

describe('a name that was given up', () => {
  it('can be registered by nobody until an operator releases it, since what was written under it is still there', async () => {
    const server = await startWithOperator();
    await makeAccount(server, 'anna');
    server.server.accounts.drop(server.server.accounts.find('anna') ?? assert.fail('the account is there'));
    const anna = await server.join('anna');
    assert.match((await tell(anna, `REGISTER ${password}`)).join(), /^This name was somebody’s/);
    assert.match((await tell(anna, 'RELEASE anna')).join(), /for the operators/);
    const root = await joinAsOperator(server, 'root');
    assert.deepEqual(await tell(root, 'RELEASE anna'), ['anna can be registered again']);
    assert.deepEqual(await tell(root, 'RELEASE anna'), ['anna was not given up']);
    await anna.fence();
    assert.match((await tell(anna, `REGISTER ${password}`)).join(), /^anna is yours now/);
  });
});

describe('NICKSERV', () => {
  it('is the same as a message to NickServ', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('NICKSERV INFO'), [':NickServ!services@ritrovo.chat NOTICE anna :anna is not registered']);
  });
});
