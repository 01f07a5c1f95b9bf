import type { Address } from '../../shared/address';
import { isNickname, maxNicknameLength, normalizeNickname } from '../../shared/nickname';
import { t } from '../i18n';
import type { ClientEvent, ConnectFailure, Loss, Phase } from './events';
import type { Refusal } from './handshake-host';
import { ClockWatch } from './clock-watch';
import { Link } from './link';
import type { LinkHost } from './link-host';
import { NameWatch } from './name-watch';
import type { PendingTexts } from './pending';
import { Retries } from './retries';
import { ServerPasswords } from './server-password';
import type { SessionOptions } from './session-options';
import type { Store } from './store';
import { ForgetfulMemory, serverKey, type TlsMemory } from './transport';

/** How long the program stays after the server is lost, in ms. */
const closingDelay = 5000;

const usualPingSeconds = 5;

/** Who owns the life cycle. */
export interface LifecycleHost {
  readonly store: Store;
  readonly pending: PendingTexts;
  emit(event: ClientEvent): void;
  /** The connection is over: what was on its way goes back. */
  forget(why: string): void;
  /** The greeting is over, and the rooms that the server joined us to are known. */
  settled(link: Link): void;
  takeAwaitedJoin(room: string): boolean;
  takeUnechoed(room: string): string | undefined;
}

/** The phases of a session, and what leads from one to the next. */
export class Lifecycle {
  phase: Phase = { name: 'idle' };
  link: Link | undefined;
  address: Address | undefined;
  private wantedNick = '';
  /** Attempts since the connection was lost; 0 while none is lost. */
  private attempt = 0;
  private timer: NodeJS.Timeout | undefined;
  private ending: Promise<void> | undefined;
  private lastThere: Date | undefined;
  private certificateAnswer: ((answer: 'trust' | 'once' | 'no') => void) | undefined;
  /** A login that failed before we were let in: one question is asked, once it is known whether the name wants it. */
  private failedLogin: { readonly account: string; readonly why: string; readonly wrong: boolean } | undefined;
  private readonly clock: ClockWatch;
  private readonly retries: Retries;
  private readonly names: NameWatch;
  private readonly tlsMemory: TlsMemory;
  private readonly serverPasswords: ServerPasswords;

  constructor(private readonly host: LifecycleHost, private readonly options: SessionOptions) {
    this.clock = new ClockWatch(options.clock, () => this.comeBack());
    this.retries = new Retries({ backoff: options.backoff, ownAddresses: options.ownAddresses, again: () => this.reconnect() });
    this.tlsMemory = options.tlsMemory ?? new ForgetfulMemory();
    this.serverPasswords = new ServerPasswords(options.passwords, options.serverPassword);
    this.names = new NameWatch({ store: host.store, send: (message) => this.link?.send(message) });
  }

  connect(address: Address, nick: string): void {
    if (this.ending !== undefined) return;
    this.leave();
    this.attempt = 0;
    this.clock.start();
    const before = this.address;
    if (before !== undefined && serverKey(before) !== serverKey(address)) {
      this.host.store.apply({ type: 'reset' });
      this.lastThere = undefined;
    }
    this.address = address;
    this.wantedNick = normalizeNickname(nick.trim());
    if (!isNickname(this.wantedNick)) {
      this.setPhase({ name: 'idle' });
      this.refuseLocally(this.wantedNick);
      return;
    }
    this.setPhase({ name: 'connecting', address });
    this.open(address);
  }

  cancel(): void {
    if (this.phase.name !== 'connecting' && this.phase.name !== 'naming' && this.phase.name !== 'reconnecting') return;
    this.leave();
    this.attempt = 0;
    this.setPhase({ name: 'idle' });
  }

  choose(nick: string): void {
    if (this.phase.name !== 'naming') return;
    const { address } = this.phase;
    const normalized = normalizeNickname(nick.trim());
    if (!isNickname(normalized)) {
      this.refuseLocally(normalized);
      return;
    }
    this.wantedNick = normalized;
    this.setPhase({ name: 'connecting', address });
    if (this.link === undefined) this.open(address);
    else this.link.choose(normalized);
  }

  identify(password: string): void {
    const { phase, link } = this;
    if (phase.name === 'naming' && link !== undefined) {
      this.setPhase({ name: 'connecting', address: phase.address });
      link.identify(this.wantedNick, password);
    } else if (phase.name === 'online') {
      link?.identify(phase.nick, password);
    }
  }

  giveServerPassword(password: string): void {
    if (this.address !== undefined && this.phase.name === 'idle') this.connect({ ...this.address, password }, this.wantedNick);
  }

  answerCertificate(answer: 'trust' | 'once' | 'no'): void {
    this.certificateAnswer?.(answer);
    this.certificateAnswer = undefined;
  }

  stay(): void {
    if (this.phase.name === 'lost') this.reconnectLater(this.phase.address, this.phase.why);
    else this.reconnect();
  }

  /** The person, the network or the computer came back: while there is no connection it is tried at once. */
  comeBack(): void {
    if (this.phase.name === 'reconnecting') this.retries.atOnce();
  }

  quit(exitStatus: number, reason: string): Promise<void> {
    this.ending ??= this.end(exitStatus, reason);
    return this.ending;
  }

  private async end(exitStatus: number, reason: string): Promise<void> {
    this.stopWaiting();
    this.clock.stop();
    const { link } = this;
    this.link = undefined;
    await link?.quit(reason);
    this.setPhase({ name: 'ended', exitStatus });
  }

  private setPhase(phase: Phase): void {
    this.phase = phase;
    this.host.emit({ type: 'phase', phase });
  }

  /** Leaves what there is, without waiting. */
  private leave(): void {
    this.stopWaiting();
    const { link } = this;
    this.link = undefined;
    if (this.phase.name === 'online') this.host.forget(t('told.youLeft'));
    // Told by whoever leaves: another phase follows at once.
    this.phase = { name: 'idle' };
    void link?.quit('');
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.retries.stop();
    this.names.stop();
    this.answerCertificate('no');
  }

  private refuseLocally(nick: string): void {
    this.host.emit({ type: 'name-refused', nick, refusal: 'not-allowed', why: t('problem.nameRule', { most: maxNicknameLength }), suggestion: undefined });
  }

  private open(address: Address): void {
    const { options } = this;
    const link: Link = new Link(this.linkHost(() => this.link === link), {
      address,
      nick: this.wantedNick,
      pingInterval: () => 1000 * (typeof options.pingSeconds === 'function' ? options.pingSeconds() : options.pingSeconds ?? usualPingSeconds),
      fenceTimeout: options.fenceTimeout ?? 2000,
      reconnecting: this.attempt > 0,
      probe: options.probe,
      tlsMemory: this.tlsMemory,
      passwords: options.passwords,
      serverPasswords: this.serverPasswords,
      clientCertificate: options.clientCertificate,
      lastThere: this.lastThere,
    });
    this.link = link;
    this.failedLogin = undefined;
    void link.start();
  }

  /** A link that was left says nothing more. */
  private linkHost(isCurrent: () => boolean): LinkHost {
    const { host } = this;
    const whileCurrent = <Arguments extends unknown[]>(call: (...args: Arguments) => void) => (...args: Arguments): void => {
      if (isCurrent()) call(...args);
    };
    return {
      store: host.store,
      pending: host.pending,
      emit: whileCurrent((event) => host.emit(event)),
      failed: whileCurrent((failure, why) => this.failed(failure, why)),
      refused: whileCurrent((refusal) => this.refused(refusal)),
      closedWhileNaming: whileCurrent(() => (this.link = undefined)),
      registered: whileCurrent((nick) => this.registered(nick)),
      settled: whileCurrent(() => this.link !== undefined && host.settled(this.link)),
      lost: whileCurrent((loss, why) => this.lost(loss, why)),
      renamed: whileCurrent(() => this.renamed()),
      nickRefused: (nick) => this.names.refused(nick),
      takeAwaitedJoin: (room) => host.takeAwaitedJoin(room),
      takeUnechoed: (room) => host.takeUnechoed(room),
      keepPassword: whileCurrent((account, password) => this.keepPassword(account, password)),
      connectionChanged: whileCurrent(() => host.emit({ type: 'connection-changed' })),
      askCertificate: (certificate, trusted) => this.askCertificate(isCurrent, certificate, trusted),
      serverPasswordWanted: whileCurrent((wrong, readable) => this.serverPasswordWanted(wrong, readable)),
      loginFailed: whileCurrent((account, why, wrong) => this.loginFailed(account, why, wrong)),
    };
  }

  private askCertificate(isCurrent: () => boolean, ...[certificate, trusted]: Parameters<LinkHost['askCertificate']>): ReturnType<LinkHost['askCertificate']> {
    const { address } = this;
    if (!isCurrent() || address === undefined) return Promise.resolve('no');
    return new Promise((resolve) => {
      this.certificateAnswer = resolve;
      this.host.emit({ type: 'certificate-question', address, certificate, trusted });
    });
  }

  private keepPassword(account: string, password: string): void {
    if (this.address !== undefined && password !== '') void this.options.passwords?.set(serverKey(this.address), account, password);
  }

  private loginFailed(account: string, why: string, wrong: boolean): void {
    this.failedLogin = { account, why, wrong };
    if (this.phase.name === 'online') this.askAgain();
  }

  /** After a login that failed; we are in without it. */
  private askAgain(): void {
    const { failedLogin } = this;
    this.failedLogin = undefined;
    if (failedLogin !== undefined) this.host.emit({ type: 'password-question', ...failedLogin, required: false });
  }

  private failed(failure: ConnectFailure, why: string): void {
    this.link = undefined;
    const { address } = this;
    if (address === undefined) return;
    // Whoever refused a certificate does not want it tried again and again.
    if (this.attempt > 0 && failure !== 'certificate') this.reconnectLater(address, why);
    else this.giveUp();
    this.host.emit({ type: 'connect-failed', address, failure, why });
  }

  /** It is not tried again by itself: wrong passwords count. */
  private serverPasswordWanted(wrong: boolean, readable: boolean): void {
    this.link = undefined;
    const { address } = this;
    if (address === undefined) return;
    this.giveUp();
    this.host.emit({ type: 'server-password-question', address, wrong, readable });
  }

  private giveUp(): void {
    this.retries.stop();
    this.setPhase({ name: 'idle' });
  }

  private refused({ nick, refusal, words, suggestion }: Refusal): void {
    if (this.address === undefined) return;
    if (this.attempt > 0 && refusal === 'taken' && suggestion !== undefined) {
      // Our own lost connection may hold the name for a while: in under another, and back to it when it is free.
      this.names.want(nick);
      this.link?.choose(suggestion);
      return;
    }
    this.setPhase({ name: 'naming', address: this.address });
    const taken = suggestion === undefined ? t('problem.nameTaken', { nick }) : t('problem.nameTakenFree', { nick, free: suggestion });
    const rule = t('problem.nameRule', { most: maxNicknameLength });
    const why = refusal === 'taken' ? taken : refusal === 'owned' ? t('problem.nameOwned', { nick }) : words || rule;
    this.host.emit({ type: 'name-refused', nick, refusal, suggestion, why });
    if (refusal !== 'owned') return;
    const failed = this.failedLogin?.account === nick ? this.failedLogin : undefined;
    this.failedLogin = undefined;
    this.host.emit({ type: 'password-question', account: nick, why: failed?.why ?? '', wrong: failed?.wrong === true, required: true });
  }

  private registered(nick: string): void {
    if (this.address === undefined) return;
    this.host.store.nick = nick;
    this.wantedNick = nick;
    this.attempt = 0;
    this.retries.connected();
    // What was given for this attempt is kept elsewhere by now, and is not given to the next one without a look at it.
    this.address = withoutPassword(this.address);
    this.setPhase({ name: 'online', address: this.address, nick });
    this.host.emit({ type: 'connection-changed' });
    this.names.registered(nick);
    this.askAgain();
  }

  private renamed(): void {
    const { nick } = this.host.store;
    this.wantedNick = nick;
    this.names.registered(nick);
    if (this.phase.name === 'online') this.setPhase({ ...this.phase, nick });
  }

  private lost(loss: Loss, why: string): void {
    this.link = undefined;
    this.names.stop();
    this.lastThere = new Date();
    const { address } = this;
    if (address === undefined) return;
    this.host.forget(why);
    this.retries.lost();
    // Nobody wants to leave because of a server that says that it will be back.
    if (this.staysByDefault || loss === 'restart' || this.mustNotClose) {
      this.reconnectLater(address, why);
      return;
    }
    const delay = this.options.closingDelay ?? closingDelay;
    this.timer = setTimeout(() => {
      if (this.mustNotClose) this.reconnectLater(address, why);
      else void this.quit(loss === 'shutdown' ? 0 : 3, '');
    }, delay);
    this.setPhase({ name: 'lost', address, loss, why, closesAt: Date.now() + delay });
  }

  /** Whoever was away with the computer, or is writing, has not seen a countdown. */
  private get mustNotClose(): boolean {
    return this.clock.leaptLately || this.options.isWriting?.() === true;
  }

  private get staysByDefault(): boolean {
    const { stayByDefault } = this.options;
    return typeof stayByDefault === 'function' ? stayByDefault() : stayByDefault === true;
  }

  private reconnectLater(address: Address, why: string): void {
    clearTimeout(this.timer);
    this.attempt++;
    const retryAt = Date.now() + this.retries.later();
    this.setPhase({ name: 'reconnecting', address, why, retryAt, attempt: this.attempt });
  }

  private reconnect(): void {
    if (this.phase.name !== 'reconnecting' || this.link !== undefined) return;
    this.retries.trying();
    this.open(this.phase.address);
  }
}

function withoutPassword(address: Address): Address {
  const { password, ...rest } = address;
  return password === undefined ? address : rest;
}
