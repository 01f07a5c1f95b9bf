import { happened, param, sourceOf, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#join-message; more parameters with https://ircv3.net/specs/extensions/extended-join */
export const join: Handler = (message, context) => {
  const { store } = context;
  const { nick, user, host } = sourceOf(message);
  const account = message.params.length > 2 && param(message, 1) !== '*' ? param(message, 1) : undefined;
  for (const room of param(message, 0).split(',')) {
    if (!store.isOwn(nick) || !context.live) {
      if (context.live && store.room(room)?.member(nick) !== undefined) continue;
      store.apply({ type: 'join', room, nick, ...(account === undefined ? {} : { account }) });
      happened(message, context, room, { what: 'joined', nick });
      if (context.live) context.arrived(room);
      continue;
    }
    if (user !== undefined && host !== undefined) store.ownHost = `${user}@${host}`;
    const again = store.room(room)?.rejoin === true;
    store.apply({ type: 'own-join', room });
    happened(message, context, room, { what: 'you-joined', room, again });
    if (context.takeAwaitedJoin(room)) store.apply({ type: 'activate', room });
    context.joined(room);
  }
};
