import { parseSource } from '../../../shared/source';
import { lastParam, type Handler } from './context';

function told(here: boolean): Handler {
  return (message, { store }) => {
    for (const target of lastParam(message).split(',')) store.apply({ type: 'presence', nick: parseSource(target).nick, here });
  };
}

/** RPL_MONONLINE. Source: https://ircv3.net/specs/extensions/monitor#numerics */
export const online: Handler = told(true);

/** RPL_MONOFFLINE. */
export const offline: Handler = told(false);

/** RPL_ISON. Source: https://modern.ircdocs.horse/#rplison-303 */
export const ison: Handler = (message, context) => context.isonAnswered(lastParam(message).split(' ').filter((name) => name !== ''));
