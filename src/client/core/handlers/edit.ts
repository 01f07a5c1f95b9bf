import { placeOf, timeOf, type Handler } from './context';

/** The server has checked that the one who edits may. Source: https://github.com/ircv3/ircv3-specifications/pull/425 */
export const edit: Handler = (message, context) => {
  const msgid = message.tags.get('draft/target-msgid');
  const text = message.tags.get('draft/edit-text');
  if (msgid === undefined || text === undefined) return;
  context.store.apply({ type: 'edited', room: placeOf(message, context), msgid, text, time: timeOf(message) });
};
