import { readFileSync } from 'node:fs';
import type { Server as NetServer, Socket } from 'node:net';
import path from 'node:path';
import { foldUnicode } from '../shared/casemap';
import { addressKey, displayAddress, isLoopback } from './address';
import { Admission } from './admission';
import { Accounts } from './accounts/accounts';
import { offerAccounts } from './accounts/offers';
import { PresenceStore } from './accounts/presence-store';
import { Presences } from './accounts/presences';
import { Announcer } from './announcer';
import { CapabilityOffers, type capabilityBits } from './capabilities';
import { offerRooms } from './chanserv/chanserv';
import { Client } from './client';
import { ClockGuard } from './clock-guard';
import type { Config } from './config';
import type { Connection } from './connection';
import { connectionsWith, descriptorLimit } from './descriptors';
import { Faults } from './faults';
import { Returning } from './handover/returning';
import { sessionOf, SessionStore } from './handover/sessions';
import type { Give, Supervised } from './handover/incumbent';
import { Arrivals } from './handover/interim';
import { Pause } from './handover/pause';
import { History, offerHistory } from './history/history';
import { ReadMarkers } from './history/markers';
import { Listener, reachableAddresses, type Listening } from './listener';
import type { Logger } from './log';
import { MemoryWatch } from './memory-watch';
import { Metadata } from './metadata/metadata';
import { Names } from './names';
import { Audit } from './operators/audit';
import { tellOperators } from './operators/acts';
import { ServerBans } from './operators/bans';
import { Warnings } from './operators/warnings';
import { OutboxFlusher } from './outbox';
import { Reloader } from './reload';
import { Rooms } from './rooms';
import { SilenceSweep } from './silence-sweep';
import { Services } from './services/service';
import { StorageAlarm } from './storage-alarm';
import { Database } from './store/database';
import { Inspection } from './store/inspection';
import { faultBehind, NotStoredError } from './store/not-stored';
import { RoomStore } from './store/rooms';
import { gatewaysAt } from './transport/gateways';
import { Strangers } from './strangers';
import type { Surroundings } from './surroundings';
import { allowLineLength, formatLine } from './text';
import type { Link } from './transport/link';
import { Turns } from './turns';
import { Transport } from './transport/transport';
import { Users } from './users';

/** How often the memory is looked at, in ms. */
const memoryInterval = 1000;
/** How long {@link Server.stop} waits for the process beside the database, in ms; */
const releaseTime = 400;
/** and for clients that do not read. */
const stopTime = 1500;

/** The capabilities that need nothing but this module. */
const alwaysOffered = [
  'away-notify', 'batch', 'cap-notify', 'echo-message', 'extended-join', 'extended-monitor', 'invite-notify', 'labeled-response',
  'message-tags', 'multi-prefix', 'no-implicit-names', 'server-time', 'setname', 'standard-replies', 'userhost-in-names',
  'draft/channel-rename', 'draft/extended-isupport', 'draft/pre-away',
] as const satisfies readonly (keyof typeof capabilityBits)[];

/** A running server: owns the users, the rooms and the names. */
export class Server implements Supervised {
  readonly startedAt = new Date();
  /** What was thrown and nobody expected. */
  readonly faults: Faults;
  /** The settings. The object stays the same when they are read again; only {@link Reloader} writes into it. */
  readonly config: Config;
  readonly reloader = new Reloader(this);
  readonly names = new Names();
  readonly rooms: Rooms;
  readonly flusher: OutboxFlusher;
  /** How the event loop is shared between addresses. */
  readonly turns: Turns;
  readonly database: Database;
  /** Says whether something may be deleted because of its age. */
  readonly clock: ClockGuard;
  /** What is offered to clients; each feature puts its own in. */
  readonly offers = new CapabilityOffers();
  /** Further tokens of 005 with their values; each feature puts its own in. */
  readonly isupport = new Map<string, string>();
  readonly accounts: Accounts;
  /** What was said; undefined where it is not kept (`history = false`). */
  readonly history: History | undefined;
  readonly markers: ReadMarkers;
  readonly storageAlarm = new StorageAlarm(this);
  readonly services = new Services();
  readonly presences: Presences;
  readonly metadata: Metadata;
  /** While another process tries to take over. */
  readonly pause = new Pause();
  readonly audit: Audit;
  readonly bans: ServerBans;
  /** What operators should know. */
  readonly warnings = new Warnings((words) => this.faults.attempt('delivery', () => tellOperators(this, words)));
  /** How often each command was used. */
  readonly commandCounts = new Map<string, number>();
  /** Who is connected and has not registered. */
  readonly strangers = new Strangers();
  /** Every connection, registered or not. */
  readonly clients = new Set<Client>();
  /** Those of them that have neither registered nor left yet. */
  readonly unregistered = new Set<Client>();
  readonly users = new Users(() => this.config.maxWhowas);
  /** The server as the source of a message: has a dot, so that no client takes it for a person. */
  readonly name: string;
  /** The lines of the message of the day; none where there is no motd.txt. */
  motd: readonly string[] = [];
  readonly admission: Admission;
  readonly memory: MemoryWatch;
  readonly transport: Transport;
  /** Those who may come back after a restart. */
  readonly returning: Returning;
  private readonly sessions: SessionStore;
  private readonly announcer: Announcer;
  private readonly listener = new Listener((socket) => this.arrive(socket));
  private readonly sweep: SilenceSweep;
  private inspection: Inspection | undefined;
  private readonly memoryTimer: NodeJS.Timeout;
  private listening: Listening = { host: '', port: 0 };
  private stopping: Promise<void> | undefined;
  /** Who has come while there was a pause. */
  private readonly arrivals = new Arrivals();

  /** @throws StoreError when the data folder cannot be used */
  constructor(
    config: Config,
    readonly log: Logger,
    readonly surroundings: Surroundings = {},
  ) {
    this.faults = new Faults(log);
    this.turns = new Turns(this.faults);
    this.config = { ...config };
    allowLineLength(config.lineLength);
    this.name = `${config.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'ritrovo'}.chat`;
    this.flusher = new OutboxFlusher(() => this.commit(), this.faults);
    this.database = new Database(config.data, config.durability, () => this.flusher.schedule(), log);
    this.database.onLost(() => this.flusher.revise());
    this.database.onFault((error) => this.storageAlarm.raise(error));
    this.clock = new ClockGuard(this.database, log, (words) => this.warnings.set('clock', words));
    this.sessions = new SessionStore(this.database);
    const sessions = this.sessions.take();
    const presences = new PresenceStore(this.database);
    const ofReturning = sessions.flatMap(({ rooms }) => rooms.map(({ name }) => name));
    const ofAbsent = presences.all().flatMap(({ rooms }) => rooms.map(({ name }) => name));
    this.rooms = new Rooms(config.room, new RoomStore(this.database), [...ofReturning, ...ofAbsent]);
    this.returning = new Returning(this, sessions);
    this.audit = new Audit(this.database);
    this.bans = new ServerBans(this.database, this.clock);
    this.accounts = new Accounts(this.database, () => this.config);
    for (const name of alwaysOffered) this.offers.set(name);
    this.accounts.onDrop(({ name }) => () => this.returning.forgetAccount(name));
    offerAccounts(this);
    offerRooms(this);
    this.markers = new ReadMarkers(this.database, this.accounts);
    this.history = config.history ? new History(this) : undefined;
    if (this.history !== undefined) this.rooms.writeTo(this.history.recorder);
    offerHistory(this);
    this.metadata = new Metadata(this);
    this.presences = new Presences(this, presences);
    this.presences.restore();
    const waiting = new Set(ofReturning.map(foldUnicode));
    this.rooms.stopWaiting(ofAbsent.filter((name) => !waiting.has(foldUnicode(name))));
    this.readMotd();
    this.announcer = new Announcer(log);
    this.admission = new Admission(this.config, {
      banned: (address) => this.bans.refusalFor(address),
      isGateway: (address) => gatewaysAt(address, this.config.webirc).length > 0,
      strangers: this.strangers,
      mostConnections: this.mostConnections(),
    });
    this.transport = new Transport(this);
    this.memory = new MemoryWatch(this.config, this.admission, () => this.connections(), log);
    this.memoryTimer = this.faults.every(memoryInterval, () => this.memory.check());
    this.sweep = new SilenceSweep(this.clients, this.config, this.name, this);
    this.database.keepMigrations();
  }

  /** The port that it listens on. */
  get port(): number {
    return this.listening.port;
  }

  /** All ports that it listens on. */
  get ports(): number[] {
    return this.listener.ports;
  }

  /** The address that it listens on. */
  get host(): string {
    return this.listening.host;
  }

  /** The SHA-256 of its certificate, `AB:CD:…`; undefined where TLS is off. */
  get certificateFingerprint(): string | undefined {
    return this.transport.fingerprint;
  }

  /** The addresses by which others reach it. */
  get addresses(): string[] {
    return reachableAddresses(this.host);
  }

  /** Whether everybody is being told to leave. */
  get isStopping(): boolean {
    return this.admission.isStopping;
  }

  /** @throws ListenError, ConfigError */
  async listen(): Promise<void> {
    const { host, port, extraPorts } = this.config;
    const { inheritance } = this.surroundings;
    try {
      await this.transport.prepare();
      await inheritance?.untilComplete();
      this.listening = inheritance === undefined ? await this.listener.listen(host, port, extraPorts) : this.listener.adopt(inheritance, this.config);
      this.transport.begin();
      await this.announce();
      if (this.surroundings.inspectsDatabase === true) this.inspect();
    } catch (error) {
      this.stopTimers();
      this.transport.close('');
      this.database.close();
      await this.database.released;
      throw error;
    }
  }

  private inspect(): void {
    this.inspection = new Inspection(this.database.file, this.log, (words) => this.warnings.set('database', words));
  }

  private async announce(): Promise<void> {
    const { name, room, announce, password } = this.config;
    if (!announce || isLoopback(this.host)) return;
    await this.announcer.start({ name, port: this.port, room, fingerprint: this.certificateFingerprint, hasPassword: password !== undefined });
  }

  /** Reads the message of the day from the data folder; there is none where there is no file. */
  readMotd(): void {
    this.motd = readMotd(this.config.data);
  }

  /** Takes a client out of the books, when its connection is gone. */
  forget(client: Client): void {
    this.strangers.remove(client);
    if (this.clients.delete(client)) this.admission.leave(client.host);
  }

  /** Tells everybody SHUTDOWN, closes every connection within two seconds, and writes what is left to write. */
  stop(): Promise<void> {
    this.stopping ??= this.stopForGood();
    return this.stopping;
  }

  /** See {@link Supervised}, as for the next ones. */
  async stepAside(): Promise<void> {
    if (this.stopping !== undefined) throw new Error('the server is stopping');
    this.flusher.pause();
    try {
      await this.pause.begin();
      this.leaveWhoIsWhere();
      this.flusher.flush();
      this.database.stepAside();
    } catch (error) {
      this.flusher.resume();
      this.pause.end();
      throw error;
    }
  }

  handOver(give: Give): Promise<void> {
    return this.listener.handOver(give);
  }

  stopListening(): void {
    this.listener.close();
  }

  listenAgain(listener: NetServer): void {
    this.listener.take(listener);
  }

  resume(): Promise<void> {
    try {
      this.database.stepBack();
    } catch (error) {
      this.storageAlarm.raise(error);
    }
    this.flusher.resume();
    this.pause.end();
    for (const socket of this.arrivals.taken()) this.accept(socket);
    return Promise.resolve();
  }

  refuse(why: string): void {
    this.log.error(`not restarted: ${why}`);
    tellOperators(this, why);
  }

  leave(give: Give): Promise<void> {
    this.stopping ??= this.leaveBehind(give);
    return this.stopping;
  }

  private async stopForGood(): Promise<void> {
    // Whoever is still waited for is written down already where another process has the folder.
    if (!this.database.isGivenAway) this.returning.giveUp();
    await Promise.all([this.announcer.stop(true), this.shutDown('SHUTDOWN', 'SHUTDOWN')]);
  }

  private async leaveBehind(give: Give): Promise<void> {
    this.returning.leaveToNext();
    this.listener.close();
    await this.arrivals.giveTo(give);
    await this.announcer.stop(false);
    this.flusher.resume();
    await this.shutDown('The server restarts and is back in a moment; connect again, and you are where you were', 'Server restarting, reconnect');
  }

  private leaveWhoIsWhere(): void {
    try {
      this.writeDownWhoIsWhere();
      this.database.commit();
    } catch (error) {
      throw faultBehind(error);
    }
  }

  private writeDownWhoIsWhere(): void {
    const others = [...this.users].filter((user) => !this.presences.isKept(user));
    this.sessions.save([...this.returning.pending, ...others.map(sessionOf)]);
    this.rooms.keepAll();
    this.clock.save();
    for (const room of this.rooms.all) this.metadata.keepRoom(room);
  }

  /**
   * @param words what everybody is told
   * @param lastWords what their connections end with (ERROR)
   */
  private async shutDown(words: string, lastWords: string): Promise<void> {
    const startedAt = performance.now();
    this.admission.isStopping = true;
    this.listener.close();
    this.stopTimers();
    const notice = Buffer.from(`${formatLine({ source: this.name, verb: 'NOTICE', params: ['*', words] })}\r\n`);
    this.transport.close(`${notice.toString()}ERROR :${lastWords}\r\n`);
    const closed = [...this.clients].map(
      (client) =>
        new Promise<void>((resolve) => {
          client.connection.onceClosed(resolve);
          client.send(notice);
          client.connection.end(lastWords, lastWords);
        }),
    );
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopTime - (performance.now() - startedAt))));
    await Promise.race([Promise.all(closed), tooLong]);
    clearTimeout(timer);
    for (const client of this.clients) client.connection.destroy();
    this.presences.close();
    this.history?.stop();
    this.clock.mayDelete();
    this.clock.save();
    // What cannot be written keeps nobody from ending.
    this.faults.attempt('send', () => this.commit());
    try {
      this.database.close();
    } catch (error) {
      this.storageAlarm.raise(error);
    }
    await Promise.race([this.database.released, new Promise<void>((resolve) => (timer = setTimeout(resolve, releaseTime)))]);
    clearTimeout(timer);
    this.storageAlarm.stop();
  }

  private commit(): void {
    if (!this.database.isDirty) return;
    const startedAt = performance.now();
    try {
      this.database.commit();
      this.flusher.traffic.committed(performance.now() - startedAt);
    } catch (error) {
      // What counted on it has been taken back, and the alarm was raised.
      if (!(error instanceof NotStoredError)) throw error;
    }
  }

  private arrive(socket: Socket): void {
    if (!this.faults.attempt('arrival', () => this.accept(socket))) socket.destroy();
  }

  /** Takes a socket that has just come. */
  accept(socket: Socket): void {
    if (this.pause.isOn) {
      this.arrivals.add(socket);
      return;
    }
    // Gone before we could look at it.
    if (socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const address = displayAddress(socket.remoteAddress);
    const refusal = this.admission.enter(address);
    if (refusal !== undefined) {
      this.log[this.admission.isNews(address) ? 'warn' : 'debug']({ address }, `refused: ${refusal.words}`);
      this.transport.refuse(socket, refusal.words);
      return;
    }
    this.transport.take(socket, address);
  }

  /** Takes a peer that speaks IRC. */
  admit(link: Link): void {
    try {
      const client = new Client(this, link);
      this.clients.add(client);
      this.unregistered.add(client);
      this.strangers.add(addressKey(client.host), client);
    } catch (error) {
      this.admission.leave(link.address);
      throw error;
    }
  }

  /** How many connections the system allows; said where that is less than the setting. */
  private mostConnections(): number {
    const descriptors = descriptorLimit();
    if (descriptors === undefined) return Infinity;
    const most = connectionsWith(descriptors);
    if (most < this.config.maxConnections) {
      this.log.warn({ descriptors }, `this process may have ${descriptors} files open, so that there is room for ${most} connections rather than max-connections; raise it with ulimit -n or LimitNOFILE`);
    }
    return most;
  }

  private *connections(): Generator<Connection> {
    for (const { connection } of this.clients) yield connection;
  }

  private stopTimers(): void {
    this.sweep.stop();
    this.inspection?.stop();
    clearInterval(this.memoryTimer);
  }
}

function readMotd(folder: string): string[] {
  try {
    return readFileSync(path.join(folder, 'motd.txt'), 'utf8').trimEnd().split(/\r?\n/);
  } catch {
    return [];
  }
}
