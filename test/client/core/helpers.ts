import net from 'node:net';
import type { ClientEvent, Phase, TimelineItem } from '../../../src/client/core/events';
import { Session } from '../../../src/client/core/session';
import type { SessionOptions } from '../../../src/client/core/session-options';
import { parse, type Message } from '../../../src/shared/message';

/** How a scripted server behaves; each test says what is special. */
export interface Script {
  /** What CAP LS lists; undefined: a server that does not know CAP. */
  readonly capabilities?: string | undefined;
  /** What a PING before registration gets. */
  readonly fence?: 'pong' | '451' | 'nothing';
  readonly taken?: readonly string[];
  readonly notAllowed?: readonly string[];
  /** The room everybody is joined to; undefined: none. */
  readonly room?: string | undefined;
  /** Sees each line first; true: it is dealt with. */
  readonly intercept?: (message: Message, peer: Peer) => boolean;
}

export const ourCapabilities =
  'message-tags server-time echo-message batch labeled-response cap-notify multi-prefix away-notify extended-join userhost-in-names';

/** One client of a scripted server, seen from the server. */
export class Peer {
  readonly lines: string[] = [];
  nick = '';
  registered = false;
  /** More tokens of 005. */
  welcomeTokens = '';
  private waiting: { pattern: RegExp; resolve: (line: string) => void }[] = [];
  private read = 0;
  private capsOpen = false;
  private user = false;

  constructor(readonly socket: net.Socket, private readonly script: Script) {
    let rest = '';
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      lines.forEach((line) => this.take(line));
    });
  }

  send(...lines: string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  /** The next line that matches, from now on or already there and not yet asked for. */
  line(pattern: RegExp): Promise<string> {
    for (let at = this.read; at < this.lines.length; at++) {
      const line = this.lines[at] ?? '';
      if (pattern.test(line)) {
        this.read = at + 1;
        return Promise.resolve(line);
      }
    }
    return new Promise((resolve) => this.waiting.push({ pattern, resolve }));
  }

  /** Resolves when the client has handled everything sent so far. */
  async fence(): Promise<void> {
    const token = `fence-${Math.random().toString(36).slice(2)}`;
    this.send(`PING :${token}`);
    await this.line(new RegExp(`PONG :?${token}`));
  }

  private take(line: string): void {
    this.lines.push(line);
    const waiting = this.waiting.find(({ pattern }) => pattern.test(line));
    if (waiting !== undefined) {
      this.waiting = this.waiting.filter((one) => one !== waiting);
      this.read = this.lines.length;
      waiting.resolve(line);
    }
    const message = parse(line);
    if (message === undefined || this.script.intercept?.(message, this) === true) return;
    this.answer(message);
  }

  private answer({ verb, params, tags }: Message): void {
    const [first = '', second = ''] = params;
    const { script } = this;
    switch (verb) {
      case 'CAP':
        if (script.capabilities === undefined) this.send(`:test 421 * CAP :Unknown command`);
        else if (first === 'LS') {
          this.capsOpen = true;
          this.send(`:test CAP * LS :${script.capabilities}`);
        } else if (first === 'REQ') this.send(`:test CAP * ACK :${second}`);
        else if (first === 'END') this.capsOpen = false;
        break;
      case 'NICK':
        if (script.taken?.includes(first) === true) this.send(`:test 433 * ${first} :Nickname is already in use`);
        else if (script.notAllowed?.includes(first) === true) this.send(`:test 432 * ${first} :Names here are short`);
        else {
          if (this.registered) this.send(`:${this.nick}!u@h NICK ${first}`);
          this.nick = first;
        }
        break;
      case 'USER':
        this.user = true;
        break;
      case 'PING':
        if (this.registered || (script.fence ?? 'pong') === 'pong') this.send(`:test PONG test :${first}`);
        else if (script.fence === '451') this.send(`:test 451 * :You have not registered`);
        break;
      case 'JOIN':
        this.join(first);
        break;
      case 'PRIVMSG':
        if (script.capabilities?.includes('echo-message') === true) {
          const label = tags.get('label');
          this.send(`${label === undefined ? '' : `@label=${label} `}:${this.nick}!u@h PRIVMSG ${first} :${second}`);
        }
        break;
      case 'QUIT':
        this.socket.end();
        break;
    }
    if (!this.registered && this.user && this.nick !== '' && !this.capsOpen) this.welcome();
  }

  private welcome(): void {
    this.registered = true;
    this.send(
      `:test 001 ${this.nick} :Welcome`,
      `:test 005 ${this.nick} NETWORK=Testnet CASEMAPPING=ascii CHANTYPES=# PREFIX=(ov)@+${this.welcomeTokens === '' ? '' : ` ${this.welcomeTokens}`} :are supported by this server`,
      `:test 422 ${this.nick} :No message of the day`,
    );
    if (this.script.room !== undefined) this.join(this.script.room);
  }

  private join(room: string): void {
    this.send(
      `:${this.nick}!u@h JOIN ${room}`,
      `:test 353 ${this.nick} = ${room} :${this.nick} @+bob!b@h carol`,
      `:test 366 ${this.nick} ${room} :End of NAMES list`,
    );
  }
}

/** A server that follows a script. */
export class ScriptedServer {
  readonly peers: Peer[] = [];
  script: Script;
  private readonly server: net.Server;
  private waiting: ((peer: Peer) => void)[] = [];

  private constructor(script: Script) {
    this.script = script;
    this.server = net.createServer((socket) => {
      const peer = new Peer(socket, this.script);
      this.peers.push(peer);
      this.waiting.splice(0).forEach((resolve) => resolve(peer));
    });
  }

  static async listen(script: Script = {}, port = 0): Promise<ScriptedServer> {
    const made = new ScriptedServer({ capabilities: ourCapabilities, room: '#lobby', ...script });
    await new Promise<void>((resolve) => made.server.listen(port, '127.0.0.1', resolve));
    return made;
  }

  get address(): { host: string; port: number } {
    const address = this.server.address();
    return { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 };
  }

  nextPeer(): Promise<Peer> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.peers.forEach(({ socket }) => socket.destroy());
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }
}

/** A session whose events are written down and can be waited for. */
export class Watched {
  readonly events: ClientEvent[] = [];
  readonly session: Session;
  private waiting: { test: (event: ClientEvent) => boolean; resolve: (event: ClientEvent) => void }[] = [];
  private read = 0;

  constructor(options: SessionOptions = {}) {
    this.session = new Session({ probe: () => Promise.resolve(1), fenceTimeout: 300, ...options });
    this.session.on((event) => {
      this.events.push(event);
      const waiting = this.waiting.find(({ test }) => test(event));
      if (waiting === undefined) return;
      this.waiting = this.waiting.filter((one) => one !== waiting);
      this.read = this.events.length;
      waiting.resolve(event);
    });
  }

  /** The next event of a type that fits, after the last one that was waited for. */
  next<Type extends ClientEvent['type']>(type: Type, fits: (event: Extract<ClientEvent, { type: Type }>) => boolean = () => true): Promise<Extract<ClientEvent, { type: Type }>> {
    const test = (event: ClientEvent): event is Extract<ClientEvent, { type: Type }> => isOf(event, type) && fits(event);
    for (let at = this.read; at < this.events.length; at++) {
      const event = this.events[at];
      if (event !== undefined && test(event)) {
        this.read = at + 1;
        return Promise.resolve(event);
      }
    }
    return new Promise((resolve) => {
      this.waiting.push({ test, resolve: (event) => test(event) && resolve(event) });
    });
  }

  async phase<Name extends Phase['name']>(name: Name): Promise<Extract<Phase, { name: Name }>> {
    const { phase } = await this.next('phase', (event) => event.phase.name === name);
    return phase as Extract<Phase, { name: Name }>;
  }

  /** The texts of the active room's timeline. */
  get told(): string[] {
    return (this.session.activeRoom?.items ?? []).map(words);
  }

  async message(text: string): Promise<TimelineItem> {
    return (await this.next('item-added', ({ item }) => item.kind === 'message' && item.text === text)).item;
  }
}

export function words(item: TimelineItem): string {
  return item.kind === 'message' ? `<${item.nick}> ${item.text}` : item.text;
}

function isOf<Type extends ClientEvent['type']>(event: ClientEvent, type: Type): event is Extract<ClientEvent, { type: Type }> {
  return event.type === type;
}

/** What a test opened, closed after it. */
export class Opened {
  private servers: { close(): Promise<void> }[] = [];
  private sessions: Session[] = [];

  async server(script: Script = {}, port = 0): Promise<ScriptedServer> {
    const server = await ScriptedServer.listen(script, port);
    this.servers.push(server);
    return server;
  }

  client(options: SessionOptions = {}): Watched {
    const client = new Watched(options);
    this.sessions.push(client.session);
    return client;
  }

  /** A client that is in the room, and its other end. */
  async online(script: Script = {}, options: SessionOptions = {}): Promise<{ server: ScriptedServer; client: Watched; peer: Peer }> {
    const server = await this.server(script);
    const client = this.client(options);
    const arriving = server.nextPeer();
    client.session.connect(server.address, 'anna');
    const peer = await arriving;
    await client.next('item-added', ({ item }) => item.kind === 'event' && item.text.startsWith('You joined'));
    await peer.fence();
    return { server, client, peer };
  }

  async closeAll(): Promise<void> {
    const servers = this.servers.splice(0);
    const ended = this.sessions.splice(0).map((session) => session.quit());
    await Promise.all([...ended, ...servers.map((server) => server.close())]);
  }
}
