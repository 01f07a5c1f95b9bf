import { happened, param, sourceOf, type Handler } from './context';

/** The reason that somebody gave: servers put a word before it, and say that word or the nick where there is none. */
function givenReason(text: string, nick: string): string {
  return text === nick ? '' : text.replace(/^(?:Client )?Quit$|^Quit: /, '');
}

/** Source: https://modern.ircdocs.horse/#quit-message */
export const quit: Handler = (message, context) => {
  const { store } = context;
  const { nick } = sourceOf(message);
  if (store.isOwn(nick) && context.live) return;
  const conversation = store.room(nick);
  const rooms = store.roomsOf(nick);
  for (const room of conversation === undefined ? rooms : [...rooms, conversation]) {
    store.apply({ type: 'leave', room: room.name, nick });
    if (!room.isChannel) store.apply({ type: 'presence', nick, here: false });
    happened(message, context, room.name, { what: 'left', nick, reason: givenReason(param(message, 0), nick), quit: true });
  }
};
