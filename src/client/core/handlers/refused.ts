import type { Message } from '../../../shared/message';
import { Numeric } from '../../../shared/numerics';
import { lastParam, note, param, type Context, type Handler } from './context';

/** Refusals that may answer a text; 407, 408, 415, 477 and 716 are other servers'. */
const textRefusals: ReadonlySet<string> = new Set([
  Numeric.ERR_NOSUCHNICK, Numeric.ERR_NOSUCHCHANNEL, Numeric.ERR_CANNOTSENDTOCHAN, Numeric.ERR_NORECIPIENT,
  Numeric.ERR_NOTEXTTOSEND, Numeric.ERR_INPUTTOOLONG, Numeric.ERR_NOTONCHANNEL, '407', '408', '415', '477', '716',
]);

/** Any 4xx or 5xx: a text that was refused goes back to the box, with the server's words. */
export const refused: Handler = (message, context) => {
  const target = param(message, 1);
  const why = lastParam(message);
  if (context.requestRefused(message)) return;
  // A server without capabilities answers our CAP END so.
  if (message.verb === Numeric.ERR_UNKNOWNCOMMAND && target === 'CAP') return;
  if (returnText(message, context, textRefusals.has(message.verb) ? target : undefined, why)) return;
  const room = context.store.room(target)?.name;
  const about = message.params.slice(1, -1).filter((one) => one !== room).join(' ');
  note(message, context, room, about === '' ? why : `${about}: ${why}`, 'warning');
};

/** Whether a text that was on its way was given back. */
export function returnText(message: Message, context: Context, target: string | undefined, why: string): boolean {
  const label = context.labelOf(message);
  const pending = context.pending.take(label, target, context.store.fold);
  const text = pending?.text ?? (target === undefined ? undefined : context.takeUnechoed(target));
  if (text === undefined) return false;
  context.emit({ type: 'text-returned', room: pending?.room ?? target ?? '', text, why });
  return true;
}
