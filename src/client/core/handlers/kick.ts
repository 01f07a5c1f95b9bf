import { happened, param, sourceOf, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#kick-message */
export const kick: Handler = (message, context) => {
  const { store } = context;
  const by = sourceOf(message).nick;
  const room = param(message, 0);
  const nick = param(message, 1);
  const reason = param(message, 2) === by ? '' : param(message, 2);
  const own = store.isOwn(nick);
  if (!own) store.apply({ type: 'leave', room, nick });
  happened(message, context, room, { what: 'kicked', room, by, nick, reason, own });
  if (own) store.apply({ type: 'own-leave', room, keep: true });
};
