import type { Message } from '../../../shared/message';
import { lastParam, note, param, type Context, type Handler } from './context';
import { returnText } from './refused';

/** FAIL. Source: https://ircv3.net/specs/extensions/standard-replies */
export const fail: Handler = (message, context) => {
  if (context.requestRefused(message) || context.aboutAccount(message) || refuseAction(message, context)) return;
  const target = message.params.slice(2, -1).find((one) => context.store.room(one) !== undefined);
  const aboutText = param(message, 0) === 'PRIVMSG' || param(message, 0) === 'BATCH';
  if (!returnText(message, context, aboutText ? target : undefined, lastParam(message))) {
    note(message, context, target, lastParam(message), 'warning');
  }
};

const actions = { EDIT: 'edit', REDACT: 'redact', TAGMSG: 'react' } as const;

/** An edit or a deletion that was refused. Source: https://ircv3.net/specs/extensions/message-redaction#errors */
function refuseAction(message: Message, context: Context): boolean {
  const verb = param(message, 0).toUpperCase();
  if (!Object.hasOwn(actions, verb)) return false;
  const action = actions[verb as keyof typeof actions];
  context.emit({ type: 'action-refused', room: param(message, 2), msgid: message.params.length > 4 ? param(message, 3) : '', action, why: lastParam(message) });
  return true;
}

/** WARN. */
export const warn: Handler = (message, context) => note(message, context, undefined, lastParam(message), 'warning');

/** NOTE. */
export const standardNote: Handler = (message, context) => note(message, context, undefined, lastParam(message));
