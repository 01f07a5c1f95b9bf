import assert from 'node:assert/strict';
import { configOf } from '../../../src/server/config';
import { makeTestCertificate } from '../../helpers/certificates';
import { IrcClient } from '../../helpers/irc-client';
import { TestServer } from '../../helpers/server';

/** What CAP LS says of sts: its item, or undefined. */
async function offered(client: IrcClient, version = ' 302'): Promise<string | undefined> {
  const lines = await client.ask(`CAP LS${version}`);
  return lines.flatMap((line) => line.split(/[ :]/)).find((item) => /^sts(?:=|$)/.test(item));
}

// https://ircv3.net/specs/extensions/sts
describe('sts', () => {
  it('tells the port and the duration, with TLS and without, where there are a name and a given certificate', async () => {
    const { certFile: tlsCert, keyFile: tlsKey } = await makeTestCertificate('chat.example');
    const server = await TestServer.start({ tlsCert, tlsKey, hostname: 'chat.example', stsDuration: 86_400 });
    for (const client of [await server.connect(), await IrcClient.connectTls(server.port)]) {
      assert.equal(await offered(client), `sts=duration=86400,port=${String(server.port)}`);
    }
  });

  it('is not told to clients that know no values, and cannot be asked for', async () => {
    const { certFile: tlsCert, keyFile: tlsKey } = await makeTestCertificate('chat.example');
    const server = await TestServer.start({ tlsCert, tlsKey, hostname: 'chat.example' });
    const guest = await server.connect();
    assert.equal(await offered(guest, ''), undefined);
    guest.send('CAP REQ sts');
    await guest.expect(':ritrovo.chat CAP * NAK :sts');
  });

  it('with a duration of 0 takes the promise back and sends nobody to TLS', async () => {
    const { certFile: tlsCert, keyFile: tlsKey } = await makeTestCertificate('chat.example');
    const server = await TestServer.start({ tlsCert, tlsKey, hostname: 'chat.example', stsDuration: 0 });
    assert.equal(await offered(await server.connect()), 'sts=duration=0');
  });

  it('is not offered with the server’s own certificate, nor without a name', async () => {
    const { certFile: tlsCert, keyFile: tlsKey } = await makeTestCertificate('chat.example');
    for (const config of [{ hostname: 'chat.example' }, { tlsCert, tlsKey }, { hostname: 'chat.example', tlsCert, tlsKey, tls: false }]) {
      const server = await TestServer.start(config);
      assert.equal(await offered(await server.connect()), undefined);
    }
  });

  it('changes when the settings are read again', async () => {
    const { certFile: tlsCert, keyFile: tlsKey } = await makeTestCertificate('chat.example');
    const server = await TestServer.start({ hostname: 'chat.example' });
    await server.server.transport.reloadCertificates(configOf({ ...server.server.config, tlsCert, tlsKey, stsDuration: 60 }));
    assert.equal(await offered(await server.connect()), `sts=duration=60,port=${String(server.port)}`);
  });
});
