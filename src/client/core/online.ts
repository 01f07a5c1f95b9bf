import type { Message, MessageParts } from '../../shared/message';
import { Accounts } from './accounts';
import { Actions } from './actions';
import { Batches } from './batches';
import type { Capabilities } from './capabilities';
import { handlerFor } from './handlers';
import type { Context } from './handlers/context';
import { whoxToken } from './handlers/whois';
import { History } from './history';
import type { LinkHost } from './link-host';
import type { Loss } from './events';
import { Pacer } from './pacer';
import { PresenceWatch } from './presence';
import type { RoomState } from './room';
import { RaisedHands } from './raised-hands';
import { Requests } from './requests';
import { TypingHeard, TypingTold } from './typing';
import type { MultilineLimits } from './whole-texts';

/** Automatic answers: so many in so many ms. */
const maxAnswers = 3;
const answerWindow = 10_000;
/** The most members of a room whose accounts are asked for. */
const maxAskedMembers = 300;
/** What a server takes in one message that does not say: bytes and lines. */
const usualMultiline: MultilineLimits = { bytes: 4096, lines: 24 };

/** What the connection gives to what runs on it. */
export interface OnlineHost {
  readonly capabilities: Capabilities;
  readonly session: LinkHost;
  readonly hasCertificate: boolean;
  send(message: MessageParts): void;
  /** A PING: the ms until its answer, or undefined. */
  ping(timeout: number): Promise<number | undefined>;
  pongCame(token: string): void;
  greeted(): void;
  lose(loss: Loss, why: string): void;
}

/** Everything that runs on one connection once we are registered. */
export class Online {
  readonly requests: Requests;
  readonly history: History;
  readonly actions: Actions;
  readonly accounts: Accounts;
  readonly pacer: Pacer;
  readonly typing: TypingTold;
  readonly presence: PresenceWatch;
  readonly context: Context;
  private readonly heard: TypingHeard;
  private readonly hands: RaisedHands;
  private readonly batches: Batches;
  private answers: number[] = [];
  private isSettled = false;
  /** The room that the server joined us to by itself, if there is one. */
  private sharedRoom: string | undefined;

  constructor(private readonly host: OnlineHost) {
    const { capabilities, session } = host;
    const { store } = session;
    const send = (message: MessageParts): void => host.send(message);
    this.heard = new TypingHeard(store);
    this.batches = new Batches({
      message: (message) => handlerFor(message.verb)(message, this.context),
      whole: (batch) => void this.requests.answered(batch),
    });
    this.requests = new Requests({
      send,
      get hasLabels() { return capabilities.has('labeled-response'); },
      fold: (name) => store.fold(name),
    });
    this.actions = new Actions({
      store, capabilities, send,
      hasServices: () => this.accounts.hasServices,
      returned: (room, text, why) => session.emit({ type: 'text-returned', room, text, why }),
    });
    this.hands = new RaisedHands({
      tell: (room, since) => this.actions.raiseHand(room, since),
    });
    this.presence = new PresenceWatch({ store, send });
    this.typing = new TypingTold((room, state) => this.actions.typing(room, state));
    this.pacer = new Pacer({ send, fence: (timeout) => host.ping(timeout) });
    this.accounts = new Accounts({
      capabilities,
      get nick() { return store.nick; },
      hasCertificate: host.hasCertificate,
      send,
      emit: (event) => session.emit(event),
      keep: (account, password) => session.keepPassword(account, password),
      changed: () => session.connectionChanged(),
    });
    this.context = this.makeContext();
    this.history = new History({ store, capabilities, requests: this.requests, context: this.context, emit: (event) => session.emit(event) });
    store.hasHistory = false;
  }

  take(message: Message): void {
    if (message.verb === 'ACK') this.requests.acknowledged(message.tags.get('label'));
    this.batches.take(message);
  }

  /** The greeting is over. `since`: when we were there last, where we were. */
  settled(since: Date | undefined): void {
    const { store } = this.host.session;
    this.isSettled = true;
    store.hasHistory = this.history.isThere;
    this.accounts.settled();
    this.presence.start();
    for (const room of store.rooms) if (!room.isChannel) this.opened(room);
    void this.history.conversations(since);
  }

  /** A private conversation was opened. */
  opened(room: RoomState): void {
    this.presence.watch(room.name);
    this.actions.askRead(room.name);
    void this.history.catchUp(room);
  }

  get multiline(): MultilineLimits | undefined {
    const { capabilities } = this.host;
    if (!this.actions.features.hasMultiline) return undefined;
    return {
      bytes: capabilities.numberOf('draft/multiline', 'max-bytes') ?? usualMultiline.bytes,
      lines: capabilities.numberOf('draft/multiline', 'max-lines') ?? usualMultiline.lines,
    };
  }

  end(): void {
    this.requests.end();
    this.history.end();
    this.heard.end();
    this.hands.end();
    this.typing.end();
    this.pacer.end();
    this.presence.end();
  }

  private joined(name: string): void {
    const { store } = this.host.session;
    const room = store.room(name);
    if (room === undefined) return;
    store.hasHistory = this.history.isThere;
    if (!this.isSettled) this.sharedRoom ??= room.name;
    void this.history.catchUp(room);
    this.hands.joined(room);
    // https://modern.ircdocs.horse/#mode-message: whether it is moderated.
    this.host.send({ verb: 'MODE', params: [room.name] });
    if (store.isupport.has('WHOX')) void this.askMembers(room);
  }

  /** Who is away and who is who, once; afterwards the server tells. Only where that is little. */
  private async askMembers(room: RoomState): Promise<void> {
    await this.host.ping(answerWindow);
    if (room.joined && room.memberCount <= maxAskedMembers) this.host.send({ verb: 'WHO', params: [room.name, `%tcnfa,${whoxToken}`] });
  }

  /**
   * The shared room obeys the operators of its server, though they have no rank in it: with one, everybody sees who
   * announces and who may write. On other servers, where no room is given to us, nothing is taken.
   */
  private serverOperator(isOne: boolean): void {
    const { sharedRoom, host } = this;
    const { store } = host.session;
    const room = sharedRoom === undefined ? undefined : store.room(sharedRoom);
    if (room?.joined !== true || !this.actions.features.hasClassroom || room.isOperator === isOne) return;
    host.send({ verb: 'MODE', params: [room.name, isOne ? '+o' : '-o', store.nick] });
  }

  private arrived(name: string): void {
    const room = this.host.session.store.room(name);
    if (room !== undefined) this.hands.arrived(room);
  }

  private mayAnswer(): boolean {
    const now = performance.now();
    this.answers = this.answers.filter((time) => now - time < answerWindow);
    if (this.answers.length >= maxAnswers) return false;
    this.answers.push(now);
    return true;
  }

  private makeContext(): Context {
    const { host } = this;
    const { session } = host;
    return {
      store: session.store,
      live: true,
      pending: session.pending,
      capabilities: host.capabilities,
      typing: this.heard,
      labelOf: (message) => message.tags.get('label') ?? this.batches.labelOf(message),
      send: (message) => host.send(message),
      emit: (event) => session.emit(event),
      lost: (loss, why) => host.lose(loss, why),
      pongCame: (token) => host.pongCame(token),
      greeted: () => host.greeted(),
      joined: (room) => this.joined(room),
      arrived: (name) => this.arrived(name),
      takeAwaitedJoin: (room) => session.takeAwaitedJoin(room),
      renamed: () => session.renamed(),
      nickRefused: (nick) => session.nickRefused(nick),
      mayAnswer: () => this.mayAnswer(),
      takeUnechoed: (room) => session.takeUnechoed(room),
      loggedIn: (account) => this.accounts.loggedIn(account),
      aboutAccount: (message) => this.accounts.take(message),
      userhostCame: (answer) => this.accounts.userhostCame(answer),
      serverOperator: (isOne) => this.serverOperator(isOne),
      requestRefused: (message) => this.requests.refused(message, message.tags.get('label') ?? this.batches.labelOf(message)),
      isonAnswered: (names) => this.presence.isonAnswered(names),
      capabilitiesChanged: () => session.connectionChanged(),
    };
  }
}
