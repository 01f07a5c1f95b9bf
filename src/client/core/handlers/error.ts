import { t } from '../../i18n';
import { lastParam, type Handler } from './context';

/** Source: https://modern.ircdocs.horse/#error-message */
export const error: Handler = (message, context) => {
  const words = lastParam(message);
  if (words === 'SHUTDOWN') context.lost('shutdown', t('problem.shutdown'));
  else if (/\bserver (?:is )?restarting\b/i.test(words)) context.lost('restart', t('problem.restarting'));
  else context.lost('closed', t('problem.closedByServerWhy', { why: words }));
};
