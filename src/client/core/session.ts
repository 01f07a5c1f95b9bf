import type { Address } from '../../shared/address';
import { t } from '../i18n';
import type { Client, ConnectionInfo, Features, SubmitOptions, TypingState, Unsubscribe } from './client';
import type { ClientEvent, NotificationLevel, Phase, Room } from './events';
import { partsOf, takeInput, type InputHost } from './input';
import { Joining } from './joining';
import { Lifecycle } from './lifecycle';
import type { Link } from './link';
import { asTyped, PendingTexts } from './pending';
import { ReadMarks } from './read-marks';
import { RememberedRooms } from './remembered-rooms';
import { ReturnedTexts } from './returned';
import type { NewItem } from './room';
import { Search } from './search';
import { Sending } from './sending';
import type { SessionOptions } from './session-options';
import { Store } from './store';
import { serverKey } from './transport';

/** The most pings that are remembered. */
const maxPings = 60;

const noFeatures: Features = {
  canReply: false, canReact: false, canEdit: false, canRedact: false, canSearch: false, canTell: false, hasHistory: false,
  hasReadMarkers: false, hasMultiline: false, canRegister: false, hasEcho: false, hasClassroom: false,
};

/** The client without a window: it takes commands and tells events. */
export class Session implements Client {
  private readonly listeners = new Set<(event: ClientEvent) => void>();
  private readonly store: Store;
  private readonly pending: PendingTexts;
  private readonly life: Lifecycle;
  private readonly reads: ReadMarks;
  private readonly searching: Search;
  private readonly sending: Sending;
  private readonly returned = new ReturnedTexts();
  private readonly joining: Joining;
  private readonly remembered: RememberedRooms;
  private pings: readonly (number | undefined)[] = [];

  constructor(private readonly options: SessionOptions = {}) {
    const emit = (event: ClientEvent): void => this.emit(event);
    this.reads = new ReadMarks((room, time) => {
      options.roomMemory?.setRead(this.server, room, time);
      this.life.link?.online.actions.markRead(room, time);
    });
    this.remembered = new RememberedRooms({ memory: options.roomMemory, server: () => this.server, fold: (name) => this.store.fold(name) });
    this.store = new Store({
      emit,
      wasRead: (room) => this.reads.changed(room),
      notifications: () => options.notifications?.() ?? 'mentions',
      levelOf: (room) => options.roomMemory?.levelOf(this.server, room),
      readUpTo: (room) => options.roomMemory?.readUpTo(this.server, room),
      conversation: (nick, open) => this.conversation(nick, open),
      entered: (room) => this.remembered.entered(room),
      left: (room) => this.remembered.left(room),
      renamed: (from, to) => {
        this.remembered.renamed(from, to);
        this.sending.renamed(from, to);
      },
      missed: (room, items) => this.lookForReturned(room, items),
    });
    this.pending = new PendingTexts((room) => this.store.apply({ type: 'outgoing', room, outgoing: this.pending.of(room, this.store.fold) }));
    this.searching = new Search({ store: this.store, emit });
    this.life = new Lifecycle({
      store: this.store,
      pending: this.pending,
      emit,
      forget: (why) => this.forgetConnection(why),
      settled: (link) => this.joining.settled(link),
      takeAwaitedJoin: (room) => this.joining.takeAwaited(room),
      takeUnechoed: (room) => this.sending.takeUnechoed(room),
    }, options);
    this.joining = new Joining({
      store: this.store,
      address: () => this.life.address,
      remembered: () => this.remembered.all,
      fallback: options.room ?? '#lobby',
    });
    this.sending = new Sending({ store: this.store, pending: this.pending, emit, link: () => this.life.link });
  }

  get phase(): Phase {
    return this.life.phase;
  }

  get rooms(): readonly Room[] {
    return this.store.rooms;
  }

  get activeRoom(): Room | undefined {
    return this.store.active;
  }

  get network(): string | undefined {
    return this.store.isupport.get('NETWORK');
  }

  get nick(): string {
    return this.store.nick;
  }

  get features(): Features {
    return this.phase.name === 'online' ? this.life.link?.online.actions.features ?? noFeatures : noFeatures;
  }

  get connection(): ConnectionInfo {
    const { link } = this.life;
    return {
      address: this.life.address,
      serverName: link?.serverName,
      secure: link?.security !== undefined,
      cipher: link?.security?.cipher,
      certificate: link?.security?.certificate,
      trust: link?.security?.trust,
      account: link?.online.accounts.account,
      pings: this.pings,
    };
  }

  on(listener: (event: ClientEvent) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  connect(address: Address, nick: string): void {
    this.pings = [];
    this.life.connect(address, nick);
  }

  cancel(): void {
    this.life.cancel();
  }

  choose(nick: string): void {
    this.life.choose(nick);
  }

  submit(text: string, options: SubmitOptions = {}): void {
    takeInput(text, this.inputHost(), options);
  }

  partsOf(text: string): number {
    return partsOf(text, this.store.active?.name ?? '', this.inputHost());
  }

  stopSending(room: string): void {
    this.sending.stop(room);
  }

  activate(room: string): void {
    this.store.apply({ type: 'activate', room });
  }

  setAttention(present: boolean): void {
    this.store.apply({ type: 'attention', present });
  }

  markRead(room: string): void {
    this.store.apply({ type: 'read', room, time: undefined });
  }

  loadOlder(name: string): void {
    const room = this.store.room(name);
    if (room !== undefined) void this.online?.history.older(room);
  }

  loadNewer(name: string): void {
    const room = this.store.room(name);
    if (room !== undefined) void this.online?.history.newer(room);
  }

  openAround(name: string, msgid: string): void {
    this.store.apply({ type: 'open', room: name });
    const room = this.store.room(name);
    const there = room?.list.newest.find((item) => item.kind === 'message' && item.msgid === msgid);
    if (room !== undefined && there !== undefined) {
      this.store.apply({ type: 'latest', room: room.name });
      this.emit({ type: 'items-reset', room: room.name, focus: there.id });
    } else if (room !== undefined && this.online !== undefined) {
      void this.online.history.around(room, msgid);
    } else {
      this.emit({ type: 'not-found', room: name, msgid });
    }
  }

  showLatest(room: string): void {
    this.store.apply({ type: 'latest', room });
  }

  react(room: string, msgid: string, reaction: string): void {
    this.online?.actions.react(room, msgid, reaction, true);
  }

  unreact(room: string, msgid: string, reaction: string): void {
    this.online?.actions.react(room, msgid, reaction, false);
  }

  edit(room: string, msgid: string, text: string): void {
    this.online?.actions.edit(room, msgid, text);
  }

  redact(room: string, msgid: string, reason = ''): void {
    this.online?.actions.redact(room, msgid, reason);
  }

  setTyping(room: string, state: TypingState): void {
    if (this.options.tellTyping?.() !== false) this.online?.typing.set(room, state);
  }

  search(query: string, room: string | undefined): number {
    const { link } = this.life;
    const remote = this.online === undefined || link === undefined ? undefined : {
      capabilities: link.capabilities, requests: this.online.requests, context: this.online.context,
    };
    return this.searching.start(query, room, remote);
  }

  protectName(password: string): void {
    this.online?.accounts.protect(password);
  }

  identify(password: string): void {
    this.life.identify(password);
  }

  giveServerPassword(password: string): void {
    this.life.giveServerPassword(password);
  }

  answerCertificate(answer: 'trust' | 'once' | 'no'): void {
    this.life.answerCertificate(answer);
  }

  setNotificationLevel(room: string, level: NotificationLevel | undefined): void {
    this.store.apply({ type: 'notification-level', room, level });
    this.emit({ type: 'notification-level', room, level });
  }

  raiseHand(room: string): void {
    this.online?.actions.raiseHand(room);
  }

  lowerHand(room: string, nick?: string): void {
    const whose = nick === undefined || this.store.isOwn(nick) ? undefined : nick;
    this.online?.actions.lowerHand(room, whose);
  }

  announce(room: string, text: string): void {
    if (this.online !== undefined) this.sending.announce(room, text);
  }

  closeAnnouncement(name: string): void {
    const room = this.store.room(name);
    if (room?.isOperator === true) this.online?.actions.announcementClosed(name);
    this.store.apply({ type: 'announcement', room: name, announcement: undefined });
  }

  setModerated(room: string, moderated: boolean): void {
    this.online?.actions.moderated(room, moderated);
  }

  stay(): void {
    this.life.stay();
  }

  comeBack(): void {
    this.life.comeBack();
  }

  quit(exitStatus = 0): Promise<void> {
    this.reads.flush();
    return this.life.quit(exitStatus, '');
  }

  /** What runs on the connection; undefined while there is none or we are not registered. */
  private get online(): Link['online'] | undefined {
    return this.phase.name === 'online' ? this.life.link?.online : undefined;
  }

  private get server(): string {
    return this.life.address === undefined ? '' : serverKey(this.life.address);
  }

  private emit(event: ClientEvent): void {
    if (event.type === 'ping') this.pings = [...this.pings, event.milliseconds].slice(-maxPings);
    for (const listener of [...this.listeners]) listener(event);
  }

  private conversation(nick: string, open: boolean): void {
    const room = this.store.room(nick);
    if (open && room !== undefined) this.online?.opened(room);
    else this.online?.presence.unwatch(nick);
  }

  /** What was on its way goes back to the person; the rooms stay in view. */
  private forgetConnection(why: string): void {
    for (const room of this.store.rooms) {
      if (room.joined) this.store.apply({ type: 'note', room: room.name, text: why, tone: 'warning', time: new Date() });
    }
    // In their order; on one connection all of them are waited for, or none.
    const texts = [...this.pending.takeAll(), ...this.sending.forget()];
    this.store.apply({ type: 'disconnected' });
    this.joining.forget();
    this.returned.set(texts);
    for (const room of new Set(texts.map((text) => text.room))) {
      const text = asTyped(texts.filter((one) => one.room === room));
      this.emit({ type: 'text-returned', room, text, why: t('problem.connectionLostBefore') });
    }
    this.emit({ type: 'connection-changed' });
  }

  private lookForReturned(room: string, items: readonly NewItem[]): void {
    const arrival = this.returned.seen(room, items, this.store.fold);
    if (arrival !== undefined) this.emit({ type: 'text-arrived', room, ...arrival });
  }

  private inputHost(): InputHost {
    const { link } = this.life;
    return {
      store: this.store,
      phase: this.phase,
      multiline: this.online?.multiline,
      space: this.pending.space,
      send: (message) => link?.sendTyped(message),
      sendRaw: (line) => link?.sendRaw(line),
      sendText: (text) => this.sending.send(text),
      awaitJoin: (room) => this.joining.await(room),
      quitWith: (reason) => void this.life.quit(0, reason),
      giveBack: (text, why) => this.emit({ type: 'text-returned', room: this.store.active?.name ?? '', text, why }),
    };
  }
}
