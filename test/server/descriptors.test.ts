import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { connectionsWith, descriptorLimit } from '../../src/server/descriptors';
import { IrcClient } from '../helpers/irc-client';
import { ServerProcess } from '../helpers/server-process';
import { exchange } from '../helpers/web-client';

describe('the limit of descriptors', function () {
  this.timeout(60_000);

  it('is read from the system, and some are kept', () => {
    assert.ok((descriptorLimit() ?? 0) > 0);
    assert.deepEqual([1024, 65_536, 100, 2].map(connectionsWith), [896, 65_408, 50, 1]);
  });

  it('is said at start, and whoever comes beyond it is refused while everything else goes on', async function () {
    if (process.platform === 'win32') this.skip();
    const server = ServerProcess.startWithDescriptors(200, '--host', '127.0.0.1', '--port', '0');
    const warned = server.logged(/may have 200 files open, so that there is room for 100 connections/);
    const port = await server.listening();
    await warned;
    const people: IrcClient[] = [];
    for (let index = 0; index < 100; index++) {
      const client = await IrcClient.connect(port);
      client.send(`NICK u${String(index)}`, 'USER u 0 * :U');
      people.push(client);
    }
    for (const [index, client] of people.entries()) await client.expect(new RegExp(` 376 u${String(index)} | 422 u${String(index)} `));
    const refused = await IrcClient.connect(port);
    refused.send('NICK late');
    assert.match((await refused.closed()).join(), /ERROR :The server is full/);
    const further: Socket[] = Array.from({ length: 300 }, () => connect({ port, host: '127.0.0.1' }).on('error', () => undefined));
    // Longer than the timers that look at the process each second.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const [first] = people;
    assert.ok(first !== undefined);
    first.send('PRIVMSG u1 :still here');
    await people[1]?.expect(/PRIVMSG u1 :still here/);
    for (const socket of further) socket.destroy();
    assert.match(await exchange(port, 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'), /ritrovo_connections 100/);
    server.signal('SIGTERM');
    const { code, output } = await server.exit();
    assert.equal(code, 0);
    assert.deepEqual(output.split('\n').filter((line) => line.includes('EMFILE')), []);
  });
});
