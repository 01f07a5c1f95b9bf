import { t } from '../../i18n';
import { because, lastParam, note, param, sourceOf, type Handler } from './context';

/** Source: https://ircv3.net/specs/extensions/away-notify */
export const away: Handler = (message, { store }) => {
  store.apply({ type: 'away', nick: sourceOf(message).nick, away: param(message, 0) !== '' });
};

/** RPL_AWAY. Source: https://modern.ircdocs.horse/#rplaway-301 */
export const isAway: Handler = (message, context) => {
  const nick = param(message, 1);
  context.store.apply({ type: 'away', nick, away: true });
  note(message, context, context.store.room(nick)?.name, because(t('told.isAway', { nick }), lastParam(message)));
};

/** RPL_NOWAWAY. Source: https://modern.ircdocs.horse/#rplnowaway-306 */
export const nowAway: Handler = (message, context) => {
  context.store.apply({ type: 'away', nick: context.store.nick, away: true });
  note(message, context, undefined, t('told.awayOn'));
};

/** RPL_UNAWAY. Source: https://modern.ircdocs.horse/#rplunaway-305 */
export const noLongerAway: Handler = (message, context) => {
  context.store.apply({ type: 'away', nick: context.store.nick, away: false });
  note(message, context, undefined, t('told.awayOff'));
};
