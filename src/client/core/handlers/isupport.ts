import type { Handler } from './context';

/** RPL_ISUPPORT. Source: https://modern.ircdocs.horse/#rplisupport-005 */
export const isupport: Handler = (message, { store }) => {
  store.apply({ type: 'isupport', tokens: message.params.slice(1, -1) });
};
