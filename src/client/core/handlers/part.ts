import { happened, param, sourceOf, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#part-message */
export const part: Handler = (message, context) => {
  const { store } = context;
  const { nick } = sourceOf(message);
  for (const room of param(message, 0).split(',')) {
    if (store.isOwn(nick) && context.live) {
      store.apply({ type: 'own-leave', room, keep: false });
    } else if (store.room(room) !== undefined) {
      store.apply({ type: 'leave', room, nick });
      happened(message, context, room, { what: 'left', nick, reason: param(message, 1), quit: false });
    }
  }
};
