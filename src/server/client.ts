import { parse } from '../shared/message';
import { Numeric } from '../shared/numerics';
import { foldUnicode } from '../shared/casemap';
import { formatSource } from '../shared/source';
import type { SaslSession } from './accounts/sasl/session';
import type { CapabilitySet } from './capabilities';
import { runCommand } from './commands';
import { Connection, type ConnectionHandler } from './connection';
import { Event, type Deliverable } from './delivery';
import { Registration } from './registration';
import { Reply } from './reply';
import { announce } from './room';
import type { Server } from './server';
import type { Stranger } from './strangers';
import type { Link } from './transport/link';
import { User } from './user';

/** One peer of the server, from its first byte to its last: the connection, and the user once it is registered. */
export class Client implements ConnectionHandler, Stranger {
  readonly connection: Connection;
  readonly registration = new Registration();
  /** When the connection came, by `performance.now()`. */
  readonly connectedAt = performance.now();
  capabilities: CapabilitySet = 0;
  /** The version of CAP LS that the client asked with; 0 until it does. */
  capabilityVersion = 0;
  private person: User | undefined;
  /** The login by SASL that is under way. */
  sasl: SaslSession | undefined;
  /** When the PING that is not answered yet was sent, by `performance.now()`. */
  pingedAt: number | undefined;
  private isGone = false;

  constructor(
    readonly server: Server,
    link: Link,
  ) {
    this.connection = new Connection(link, server.flusher, server.turns, server.config, this);
  }

  /** Who they are, once they have registered. */
  get user(): User | undefined {
    return this.person;
  }

  set user(user: User | undefined) {
    this.person = user;
    if (user !== undefined) this.server.strangers.remove(this);
  }

  /** The nick that numerics are addressed to: `*` until there is one. */
  get displayNick(): string {
    return this.user?.nick ?? this.registration.nick ?? '*';
  }

  /** Whether this client has left; what was begun for it before is in vain. */
  get hasLeft(): boolean {
    return this.isGone;
  }

  /** The account that they are logged in to, as its owner wrote it. */
  get account(): string | undefined {
    return this.user === undefined ? this.registration.account : this.user.account;
  }

  /** Whether an account, given by its folded name, is theirs. */
  isLoggedInTo(key: string): boolean {
    return this.account !== undefined && foldUnicode(this.account) === key;
  }

  /** `nick!user@host`, with `*` for what is not known yet. */
  get source(): string {
    return this.user?.source ?? formatSource(this.displayNick, this.registration.username ?? '*', this.host);
  }

  get host(): string {
    return this.connection.remoteAddress;
  }

  send(lines: Buffer): void {
    this.connection.send(lines);
  }

  /** Hands over an event in the shape that this client asked for. */
  deliver(event: Deliverable): void {
    try {
      const line = event.encodedFor(this.capabilities);
      if (line !== undefined) this.connection.outbox.push(line, event.canWait);
    } catch (error) {
      // The others are to have it all the same, and whoever published it is in the middle of something.
      this.server.faults.note('delivery', error);
    }
  }

  onLine(line: string): void {
    if (this.isGone) return;
    const message = parse(line);
    if (message !== undefined) runCommand(this, message);
  }

  onTooLong(): void {
    const { lineLength, tagsLength } = this.server.config;
    this.answer((reply) => reply.numeric(Numeric.ERR_INPUTTOOLONG, `The line is too long: at most ${lineLength} bytes, and ${tagsLength} of tags`));
  }

  onInvalidUtf8(): void {
    this.answer((reply) => reply.fail('*', 'INVALID_UTF8', 'The line is not valid UTF-8; set your client to UTF-8'));
  }

  onClose(reason: string): void {
    this.server.pause.run(() => {
      this.server.faults.attempt('connection', () => this.leave(reason));
      this.server.forget(this);
    });
  }

  /** Makes room for others: whoever has not registered goes first. */
  cut(): void {
    this.leave('No room');
    this.connection.destroy();
    this.server.forget(this);
  }

  /** Lines of theirs wait for long. Whether somebody is still there shows when something is written to them. */
  onDelayed(): void {
    this.send(Buffer.from(`PING :${this.server.name}\r\n`));
  }

  onFault(error: unknown): void {
    this.server.faults.note('connection', error);
  }

  /**
   * Ends this client's stay: others are told, the name is free at once, the connection closes.
   * @param reason what others are told
   * @param lastWords what the client itself is told, as an ERROR
   */
  quit(reason: string, lastWords = `Closing link: ${reason}`): void {
    this.leave(reason);
    this.connection.end(reason, lastWords);
  }

  /** As {@link quit}, with the person's own words, which are not told where they may not speak. */
  quitSaying(text: string): void {
    const reason = text === '' ? 'Quit' : `Quit: ${text}`;
    this.leave(reason, true, 'Quit');
    this.connection.end(reason, `Closing link: ${reason}`);
  }

  /** As {@link quit}, for somebody who is made to go: nothing keeps their place. */
  expel(reason: string): void {
    const key = foldUnicode(this.account ?? '');
    if (this.server.presences.find(key)?.client === this) this.server.presences.end(key, reason);
    else this.leave(reason, false);
    this.connection.end(reason, `Closing link: ${reason}`);
  }

  /** Ends a connection whose user goes on with another one: nobody is told, and nothing of the user's is lost. */
  supersede(reason: string): void {
    this.isGone = true;
    this.connection.end(reason, `Closing link: ${reason}`);
  }

  /** Makes this a client whose connection is lost, and which waits for its owner: see `Presences`. */
  markAbsent(): void {
    this.isGone = true;
    // What is delivered is for nobody: it is shaped in the cheapest way.
    this.capabilities = 0;
  }

  /** Makes the registered user; the name has been claimed before. */
  become(nick: string, username: string, realname: string): User {
    this.user = new User(this, nick, username, realname, this.host);
    this.user.account = this.registration.account;
    this.user.away = this.registration.away;
    this.server.users.add(this.user);
    this.server.unregistered.delete(this);
    return this.user;
  }

  private answer(write: (reply: Reply) => void): void {
    this.server.faults.attempt('reply', () => {
      const reply = new Reply(this, undefined);
      write(reply);
      reply.end();
    });
  }

  /**
   * @param mayStay whether their place is kept for those who asked for that
   * @param wordless what is told in their reason's place where they may not speak
   */
  private leave(reason: string, mayStay = true, wordless = reason): void {
    if (this.isGone) return;
    this.isGone = true;
    this.server.unregistered.delete(this);
    if (mayStay && this.user !== undefined && this.server.presences.keep(this.user)) this.markAbsent();
    else this.depart(reason, wordless);
  }

  /** Takes the user out of the books, and the name with it. */
  depart(reason: string, wordless = reason): void {
    const { user } = this;
    const nick = user?.nick ?? this.registration.nick;
    if (user !== undefined) {
      this.server.users.remove(user);
      // When everybody leaves at once, nobody is left to be told.
      if (!this.server.isStopping) announce(quitEvent(user, reason), user, wordless === reason ? undefined : quitEvent(user, wordless));
      for (const room of [...user.invitations]) room.forgetInvitation(user);
      for (const room of [...user.rooms]) {
        room.remove(user);
        this.server.rooms.closeIfEmpty(room);
      }
    }
    if (nick !== undefined) this.server.names.release(nick, this);
    // The connection may take a moment to close; nobody finds or counts somebody who has left.
    this.user = undefined;
    user?.noteChange();
  }
}

function quitEvent(user: User, reason: string): Event {
  return new Event({ source: user.source, from: user, verb: 'QUIT', params: [reason] });
}
