import { t } from '../../i18n';
import { because, lastParam, note, param, type Handler } from './context';

/** RPL_LIST. Source: https://modern.ircdocs.horse/#rpllist-322 */
export const list: Handler = (message, context) => {
  const count = param(message, 2);
  const topic = message.params.length > 3 ? lastParam(message) : '';
  note(message, context, undefined, because(t('told.listedRoom', { room: param(message, 1), count: Number(count) }), topic));
};
