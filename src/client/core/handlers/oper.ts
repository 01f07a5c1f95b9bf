import type { Handler } from './context';
import { other } from './other';

/** RPL_YOUREOPER. Source: https://modern.ircdocs.horse/#rplyoureoper-381 */
export const oper: Handler = (message, context) => {
  other(message, context);
  context.serverOperator(true);
};
