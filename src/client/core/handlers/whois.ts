import type { Message } from '../../../shared/message';
import { Numeric } from '../../../shared/numerics';
import { currentLocale, t } from '../../i18n';
import { lastParam, note, param, type Handler } from './context';

/** What is known of a person. Source: https://modern.ircdocs.horse/#rplwhoisuser-311 */
export const whois: Handler = (message, context) => note(message, context, undefined, words(message));

function words(message: Message): string {
  const nick = param(message, 1);
  switch (message.verb) {
    case Numeric.RPL_WHOISUSER:
      return t('told.whoHere', { nick, name: lastParam(message), from: `${param(message, 2)}@${param(message, 3)}` });
    case Numeric.RPL_WHOISSERVER:
      return t('told.whoisServer', { nick, server: param(message, 2), about: lastParam(message) });
    case Numeric.RPL_WHOISOPERATOR:
      return t('told.whoisOperator', { nick });
    case Numeric.RPL_WHOISIDLE:
      return quietFor(nick, Number(message.params[2]));
    case Numeric.RPL_WHOISCHANNELS:
      return t('told.whoisRooms', { nick, rooms: lastParam(message).trim() });
    default:
      return `${nick} ${message.params.slice(2).join(' ')}`;
  }
}

/** RPL_WHOREPLY. Source: https://modern.ircdocs.horse/#rplwhoreply-352 */
export const who: Handler = (message, context) => {
  const nick = param(message, 5);
  const name = lastParam(message).replace(/^\d+ ?/, '');
  const away = param(message, 6).startsWith('G');
  context.store.apply({ type: 'away', nick, away });
  const from = `${param(message, 2)}@${param(message, 3)}`;
  note(message, context, undefined, t(away ? 'told.whoAway' : 'told.whoHere', { nick, name, from }));
};

/**
 * RPL_WHOSPCRPL with the fields that we ask for, `%tcnfa`: what is known of the members of a room, once after the join.
 * Source: https://ircv3.net/specs/extensions/whox
 */
export const whox: Handler = (message, { store }) => {
  const [, token, , nick = '', flags = '', account = '0'] = message.params;
  if (token !== whoxToken) return;
  store.apply({ type: 'away', nick, away: flags.startsWith('G') });
  store.apply({ type: 'account', nick, account: account === '0' ? undefined : account });
  const botFlag = store.isupport.get('BOT') ?? '';
  if (botFlag !== '' && flags.includes(botFlag)) store.apply({ type: 'bot', nick });
};

/** Tells our own WHO from one that the person typed. */
export const whoxToken = '731';

function quietFor(nick: string, seconds: number): string {
  if (!Number.isFinite(seconds)) return t('told.whoisIdleUnknown', { nick });
  if (seconds < 120) return t('told.whoisIdle', { nick, time: inUnits(seconds, 'second') });
  const time = seconds < 7200 ? inUnits(seconds / 60, 'minute') : inUnits(seconds / 3600, 'hour');
  return t('told.whoisIdle', { nick, time });
}

/** `3 minutes` in the person's language. */
function inUnits(number: number, unit: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(currentLocale(), { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(number));
}
