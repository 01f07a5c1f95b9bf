import { note, type Handler } from './context';

/** What nobody here knows more of: its words, in the room it is about. */
export const other: Handler = (message, context) => {
  const [, ...rest] = message.params;
  const room = rest.length > 1 ? context.store.room(rest[0] ?? '')?.name : undefined;
  const text = (room === undefined ? rest : rest.slice(1)).join(' ');
  if (text.trim() !== '') note(message, context, room, text);
};
