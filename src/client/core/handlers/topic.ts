import { parseSource } from '../../../shared/source';
import { happened, param, sourceOf, timeOf, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#topic-message */
export const topic: Handler = (message, context) => {
  const room = param(message, 0);
  const text = param(message, 1);
  const { nick } = sourceOf(message);
  context.store.apply({ type: 'topic', room, topic: text });
  context.store.apply({ type: 'topic-setter', room, nick, time: timeOf(message) });
  happened(message, context, room, { what: 'topic', by: nick, topic: text });
};

/** RPL_TOPIC. Source: https://modern.ircdocs.horse/#rpltopic-332 */
export const topicIs: Handler = (message, { store }) => {
  store.apply({ type: 'topic', room: param(message, 1), topic: param(message, 2) });
};

/** RPL_NOTOPIC. Source: https://modern.ircdocs.horse/#rplnotopic-331 */
export const topicIsNone: Handler = (message, { store }) => {
  store.apply({ type: 'topic', room: param(message, 1), topic: '' });
};

/** RPL_TOPICWHOTIME. Source: https://modern.ircdocs.horse/#rpltopicwhotime-333 */
export const topicWhoTime: Handler = (message, { store }) => {
  const seconds = Number(param(message, 3));
  if (!Number.isSafeInteger(seconds) || Math.abs(seconds) > 8_640_000_000_000) return;
  const { nick } = parseSource(param(message, 2));
  store.apply({ type: 'topic-setter', room: param(message, 1), nick, time: new Date(seconds * 1000) });
};
