import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { IrcClient } from '../../helpers/irc-client';
import { temporaryFolder } from '../../helpers/server';

/** How often the server is killed. */
const rounds = 8;
/** People who talk at once. */
const talkers = 3;
const root = path.join(import.meta.dirname, '../../..');

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** The server of this tree in a process of its own. */
async function startProcess(data: string): Promise<{ child: ChildProcess; port: number }> {
  const args = ['--require', 'tsx/cjs', path.join(root, 'src/server/main.ts'), '--data', data, '--host', '127.0.0.1', '--port', '0'];
  const limits = ['--command-burst', '1000000', '--command-rate', '1000000', '--announce', 'no', '--tls', 'no'];
  const child = spawn(process.execPath, [...args, ...limits], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  for await (const line of createInterface(child.stdout)) {
    const entry: unknown = JSON.parse(line);
    if (typeof entry === 'object' && entry !== null && 'port' in entry) return { child, port: Number(entry.port) };
  }
  throw new Error('the server ended before it listened');
}

/** Talks without a pause and notes each own line that came back, until the connection ends. */
class Talker {
  readonly echoed: string[] = [];
  private rest = '';
  private count = 0;

  constructor(
    private readonly client: IrcClient,
    private readonly name: string,
  ) {
    client.socket.on('data', (chunk: Buffer) => this.take(chunk.toString()));
    for (let ahead = 0; ahead < 20; ahead++) this.say();
  }

  private say(): void {
    this.client.send(`PRIVMSG #lobby :${this.name} ${String(++this.count)}`);
  }

  private take(chunk: string): void {
    const lines = (this.rest + chunk).split('\r\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const text = / PRIVMSG #lobby :(.*)$/.exec(line)?.[1];
      if (text?.startsWith(`${this.name} `) !== true) continue;
      this.echoed.push(text);
      this.say();
    }
  }
}

/** Has people talk to a server that is killed at some moment. @returns what each of them got back */
async function talkUntilKilled(data: string, round: number): Promise<string[][]> {
  const { child, port } = await startProcess(data);
  const all: Talker[] = [];
  for (let index = 0; index < talkers; index++) {
    const client = await IrcClient.connect(port);
    const name = `r${String(round)}t${String(index)}`;
    client.send('CAP REQ echo-message', `NICK ${name}`, 'USER test 0 * :x', 'CAP END');
    await client.expect(/ 366 /);
    all.push(new Talker(client, name));
  }
  await new Promise((resolve) => setTimeout(resolve, 60 + Math.random() * 240));
  child.kill('SIGKILL');
  await once(child, 'close');
  return all.map(({ echoed }) => echoed);
}

describe('a server that is killed under load', () => {
  it(`has every line that was echoed, in order, none twice, ${String(rounds)} times`, async function () {
    this.timeout(180_000);
    const data = temporaryFolder();
    const echoed: string[][] = [];
    for (let round = 0; round < rounds; round++) echoed.push(...(await talkUntilKilled(data, round)));
    const { child } = await startProcess(data);
    child.kill('SIGTERM');
    await once(child, 'close');

    const database = new SqliteFile(path.join(data, 'ritrovo.db'));
    const check = database.prepare('PRAGMA integrity_check').raw().all();
    assert.deepEqual(check, [['ok']]);
    database.exec("INSERT INTO search (search) VALUES ('integrity-check')");
    const texts = (database.prepare('SELECT text FROM messages ORDER BY id').raw().all() as [string][]).map(([text]) => text);
    database.close();
    assert.equal(new Set(texts).size, texts.length, 'a line is there twice');
    for (const lines of echoed) {
      const [first = 'nothing was said'] = lines;
      const name = first.split(' ')[0] ?? '';
      assert.ok(lines.length > 10, `${name} said ${String(lines.length)} lines only`);
      const kept = texts.filter((text) => text.startsWith(`${name} `));
      // More may be kept than came back: the rest was on its way.
      assert.deepEqual(kept.slice(0, lines.length), lines);
      assert.deepEqual(kept, kept.map((_, index) => `${name} ${String(index + 1)}`));
    }
  });
});
