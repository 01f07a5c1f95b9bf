import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { until } from '../helpers/until';
import { clientProgram, freePort, Program, temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

/** A client in a terminal of its own. */
class Terminal extends Program {
  type(text: string): void {
    this.child.stdin?.write(text);
  }

  async says(pattern: RegExp): Promise<void> {
    await until(`${String(pattern)} in the terminal; there was: ${this.output}`, () => Promise.resolve(pattern.test(this.output)));
  }
}

describe('the client in a terminal', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  /**
   * util-linux's script gives the program a terminal and ends with the program's status. It starts a shell, whose place
   * the program takes: a shell that waited for it would be hit by Ctrl-C too and end with 130.
   */
  function terminal(...args: readonly string[]): Terminal {
    const command = `exec ${[process.execPath, clientProgram, ...args].map((word) => `'${word}'`).join(' ')}`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      stdio: 'pipe', env: { ...scene.desktop.env, RITROVO_CONFIG_DIR: temporaryFolder(), TERM: 'xterm' },
    });
    return scene.keep(new Terminal(child));
  }

  it('asks for the address, and the port is not needed', async () => {
    const client = terminal();
    await client.says(/address/i);
    client.type('no-such-computer.invalid\r');
    assert.equal((await client.ended(20_000)).status, 2);
    assert.match(client.output, /no-such-computer\.invalid/);
    assert.doesNotMatch(client.output, /8080:|\n\s+at /);
  });

  it('joins the address that was typed', async () => {
    const server = await scene.server();
    const client = terminal('--name', 'anna');
    await client.says(/address/i);
    client.type(`127.0.0.1:${server.port}\r`);
    const bruno = await scene.person(server, 'bruno');
    await until('anna in the room', () => {
      bruno.send('NAMES #lobby');
      return Promise.resolve(bruno.lines.some((line) => / 353 .*\banna\b/.test(line)));
    }, 15_000);
    client.type('\x03');
    assert.equal((await client.ended()).status, 0);
    await bruno.hears(/^:anna!\S+ QUIT /);
  });

  it('asks for the password of the server, without showing it', async () => {
    const server = await scene.server(0, '--password', 'open sesame');
    const client = terminal(`127.0.0.1:${server.port}`, '--name', 'anna');
    await client.says(/This server wants a password[^]*Password of 127\.0\.0\.1:\d+ \(it is not shown\): $/);
    client.type('wrong\r');
    await client.says(/That is not the password of this server\.[^]*: $/);
    client.type('open sesame\r');
    const bruno = await scene.person(server, 'bruno', 'open sesame');
    await bruno.hears(/ 353 .*\banna\b|^:anna!\S+ JOIN /);
    assert.doesNotMatch(client.output, /sesame/);
    client.type('\x03');
    assert.equal((await client.ended()).status, 0);
  });

  it('ends with Ctrl-C while it asks for the address', async () => {
    const client = terminal();
    await client.says(/address/i);
    client.type('\x03');
    assert.equal((await client.ended()).status, 0);
    assert.doesNotMatch(client.output, /\n\s+at /);
  });

  it('says in a sentence, never with a stack trace, that the connection was refused', async () => {
    const port = await freePort();
    const client = terminal();
    await client.says(/address/i);
    client.type(`127.0.0.1:${port}\r`);
    assert.equal((await client.ended()).status, 2);
    assert.match(client.output, new RegExp(`Nothing listens on port ${port}`));
    assert.doesNotMatch(client.output, /\n\s+at |Error:/);
  });

  it('says in one sentence that there is no display', async () => {
    const child = spawn(process.execPath, [clientProgram, '127.0.0.1'], { env: { ...scene.desktop.env, DISPLAY: undefined }, stdio: ['ignore', 'pipe', 'pipe'] });
    const client = scene.keep(new Program(child));
    assert.deepEqual(await client.ended(), { status: 1, signal: null });
    assert.equal(client.output.trim().split('\n').length, 1);
    assert.match(client.output, /no display/);
  });
});
