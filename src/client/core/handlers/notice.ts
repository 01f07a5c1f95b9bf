import { parseCtcp } from '../../../shared/ctcp';
import type { Message } from '../../../shared/message';
import { t } from '../../i18n';
import { note, param, sourceOf, type Handler } from './context';
import { receive, show } from './received-text';

/** Source: https://modern.ircdocs.horse/#notice-message */
export const notice: Handler = (message, context) => {
  if (announcesShutdown(message)) {
    context.lost('shutdown', t('problem.shutdown'));
    return;
  }
  const { store } = context;
  if (context.live && context.aboutAccount(message)) return;
  const { nick, user } = sourceOf(message);
  const room = store.room(param(message, 0))?.name;
  if (nick === '' || (user === undefined && store.roomsOf(nick).length === 0)) {
    note(message, context, room, param(message, 1));
    return;
  }
  const received = receive(message, context);
  const ctcp = parseCtcp(received.text);
  if (ctcp !== undefined) {
    if (!received.own && context.live) note(message, context, undefined, t('told.ctcp', { nick, command: ctcp.command, text: ctcp.text }));
    return;
  }
  // A notice opens no conversation: services send many.
  const place = store.room(received.room) ?? store.active;
  show(message, context, { ...received, room: place?.name ?? received.room }, 'notice');
};

/** The last word of a Ritrovo server that ends: `NOTICE * :SHUTDOWN` from the server itself. */
export function announcesShutdown(message: Message): boolean {
  const fromPerson = message.source?.includes('!') === true;
  return message.verb === 'NOTICE' && !fromPerson && param(message, 0) === '*' && param(message, 1) === 'SHUTDOWN';
}
