import type { Message } from '../../../shared/message';
import { param, placeOf, sourceOf, timeOf, type Handler } from './context';

const typingStates = { active: 'active', paused: 'paused', done: 'done' } as const;

/**
 * A message of tags alone: typing (https://ircv3.net/specs/client-tags/typing), reactions
 * (https://ircv3.net/specs/client-tags/react), and the hands and announcements of a classroom, which are ours.
 * Source: https://ircv3.net/specs/extensions/message-tags#the-tagmsg-tag-only-message
 */
export const tagmsg: Handler = (message, context) => {
  const { store } = context;
  const { tags } = message;
  const { nick } = sourceOf(message);
  const room = store.room(placeOf(message, context));
  if (room === undefined || nick === '') return;
  const typing = tags.get('+typing') ?? '';
  if (context.live && !store.isOwn(nick) && Object.hasOwn(typingStates, typing)) {
    context.typing.heard(room.name, nick, typingStates[typing as keyof typeof typingStates]);
  }
  react();
  raiseHand();
  // Closed by an operator: the announcement is gone for everybody.
  if (tags.get('+ritrovo/announce') === 'off' && room.isOperatorHere(nick)) {
    store.apply({ type: 'announcement', room: room.name, announcement: undefined });
  }

  function react(): void {
    const msgid = tags.get('+reply') ?? tags.get('+draft/reply');
    if (msgid === undefined || room === undefined) return;
    const given = tags.get('+draft/react') ?? tags.get('+react');
    const taken = tags.get('+draft/unreact') ?? tags.get('+unreact');
    if (given !== undefined) store.apply({ type: 'reaction', room: room.name, msgid, nick, text: given, given: true });
    if (taken !== undefined) store.apply({ type: 'reaction', room: room.name, msgid, nick, text: taken, given: false });
  }

  function raiseHand(): void {
    const hand = tags.get('+ritrovo/hand');
    if (room === undefined || (hand !== 'up' && hand !== 'down')) return;
    // An operator may lower the hand of somebody else.
    const named = tags.get('+ritrovo/hand-of');
    const whose = named !== undefined && hand === 'down' && room.isOperatorHere(nick) ? named : nick;
    if (hand === 'up' && room.member(nick) === undefined) return;
    store.apply({ type: 'hand', room: room.name, nick: whose, up: hand === 'up', time: raisedAt(message) });
  }
};

/** When a hand was raised, which may have been told before; never later than now. */
function raisedAt(message: Message): Date {
  const now = timeOf(message);
  const since = new Date(message.tags.get('+ritrovo/hand-since') ?? NaN);
  return since < now ? since : now;
}

/** A message that carries a reaction and a text is a message. */
export function isReaction(message: Message): boolean {
  return param(message, 1) === '' && (message.tags.has('+draft/react') || message.tags.has('+draft/unreact'));
}
