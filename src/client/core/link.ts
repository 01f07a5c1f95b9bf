import type { Address } from '../../shared/address';
import { MessageFormatError, type Message, type MessageParts } from '../../shared/message';
import { t } from '../i18n';
import { Capabilities } from './capabilities';
import { ConnectError, connectError, unexpectedError } from './connect-error';
import type { Connection } from './connection';
import type { ConnectFailure, Loss } from './events';
import { announcesShutdown } from './handlers/notice';
import { Handshake } from './handshake';
import { Heartbeat } from './heartbeat';
import type { LinkHost, LinkOptions } from './link-host';
import { Online } from './online';
import { Pings } from './pings';
import type { Credentials, SaslResult } from './sasl';
import { isReadable, type ServerPassword } from './server-password';
import { securePort } from './sts';
import { openTransport, serverKey, type Security } from './transport';

/** How long a server may say nothing before it has registered us, in ms. */
const silenceTimeout = 20_000;
/** How long a server may take to answer the fence behind its greeting, in ms. */
const greetingTimeout = 30_000;
/** How often, and how far apart in ms, the name of a lost connection is asked for until the server lets it go. */
const ghostRetries = 5;
const ghostDelay = 2000;

/** One connection's life: connecting, the handshake, the messages with the heartbeat, the end. */
export class Link {
  readonly capabilities = new Capabilities();
  readonly online: Online;
  /** How the connection is secured; undefined: it is not. */
  security: Security | undefined;
  /** The name that the server gives itself. */
  serverName: string | undefined;
  private connection: Connection | undefined;
  private handshake: Handshake;
  private heartbeat: Heartbeat | undefined;
  private readonly abort = new AbortController();
  private state: 'connecting' | 'registering' | 'online' | 'over' = 'connecting';
  private greeted = false;
  private heardIrc = false;
  private silence: NodeJS.Timeout | undefined;
  private readonly pings = new Pings({
    send: (message) => this.send(message),
    lastHeard: () => this.connection?.lastHeard ?? 0,
  });
  /** What was sent as PASS. */
  private serverPassword: ServerPassword | undefined;
  private login: { readonly credentials: Credentials; readonly ok: boolean } | undefined;
  private address: Address;

  constructor(private readonly host: LinkHost, private readonly options: LinkOptions) {
    this.address = options.address;
    this.handshake = this.makeHandshake(undefined);
    this.online = new Online({
      capabilities: this.capabilities,
      session: host,
      hasCertificate: options.clientCertificate !== undefined,
      send: (message) => this.send(message),
      ping: (timeout) => this.pings.ask(timeout),
      pongCame: (token) => this.pings.answered(token),
      greeted: () => void this.greet(),
      lose: (loss, why) => this.lose(loss, why),
    });
  }

  /** Connects and registers; how it goes is told to the host. */
  async start(): Promise<void> {
    try {
      const { address, serverPasswords } = this.options;
      const [credentials, given] = await Promise.all([this.credentials(), serverPasswords.get(serverKey(address), address.password)]);
      if (!this.isOver()) await this.open(credentials, given);
    } catch (error) {
      const known = error instanceof ConnectError ? error : unexpectedError(this.address, error);
      if (!this.isOver()) this.fail(known.failure, known.message);
    }
  }

  /** What to log in with: the password that is kept for the name, or our certificate. */
  private async credentials(): Promise<Credentials | undefined> {
    const { nick, passwords, clientCertificate } = this.options;
    const password = await passwords?.get(serverKey(this.options.address), nick);
    if (password !== undefined) return { account: nick, password };
    return clientCertificate === undefined ? undefined : { account: nick, password: '' };
  }

  private async open(credentials: Credentials | undefined, given: ServerPassword | undefined): Promise<void> {
    const { host, options } = this;
    const { connection, security } = await openTransport({
      address: this.address,
      memory: options.tlsMemory,
      signal: this.abort.signal,
      own: options.clientCertificate,
      emit: (event) => host.emit(event),
      ask: (certificate, trusted) => host.askCertificate(certificate, trusted),
    });
    if (this.isOver()) {
      connection.destroy();
      return;
    }
    this.connection = connection;
    this.security = security;
    // What was kept is not told where others can read it: the person is asked, with words.
    const isTold = !isReadable(connection, security !== undefined);
    this.serverPassword = isTold || given?.givenNow === true ? given : undefined;
    const isLoginTold = isTold || credentials === undefined || credentials.password === '';
    if (!isLoginTold) host.loginFailed(credentials.account, t('problem.passwordReadable'), false);
    this.state = 'registering';
    this.handshake = this.makeHandshake(isLoginTold ? credentials : undefined);
    this.listenForSilence();
    connection.listen({
      message: (message) => this.receive(message),
      closed: (error) => this.closed(error),
    });
    this.handshake.start();
  }

  private makeHandshake(credentials: Credentials | undefined): Handshake {
    const { host, options } = this;
    return new Handshake(
      {
        send: (message) => this.send(message),
        refused: (refusal) => {
          clearTimeout(this.silence);
          host.refused(refusal);
        },
        registered: (nick) => this.registered(nick),
        turnedAway: (words) => this.fail('turned-away', t('problem.turnedAway', { why: words })),
        passwordWanted: () => this.wantPassword(),
        listed: () => this.obeySts(),
        login: (tried, result) => this.loginOver(tried, result),
      },
      this.capabilities,
      {
        nick: options.nick, fenceTimeout: options.fenceTimeout, credentials, serverPassword: this.serverPassword?.password,
        hasCertificate: options.clientCertificate !== undefined,
        ghostRetries: options.reconnecting ? ghostRetries : 0, ghostDelay,
      },
    );
  }

  /** @returns whether the connection is made anew */
  private obeySts(): boolean {
    const port = securePort(this.capabilities, this.address, this.security, this.options.tlsMemory);
    if (port === undefined) return false;
    this.connection?.destroy();
    this.capabilities.forget();
    this.address = { ...this.address, port, tls: true };
    this.state = 'connecting';
    clearTimeout(this.silence);
    void this.start();
    return true;
  }

  private loginOver(credentials: Credentials, result: SaslResult): void {
    this.login = { credentials, ok: result.ok };
    if (result.ok) this.host.keepPassword(credentials.account, credentials.password);
    else this.host.loginFailed(credentials.account, result.words, result.wrong);
  }

  /** Logs in: for a name that is refused without, or while we are online. */
  identify(account: string, password: string): void {
    if (this.state === 'online') {
      this.online.accounts.identify(password);
      return;
    }
    this.listenForSilence();
    this.handshake.identify({ account, password });
  }

  choose(nick: string): void {
    this.listenForSilence();
    this.handshake.choose(nick);
  }

  /** Sends what a person typed. @throws MessageFormatError */
  sendTyped(message: MessageParts): void {
    this.connection?.send(message);
  }

  /** Sends a message of the program's own. One that cannot be written, because of what the server had said, is left out. */
  send(message: MessageParts): void {
    try {
      this.sendTyped(message);
    } catch (error) {
      if (!(error instanceof MessageFormatError)) throw error;
    }
  }

  sendRaw(line: string): void {
    this.connection?.write(line);
  }

  /** Sends QUIT and closes; resolves when the server has it, after 500 ms at most. */
  async quit(reason: string): Promise<void> {
    const { connection } = this;
    const connected = connection !== undefined && this.state !== 'over';
    this.cleanUp();
    // https://modern.ircdocs.horse/#quit-message
    if (connected) await connection.end({ verb: 'QUIT', params: reason === '' ? [] : [reason] });
  }

  private receive(message: Message): void {
    if (this.state === 'registering') {
      if (!this.looksLikeIrc(message)) {
        this.fail('not-irc', t('problem.notChat', { host: this.address.host, port: this.address.port }));
        return;
      }
      this.heardIrc = true;
      if (announcesShutdown(message)) return this.fail('turned-away', t('problem.shuttingDown'));
      this.serverName ??= message.source?.includes('!') === true ? undefined : message.source;
      this.handshake.handle(message);
      if (!this.handshake.waitsForPerson) this.listenForSilence();
    }
    if (this.state === 'online') this.online.take(message);
  }

  /** A web server, SSH or a mail server greets in another way. */
  private looksLikeIrc({ verb, source }: Message): boolean {
    if (this.heardIrc) return true;
    if (source === undefined && /^(?:220|200|5\d\d)$/.test(verb)) return false;
    return /^(?:\d{3}|[A-Z]+)$/.test(verb);
  }

  private wantPassword(): void {
    if (this.isOver()) return;
    this.cleanUp();
    this.connection?.destroy();
    this.host.serverPasswordWanted(this.serverPassword !== undefined, this.isReadable);
  }

  private get isReadable(): boolean {
    return this.connection !== undefined && isReadable(this.connection, this.security !== undefined);
  }

  private registered(nick: string): void {
    this.state = 'online';
    clearTimeout(this.silence);
    if (this.serverPassword !== undefined) this.options.serverPasswords.keep(serverKey(this.options.address), this.serverPassword, this.isReadable);
    this.host.registered(nick);
    if (this.login?.ok === true) this.online.accounts.loggedIn(this.login.credentials.account);
    this.heartbeat = new Heartbeat({
      host: this.connection?.remoteAddress ?? this.address.host,
      interval: () => this.options.pingInterval(),
      ...(this.options.probe === undefined ? {} : { probe: this.options.probe }),
      protocolPing: (timeout) => this.pings.ask(timeout),
      measured: (milliseconds) => this.host.emit({ type: 'ping', milliseconds }),
      dead: (why) => this.lose('no-answer', why),
    });
    this.heartbeat.start();
  }

  private async greet(): Promise<void> {
    if (this.greeted) return;
    this.greeted = true;
    await this.pings.ask(greetingTimeout);
    if (this.isOver()) return;
    this.host.settled();
    this.online.settled(this.options.lastThere);
  }

  private closed(error: Error | undefined): void {
    if (this.state === 'online') {
      if (error === undefined) this.lose('closed', t('problem.closedByServer'));
      else this.lose('error', t('problem.connectionBroke', { why: error.message }));
    } else if (this.handshake.waitsForPerson) {
      this.cleanUp();
      this.host.closedWhileNaming();
    } else if (this.heardIrc) {
      this.fail('turned-away', t('problem.closedBefore'));
    } else {
      const { failure, message } = connectError(this.address, 'ECONNRESET');
      this.fail(failure, message);
    }
  }

  private listenForSilence(): void {
    clearTimeout(this.silence);
    if (this.state !== 'registering') return;
    this.silence = setTimeout(() => {
      const { host, port } = this.address;
      if (this.heardIrc) this.fail('timed-out', t('problem.stoppedAnswering', { host }));
      else this.fail('not-irc', t('problem.saysNothing', { host, port }));
    }, silenceTimeout);
  }

  private fail(failure: ConnectFailure, why: string): void {
    if (this.isOver()) return;
    this.cleanUp();
    this.connection?.destroy();
    this.host.failed(failure, why);
  }

  private lose(loss: Loss, why: string): void {
    if (this.isOver()) return;
    this.cleanUp();
    this.connection?.destroy();
    this.host.lost(loss, why);
  }

  private cleanUp(): void {
    this.state = 'over';
    this.abort.abort();
    clearTimeout(this.silence);
    this.handshake.stop();
    this.heartbeat?.stop();
    this.online.end();
    this.pings.end();
  }

  private isOver(): boolean {
    return this.state === 'over';
  }
}
