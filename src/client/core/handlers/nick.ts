import { isMiddle } from '../../../shared/message';
import { happened, param, sourceOf, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#nick-message */
export const nick: Handler = (message, context) => {
  const { store } = context;
  const from = sourceOf(message).nick;
  const to = param(message, 0);
  if (!isMiddle(to) || from === '') return;
  const own = store.isOwn(from);
  const rooms = store.roomsOf(from).map(({ name }) => name);
  if (store.room(from) !== undefined) rooms.push(to);
  store.apply({ type: 'rename', from, to });
  for (const room of rooms) happened(message, context, room, { what: 'renamed', from, to, own });
  if (own) context.renamed();
};
