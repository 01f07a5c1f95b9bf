import { t } from '../../i18n';
import { because, note, param, type Handler } from './context';

/** Source: https://ircv3.net/specs/extensions/channel-rename */
export const rename: Handler = (message, context) => {
  const from = param(message, 0);
  const to = param(message, 1);
  if (context.store.room(from) === undefined || to === '') return;
  context.store.apply({ type: 'room-renamed', from, to });
  note(message, context, to, because(t('told.roomRenamed', { from, to }), param(message, 2)), 'plain');
};
