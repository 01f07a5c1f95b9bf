import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, isIPv4, type AddressInfo } from 'node:net';
import { ListenError, startServer } from '../../src/server';
import { reachableAddresses } from '../../src/server/listener';
import { IrcClient } from '../helpers/irc-client';
import { temporaryFolder, TestServer } from '../helpers/server';

/** A port on which nothing listened a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('listening', () => {
  it('on a port that is taken fails with words that name the setting to change', async () => {
    const { port } = await TestServer.start();
    await assert.rejects(startServer({ host: '127.0.0.1', port, data: temporaryFolder() }), (error) => {
      assert.ok(error instanceof ListenError);
      assert.match(error.message, new RegExp(`^Port ${String(port)} is taken .*--port ${String(port + 1)} \\(or RITROVO_PORT\\)\\.$`));
      return true;
    });
  });

  it('on an address that this computer does not have fails with words that name the setting', async () => {
    await assert.rejects(startServer({ host: '192.0.2.1', port: 0, data: temporaryFolder() }), /does not have the address 192\.0\.2\.1.*--host/);
  });

  it('on extra ports serves the same there', async () => {
    const extra = await freePort();
    const server = await TestServer.start({ extraPorts: [String(extra), String(extra)] });
    await server.join('anna');
    const bob = await IrcClient.connect(extra);
    bob.send('NICK anna', 'NICK bob', 'USER b 0 * :B');
    await bob.expect(/ 433 /);
    await bob.expect(/ 353 bob = #lobby :anna bob/);
    await server.stop();
    await assert.rejects(IrcClient.connect(extra));
  });

  it('on an extra port that is taken, or that there is not, fails with words that name that setting', async () => {
    const { port } = await TestServer.start();
    const start = (extraPort: number): Promise<unknown> => startServer({ host: '127.0.0.1', port: 0, extraPorts: [String(extraPort)], data: temporaryFolder() });
    await assert.rejects(start(port), new RegExp(`^ListenError: Port ${String(port)} is taken .*--extra-ports ${String(port + 1)} \\(or RITROVO_EXTRA_PORTS\\)\\.$`));
    await assert.rejects(start(70_000), /^ListenError: There is no port 70000\. .*--extra-ports 6667/);
  });

  it('leaves nothing behind when it fails: the data folder can be used again', async () => {
    const { port } = await TestServer.start();
    const data = temporaryFolder();
    await assert.rejects(startServer({ host: '127.0.0.1', port, data }));
    await (await TestServer.start({ data })).join('anna');
  });
});

describe('reachableAddresses', () => {
  it('is the address that the server listens on, where it is one', () => {
    assert.deepEqual(reachableAddresses('10.0.0.1'), ['10.0.0.1']);
  });

  it('leaves out addresses of this computer alone, and IPv6 where only IPv4 is listened on', () => {
    for (const address of reachableAddresses('0.0.0.0')) assert.ok(isIPv4(address) && !address.startsWith('127.'), address);
    for (const address of reachableAddresses('::')) assert.ok(address !== '::1' && !address.startsWith('fe80:'), address);
  });
});
