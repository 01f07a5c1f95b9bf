import { takeSignals } from './early-signals';
import project from '../../package.json';
import { formatAddress, formatAddressAndRooms, type Address } from '../shared/address';
import { showArguments } from '../shared/command-line';
import { tellTerminal } from '../shared/terminal';
import { ConnectError } from './core/connect-error';
import { Connection } from './core/connection';
import type { ClientEvent } from './core/events';
import { Session } from './core/session';
import { serverKey } from './core/transport';
import type { Window, WindowSize } from './core/window';
import { Drafts } from './drafts';
import { NetworkDiscovery } from './discovery';
import { HostedRoom } from './host-room';
import { setLanguage, t } from './i18n';
import { Keyring } from './keyring';
import { Memory } from './memory';
import { addressOf, OptionsError, readOptions, withoutPassword, type Options } from './options';
import { PreferenceValues, preferencesSchema } from './preferences';
import { addressQuestion, ask, passwordQuestion, type Terminal } from './prompt';
import { hasDisplay, noDisplay } from './qt/display';
import { settingsFolder, SettingsFile } from './settings';
import { suggestedName } from './suggested-name';
import { serverOfTerminal, staysWhenLost } from './when-lost';

/** How long quitting may take in all before the program ends anyway, in ms. */
const quitTimeout = 4000;

const status = { left: 0, wrongStart: 1, notConnected: 2 } as const;

function terminal(): Terminal {
  return { input: process.stdin, output: process.stdout, isTerminal: process.stdout.isTTY };
}

/** The program around the session: what it is started with, what it keeps, and how it ends. */
class Program {
  private readonly settingsFile = new SettingsFile(settingsFolder(), (words) => tellTerminal(words));
  private readonly memory: Memory = new Memory(this.settingsFile, () => ({
    preferences: preferencesSchema.parse(this.preferences.values),
    drafts: this.drafts.all,
  }));
  private readonly drafts = new Drafts(this.memory.all.drafts ?? {}, () => this.server, () => this.memory.saveSoon());
  private readonly preferences = new PreferenceValues(this.memory.all.preferences ?? {}, () => this.memory.saveSoon());
  private readonly host = new HostedRoom();
  private readonly discovery = new NetworkDiscovery();
  private readonly session: Session;
  private readonly questions = new AbortController();
  private window: Window | undefined;
  private wasConnected = false;
  /** The server that the program was started for in a terminal. */
  private startedFor: Address | undefined;
  /** The address of the command line or of the question in the terminal. */
  private given: Address | undefined;
  /** The server that the password of the start is for: the one of the command line, or the first that is joined. */
  private passwordFor: string | undefined;
  private passwordQuestion: AbortController | undefined;

  constructor(private readonly options: Options) {
    const { memory, preferences } = this;
    setLanguage(preferences.values.language);
    this.session = new Session({
      stayByDefault: () => staysWhenLost({ stay: options.stay, startedFor: this.startedFor }, preferences.values.whenLost, this.session.connection.address),
      isWriting: () => this.window?.isWriting === true,
      pingSeconds: () => options.pingSeconds ?? preferences.values.pingSeconds,
      tellTyping: () => preferences.values.tellTyping,
      notifications: () => preferences.values.notifications,
      roomMemory: memory,
      tlsMemory: memory,
      passwords: new Keyring(memory),
      serverPassword: (server) => (server === this.passwordFor ? options.password : undefined),
      ...(options.room === undefined ? {} : { room: options.room }),
      ...(options.certificate === undefined ? {} : { clientCertificate: options.certificate }),
    });
    this.session.on((event) => this.heard(event));
    takeSignals(() => this.quit());
    process.on('uncaughtException', (error) => this.crashed(error));
    // The terminal may go away before the program does.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  }

  async run(): Promise<void> {
    const address = this.options.address ?? (await this.askAddress());
    this.given = address;
    const isTerminal = process.stdin.isTTY || process.stderr.isTTY;
    this.startedFor = serverOfTerminal(address, process.argv.slice(2), { inTerminal: isTerminal, launcher: process.env.RITROVO_LAUNCHER });
    const inTerminal = address !== undefined && isTerminal;
    if (inTerminal) await this.checkReachable(address);
    if (this.session.phase.name === 'ended') return;
    const { memory } = this;
    const { openWindow } = await import('./ui/open-window');
    this.window = openWindow({
      client: this.session,
      defaults: {
        address: address === undefined ? memory.all.lastServer ?? '' : formatAddressAndRooms(address),
        nick: this.options.name ?? address?.nick ?? memory.all.name ?? suggestedName(),
      },
      size: memory.all.window,
      broken: this.settingsFile.broken,
      draftOf: (room) => this.drafts.get(room),
      host: this.host,
      discovery: this.discovery,
      preferences: this.preferences,
      trusted: {
        get all() { return Object.entries({ ...memory.all.signedCertificates, ...memory.all.trustedCertificates }).map(([server, fingerprint]) => ({ server, fingerprint })); },
        forget: (server) => memory.distrust(server),
      },
      get emojiUse() { return memory.all.emojiUse ?? {}; },
      get recentServers() { return memory.all.recentServers ?? []; },
      onClose: () => this.quit(),
      onDraft: (room, text) => {
        this.drafts.set(room, text);
        // Nobody is thrown out while they are writing.
        if (text.trim() !== '' && this.session.phase.name === 'lost') this.session.stay();
      },
      onEmojiUse: (emojiUse) => memory.keep({ emojiUse }),
      onResize: (size) => this.resized(size),
      onConnect: (to, nick) => this.connect(to, nick),
    });
    this.window.show();
    void this.discovery.start();
    if (address === undefined || this.options.name === undefined) return;
    if (inTerminal) this.session.on((event) => this.heardInTerminal(event));
    this.connect(address, this.options.name);
  }

  private async askAddress(): Promise<Address | undefined> {
    if (!process.stdin.isTTY) return undefined;
    const answer = await ask(addressQuestion(), terminal(), { signal: this.questions.signal });
    if (answer.kind === 'interrupted') process.exit(status.left);
    return answer.text === '' ? undefined : addressOf(answer.text);
  }

  /** In a terminal a connection that cannot be made is told there, before any window opens. */
  private async checkReachable(address: Address): Promise<void> {
    try {
      const connection = await Connection.open(address);
      connection.destroy();
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      tellTerminal(error.message);
      process.exit(status.notConnected);
    }
  }

  private heardInTerminal(event: ClientEvent): void {
    // Answered in the window, or here.
    if (event.type === 'phase' && event.phase.name === 'connecting') this.passwordQuestion?.abort();
    if (this.wasConnected) return;
    if (event.type === 'server-password-question') void this.askServerPassword(event);
    if (event.type !== 'connect-failed') return;
    tellTerminal(event.why);
    void this.session.quit(status.notConnected);
  }

  /** The window asks too: whoever is asked first answers. */
  private async askServerPassword({ address, wrong, readable }: Extract<ClientEvent, { type: 'server-password-question' }>): Promise<void> {
    tellTerminal(t(wrong ? 'serverPassword.wrong' : 'serverPassword.wanted'));
    if (!process.stdin.isTTY) return;
    if (readable) tellTerminal(t('serverPassword.readable'));
    const question = new AbortController();
    this.passwordQuestion = question;
    // Also where the output goes into a file or a pipe: only as a terminal is the input not shown.
    const answer = await ask(passwordQuestion(address), { ...terminal(), isTerminal: true }, { signal: question.signal, secret: true });
    if (question.signal.aborted) return;
    if (answer.kind === 'interrupted') this.quit();
    else if (answer.text !== '') this.session.giveServerPassword(answer.text);
  }

  private connect(address: Address, nick: string): void {
    const { phase } = this.session;
    this.memory.keep({ lastServer: formatAddress(address), name: nick });
    const sameServer = phase.name === 'naming' && serverKey(phase.address) === serverKey(address);
    if (sameServer) this.session.choose(nick);
    else this.session.connect(this.withPassword(address), nick);
  }

  /** The password of a link that the program was started with: the field for the address does not show it. */
  private withPassword(address: Address): Address {
    const server = serverKey(address);
    const started = this.given;
    this.passwordFor ??= serverKey(started ?? address);
    const password = address.password ?? (started !== undefined && serverKey(started) === server ? started.password : undefined);
    return password === undefined ? address : { ...address, password };
  }

  private heard(event: ClientEvent): void {
    if (event.type === 'text-returned') this.drafts.giveBack(event.room, event.text);
    if (event.type === 'text-arrived') this.drafts.takeArrived(event.room, event);
    const { address } = this.session.connection;
    if (event.type === 'notification-level' && address !== undefined) this.memory.setLevel(serverKey(address), event.room, event.level);
    if (event.type !== 'phase') return;
    const { phase } = event;
    if (phase.name === 'naming' || phase.name === 'online') this.wasConnected = true;
    if (phase.name === 'online') this.online(phase.address, phase.nick);
    if (phase.name === 'lost') tellTerminal(phase.why);
    if (phase.name === 'ended') void this.end(phase.exitStatus);
  }

  /** The server that the rooms are on, under which things are kept. */
  private get server(): string {
    const { address } = this.session.connection;
    return address === undefined ? '' : serverKey(address);
  }

  private online(address: Address, nick: string): void {
    this.memory.keep({ name: nick });
    this.memory.joined(formatAddress(address));
  }

  private quit(): void {
    this.questions.abort();
    this.passwordQuestion?.abort();
    // Whatever hangs, Ctrl-C ends the program.
    setTimeout(() => process.exit(status.left), quitTimeout).unref();
    void this.session.quit();
  }

  private async end(exitStatus: number): Promise<void> {
    this.memory.save();
    this.discovery.stop();
    this.window?.close();
    await this.host.close();
    process.exit(exitStatus);
  }

  private resized({ width, height }: WindowSize): void {
    this.memory.keep({ window: { width, height } });
  }

  private crashed(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    tellTerminal(t('terminal.crashed', { why: words }));
    if (error instanceof Error && error.stack !== undefined) tellTerminal(error.stack);
    try {
      this.memory.save();
      this.host.stop();
    } finally {
      process.exit(status.wrongStart);
    }
  }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const open = args.map(withoutPassword);
  if (open.some((argument, index) => argument !== args[index])) showArguments(open);
  const request = readOptions(args, process.env, project.version);
  if (request.kind === 'print') {
    tellTerminal(request.text, process.stdout);
    return;
  }
  if (!hasDisplay()) {
    tellTerminal(noDisplay);
    process.exit(status.wrongStart);
  }
  await new Program(request.options).run();
}

main().catch((error: unknown) => {
  const isForPeople = error instanceof OptionsError || (error instanceof Error && error.name === 'QtRuntimeError');
  tellTerminal(isForPeople ? error.message : String(error instanceof Error ? error.stack : error));
  process.exit(status.wrongStart);
});
