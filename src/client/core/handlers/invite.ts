import { t } from '../../i18n';
import { note, param, sourceOf, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#invite-message */
export const invite: Handler = (message, context) => {
  const { nick } = sourceOf(message);
  const guest = param(message, 0);
  const room = param(message, 1);
  if (context.store.isOwn(guest)) note(message, context, undefined, t('told.invitesYou', { nick, room }), 'plain');
  else note(message, context, room, t('told.invited', { nick, guest }));
};

/** RPL_INVITING. Source: https://modern.ircdocs.horse/#rplinviting-341 */
export const inviting: Handler = (message, context) => {
  note(message, context, param(message, 2), t('told.youInvited', { nick: param(message, 1), room: param(message, 2) }));
};
