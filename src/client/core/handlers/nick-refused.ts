import { Numeric } from '../../../shared/numerics';
import { t } from '../../i18n';
import { lastParam, note, param, type Handler } from './context';

/** A `/nick` that was refused. Source: https://modern.ircdocs.horse/#errnicknameinuse-433 */
export const nickRefused: Handler = (message, context) => {
  if (context.nickRefused(param(message, 1))) return;
  const taken = message.verb === Numeric.ERR_NICKNAMEINUSE;
  const nick = param(message, 1);
  note(message, context, undefined, taken ? t('told.cannotBeTaken', { nick }) : t('told.cannotBe', { nick, why: lastParam(message) }), 'warning');
};
