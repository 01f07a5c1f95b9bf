import type { Message } from '../../../shared/message';
import type { ReceivedMessage } from '../changes';
import { param, placeOf, sourceOf, timeOf, withoutStatus, type Context } from './context';

/** A PRIVMSG or NOTICE, and where it belongs. */
export interface ReceivedText {
  readonly nick: string;
  readonly own: boolean;
  /** The channel, or the other person of a private conversation. */
  readonly room: string;
  readonly text: string;
}

/** Reads a text's way; what is our own is the echo of something pending. */
export function receive(message: Message, context: Context): ReceivedText {
  const { store } = context;
  const { nick, user, host } = sourceOf(message);
  const own = nick !== '' && store.isOwn(nick);
  if (own && context.live) {
    if (user !== undefined && host !== undefined) store.ownHost = `${user}@${host}`;
    // https://ircv3.net/specs/extensions/echo-message: the echo says that the server has it.
    if (context.capabilities.has('echo-message')) context.pending.take(context.labelOf(message), withoutStatus(param(message, 0), store), store.fold);
  }
  return { nick, own, room: placeOf(message, context), text: param(message, 1) };
}

export function show(message: Message, context: Context, received: ReceivedText, style: ReceivedMessage['style']): void {
  const { nick, own, room, text } = received;
  if (context.live && !own) context.typing.heard(room, nick, 'done');
  const announces = message.tags.has('+ritrovo/announce') && context.store.room(room)?.isOperatorHere(nick) === true;
  const time = timeOf(message);
  context.store.apply({ type: 'message', room, message: { nick, own, text, style, time, ...tagged(message), ...(announces ? { announcement: true } : {}) } });
  if (announces) context.store.apply({ type: 'announcement', room, announcement: { nick, text, time } });
}

/** What the tags say of a message. */
function tagged({ tags }: Message): Partial<ReceivedMessage> {
  if (tags.size === 0) return {};
  const msgid = tags.get('msgid');
  const account = tags.get('account');
  // The draft's name is what older clients send. Source: https://ircv3.net/specs/client-tags/reply
  const replyTo = tags.get('+reply') ?? tags.get('+draft/reply');
  return {
    ...(msgid === undefined || msgid === '' ? {} : { msgid }),
    ...(account === undefined || account === '' ? {} : { account }),
    ...(replyTo === undefined || replyTo === '' ? {} : { replyTo }),
    // https://ircv3.net/specs/extensions/bot-mode
    ...(tags.has('bot') ? { bot: true } : {}),
    ...(tags.has('ritrovo/multiline') ? { multiline: true } : {}),
  };
}
