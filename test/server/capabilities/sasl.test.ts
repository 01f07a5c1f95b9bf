import assert from 'node:assert/strict';
import { makeAccount, password } from '../../helpers/accounts';
import { makeTestCertificate } from '../../helpers/certificates';
import { IrcClient } from '../../helpers/irc-client';
import { TestServer } from '../../helpers/server';

/** A server with the account anna, and a connection by TLS that shows a certificate. */
async function withCertificate(): Promise<{ server: TestServer; connect: () => Promise<IrcClient> }> {
  const server = await TestServer.start();
  await makeAccount(server, 'anna');
  const { cert, key } = await makeTestCertificate('anna');
  return { server, connect: () => IrcClient.connectTls(server.port, { cert, key }) };
}

// https://ircv3.net/specs/extensions/sasl-3.2, https://www.rfc-editor.org/rfc/rfc4422#appendix-A
describe('sasl', () => {
  it('offers EXTERNAL to those who show a certificate, and names the mechanisms to those who speak 302', async () => {
    const { server, connect } = await withCertificate();
    const offered = async (client: IrcClient, line: string): Promise<string | undefined> => / :?(sasl\S*)/.exec((await client.ask(line)).join(' '))?.[1];
    assert.equal(await offered(await connect(), 'CAP LS 302'), 'sasl=PLAIN,SCRAM-SHA-256,EXTERNAL');
    assert.equal(await offered(await IrcClient.connectTls(server.port), 'CAP LS 302'), 'sasl=PLAIN,SCRAM-SHA-256');
    assert.equal(await offered(await connect(), 'CAP LS'), 'sasl');
  });

  it('logs in with a certificate once it was added', async () => {
    const { server, connect } = await withCertificate();
    const first = await connect();
    await first.ask('CAP LS 302', 'CAP REQ :sasl');
    assert.deepEqual(await first.askVerbs('AUTHENTICATE EXTERNAL', 'AUTHENTICATE +'), ['AUTHENTICATE', '904']);
    await first.ask('NICK bob', 'USER b 0 * :B', 'CAP END');
    assert.ok((await first.ask(`NS IDENTIFY anna ${password}`, 'NS CERT ADD')).join().includes('logs you in from now on'));
    await first.ask('QUIT').catch(() => undefined);

    const next = await connect();
    await next.ask('CAP LS 302', 'CAP REQ :sasl', 'NICK anna', 'USER a 0 * :A');
    assert.deepEqual(await next.askVerbs('AUTHENTICATE EXTERNAL', 'AUTHENTICATE +'), ['AUTHENTICATE', '900', '903']);
    await next.ask('CAP END');
    assert.equal(server.server.names.find('anna')?.account, 'anna');
  });

  it('lets nobody be somebody else by a certificate', async () => {
    const { server, connect } = await withCertificate();
    const client = await connect();
    await client.ask('CAP LS 302', 'CAP REQ :sasl', 'NICK bob', 'USER b 0 * :B', 'CAP END', `NS IDENTIFY anna ${password}`, 'NS CERT ADD');
    const other = Buffer.from('carla').toString('base64');
    assert.deepEqual(await client.askVerbs('AUTHENTICATE EXTERNAL', `AUTHENTICATE ${other}`), ['AUTHENTICATE', '904']);
    const own = Buffer.from('ANNA').toString('base64');
    assert.deepEqual(await client.askVerbs('AUTHENTICATE EXTERNAL', `AUTHENTICATE ${own}`), ['AUTHENTICATE', '900', '903']);
    const stranger = await IrcClient.connectTls(server.port, await makeTestCertificate('anna'));
    await stranger.ask('CAP REQ :sasl');
    assert.deepEqual(await stranger.askVerbs('AUTHENTICATE EXTERNAL', 'AUTHENTICATE +'), ['AUTHENTICATE', '904']);
  });
});
