import type { Message, MessageParts } from '../../../shared/message';
import { parseSource, type Source } from '../../../shared/source';
import type { Capabilities } from '../capabilities';
import type { ClientEvent, Loss } from '../events';
import type { PendingTexts } from '../pending';
import type { Store } from '../store';
import type { Happening } from '../timeline';
import type { TypingHeard } from '../typing';

/** What handlers read of the store, and the one way to change it. */
export type StoreView = Pick<Store, 'apply' | 'room' | 'roomsOf' | 'isOwn' | 'isChannel' | 'isupport' | 'fold' | 'nick' | 'active' | 'ownHost'>;

/** What a handler may do: it never sees the socket or the session. */
export interface Context {
  readonly store: StoreView;
  /** False for what is played back from the history: it happened long ago, and nothing is answered. */
  readonly live: boolean;
  readonly capabilities: Capabilities;
  readonly pending: PendingTexts;
  readonly typing: TypingHeard;
  /** The label of the request that a message answers. Source: https://ircv3.net/specs/extensions/labeled-response */
  labelOf(message: Message): string | undefined;
  send(message: MessageParts): void;
  emit(event: ClientEvent): void;
  /** The connection is over; nothing follows. */
  lost(loss: Loss, why: string): void;
  /** An answer to one of our own PINGs. */
  pongCame(token: string): void;
  /** The server has told all that it tells after registration. */
  greeted(): void;
  /** We are in a room. */
  joined(room: string): void;
  /** Somebody else is in a room. */
  arrived(room: string): void;
  /** Whether the person asked to join this room: it is shown when we are in. */
  takeAwaitedJoin(room: string): boolean;
  /** Our own name changed. */
  renamed(): void;
  /** A name that we asked for is refused. @returns whether it was asked for by the program and not by the person */
  nickRefused(nick: string): boolean;
  /** Whether an automatic answer may be sent now: they are few, so that nobody can make us flood. */
  mayAnswer(): boolean;
  /** The last text to a room that was shown without an echo. */
  takeUnechoed(room: string): string | undefined;
  /** We are logged in to an account, or to none. */
  loggedIn(account: string | undefined): void;
  /** The server's words about an account: a password that is wanted, a registration that came or failed. */
  aboutAccount(message: Message): boolean;
  /** RPL_USERHOST. @returns whether the program asked for it */
  userhostCame(answer: string): boolean;
  /** We are an operator of the server, or no longer. */
  serverOperator(isOne: boolean): void;
  /** What we asked of the server was refused. @returns whether somebody waited for it */
  requestRefused(message: Message): boolean;
  /** Those of the names we asked for who are there. */
  isonAnswered(names: readonly string[]): void;
  /** A capability was given, or taken away. */
  capabilitiesChanged(): void;
}

/** What one verb or numeric does. Never throws, whatever the parameters are. */
export type Handler = (message: Message, context: Context) => void;

/** A parameter, '' where it is not there. */
export function param(message: Message, index: number): string {
  return message.params[index] ?? '';
}

export function lastParam(message: Message): string {
  return message.params.at(-1) ?? '';
}

export function sourceOf(message: Message): Source {
  return parseSource(message.source ?? '');
}

/** Source: https://ircv3.net/specs/extensions/server-time */
export function timeOf(message: Message): Date {
  const tag = message.tags.size === 0 ? undefined : message.tags.get('time');
  if (tag === undefined) return new Date();
  const time = new Date(tag);
  return Number.isNaN(time.getTime()) ? new Date() : time;
}

/** The channel, or the other person of a private conversation, that a message to a target belongs to. */
export function placeOf(message: Message, { store }: Context): string {
  const { nick } = sourceOf(message);
  const target = withoutStatus(param(message, 0), store);
  return store.isChannel(target) || store.isOwn(nick) ? target : nick;
}

/** `@#room` goes to the operators of a room. Source: https://modern.ircdocs.horse/#statusmsg-parameter */
export function withoutStatus(target: string, store: StoreView): string {
  const status = store.isupport.get('STATUSMSG') ?? '';
  return target !== '' && status.includes(target.charAt(0)) && store.isChannel(target.slice(1)) ? target.slice(1) : target;
}

/** Tells something in words, in a room or, where none is named, in the active one. */
export function note(message: Message, context: Context, room: string | undefined, text: string, tone: 'quiet' | 'plain' | 'warning' = 'quiet'): void {
  context.store.apply({ type: 'note', room, text, tone, time: timeOf(message) });
}

/** Tells what happened in a room. */
export function happened(message: Message, context: Context, room: string, happening: Happening): void {
  context.store.apply({ type: 'happened', room, happening, time: timeOf(message) });
}

export { because } from '../../text/event-text';
