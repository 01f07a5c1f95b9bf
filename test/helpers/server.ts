import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, type Config, type Server, type Surroundings } from '../../src/server';
import type { Logger } from '../../src/server/log';
import { grantRanks } from '../../src/server/room-access';
import { ownCertificateFile } from '../../src/server/tls/identity';
import { makeCertificate, writeSecret } from '../../src/server/tls/own-certificate';
import type { User } from '../../src/server/user';
import { IrcClient } from './irc-client';

/** What a test's server is asked for; a folder is made where none is given. */
type TestConfig = Partial<Config>;

/** How somebody joins. */
interface JoinOptions {
  readonly capabilities?: readonly string[];
  readonly realname?: string;
  readonly host?: string;
}

const running = new Set<TestServer>();
const folders = new Set<string>();

/** A new folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ritrovo-test-'));
  folders.add(folder);
  return folder;
}

let certificate: Promise<string> | undefined;

/** A new data folder with a certificate that all servers of this run share, since making one takes a moment. */
async function dataFolder(): Promise<string> {
  const folder = temporaryFolder();
  writeSecret(path.join(folder, ownCertificateFile), await (certificate ??= makeCertificate(undefined)));
  return folder;
}

afterEach(async () => {
  await Promise.all([...running].map((server) => server.stop()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
});

/** A real server on a free port, with a data folder of its own; both are gone after the test. */
export class TestServer {
  private constructor(
    readonly server: Server,
    private readonly config: TestConfig,
  ) {
    running.add(this);
  }

  /** @param surroundings what the program around it can do; nothing unless said otherwise */
  static async start(config: TestConfig = {}, surroundings: Surroundings = {}, log?: Logger): Promise<TestServer> {
    const whole = { host: '127.0.0.1', port: 0, data: config.data ?? (await dataFolder()), announce: false, ...config };
    return new TestServer(await startServer(whole, log, surroundings), whole);
  }

  get port(): number {
    return this.server.port;
  }

  /** A connection that has said nothing yet. */
  connect(host?: string): Promise<IrcClient> {
    return IrcClient.connect(this.port, host);
  }

  /** The same from another address of this computer, such as 127.0.0.2. */
  connectFrom(localAddress: string): Promise<IrcClient> {
    return IrcClient.connect(this.port, '127.0.0.1', localAddress);
  }

  /** Somebody who is registered and in the shared room; what they were welcomed with is taken. */
  async join(nick: string, { capabilities = [], realname = `Real ${nick}`, host }: JoinOptions = {}): Promise<IrcClient> {
    const client = await this.connect(host);
    if (capabilities.length > 0) client.send('CAP LS 302', `CAP REQ :${capabilities.join(' ')}`);
    client.send(`NICK ${nick}`, `USER test 0 * :${realname}`);
    if (capabilities.length > 0) client.send('CAP END');
    await client.expect(/ 366 /);
    await client.fence();
    return client;
  }

  /** Several people at once, each of whom has seen all the others come. */
  async joinAll<Nick extends string>(nicks: readonly Nick[], options: JoinOptions = {}): Promise<Record<Nick, IrcClient>> {
    const joined: Partial<Record<Nick, IrcClient>> = {};
    for (const nick of nicks) joined[nick] = await this.join(nick, options);
    for (const client of Object.values<IrcClient | undefined>(joined)) await client?.fence();
    return joined as Record<Nick, IrcClient>;
  }

  /** Somebody who is registered, as the server has them. */
  user(nick: string): User {
    return this.server.names.find(nick)?.user ?? assert.fail(`nobody is called ${nick}`);
  }

  /** Somebody who is registered is from now on logged in to an account, which need not be there. */
  logIn(nick: string, account = nick): void {
    this.user(nick).account = account;
    grantRanks(this.user(nick));
  }

  /** Waits until something is so at the server that no line tells. */
  async until(isSo: () => boolean): Promise<void> {
    for (let left = 500; left > 0 && !isSo(); left--) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(isSo(), `did not happen: ${isSo.toString()}`);
  }

  /** Makes somebody an operator of the server. */
  makeOperator(nick: string): void {
    const user = this.user(nick);
    user.operator = nick;
    this.server.users.setMode(user, 'o', true);
  }

  async stop(): Promise<void> {
    running.delete(this);
    await this.server.stop();
  }

  /** Stops the server as before a restart: who is where is written down. */
  async leaveSessions(): Promise<void> {
    running.delete(this);
    await this.server.stepAside();
    await this.server.handOver(() => Promise.resolve());
    await this.server.leave(() => Promise.resolve());
  }

  /** Restarts the server as SIGUSR2 does, but for the process and its sockets. */
  async handOver(): Promise<TestServer> {
    await this.leaveSessions();
    return TestServer.start(this.config);
  }

  /** Stops the server and starts another on the same data. */
  async restart(): Promise<TestServer> {
    await this.stop();
    return TestServer.start(this.config);
  }
}

/** The source of somebody who joined through {@link TestServer.join}. */
export function source(nick: string): string {
  return `${nick}!test@127.0.0.1`;
}

/** The tokens of a numeric: its words without source and nick. */
export function numericsOf(lines: readonly string[], code: string): string[] {
  const pattern = new RegExp(`^(?:@\\S+ )?:\\S+ ${code} \\S+ (.*)$`);
  return lines.map((line) => pattern.exec(line)?.[1]).filter((rest) => rest !== undefined);
}
