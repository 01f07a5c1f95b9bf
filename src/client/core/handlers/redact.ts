import { param, placeOf, sourceOf, timeOf, type Handler } from './context';

/** Source: https://ircv3.net/specs/extensions/message-redaction#command */
export const redact: Handler = (message, context) => {
  context.store.apply({
    type: 'redacted', room: placeOf(message, context), msgid: param(message, 1), by: sourceOf(message).nick,
    time: timeOf(message), reason: param(message, 2),
  });
};
