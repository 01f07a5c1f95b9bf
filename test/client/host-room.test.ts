import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { HostedRoom } from '../../src/client/host-room';

const script = path.join(__dirname, '../../src/server/main.ts');
const execArgv = ['--require', 'tsx/cjs'];

describe('a room on this computer', () => {
  let room: HostedRoom | undefined;
  let folder = '';
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-'))));
  afterEach(async () => {
    await room?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('starts the server, says where it is, and ends it', async () => {
    room = new HostedRoom({ script, execArgv, args: ['--port', '0', '--host', '127.0.0.1', '--data', folder] });
    const { port, fingerprint } = await room.start();
    assert.match(fingerprint ?? '', /^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/, 'as windows show it that connect');
    assert.equal((await room.start()).port, port, 'once');
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    await room.close();
    await closed;
  }).timeout(20_000);

  it('does not take the password of the server that the window was to join', async () => {
    const before = process.env.RITROVO_PASSWORD_FILE;
    process.env.RITROVO_PASSWORD_FILE = path.join(folder, 'not-there');
    try {
      room = new HostedRoom({ script, execArgv, args: ['--port', '0', '--host', '127.0.0.1', '--data', folder] });
      assert.notEqual((await room.start()).port, 0);
    } finally {
      if (before === undefined) delete process.env.RITROVO_PASSWORD_FILE;
      else process.env.RITROVO_PASSWORD_FILE = before;
    }
  }).timeout(20_000);

  it('a port that is taken is told in the server\'s words', async () => {
    const blocker = net.createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    room = new HostedRoom({ script, execArgv, args: ['--port', String(port), '--host', '127.0.0.1', '--data', folder] });
    await assert.rejects(room.start(), new RegExp(String(port)));
    blocker.close();
  }).timeout(20_000);
});
