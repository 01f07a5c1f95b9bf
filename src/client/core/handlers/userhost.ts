import { lastParam, type Handler } from './context';
import { other } from './other';

/** Source: https://modern.ircdocs.horse/#rpluserhost-302 */
export const userhost: Handler = (message, context) => {
  if (!context.userhostCame(lastParam(message))) other(message, context);
};
