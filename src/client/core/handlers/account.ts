import { param, sourceOf, type Handler } from './context';

/** Source: https://ircv3.net/specs/extensions/account-notify */
export const account: Handler = (message, context) => {
  const { nick } = sourceOf(message);
  const name = param(message, 0) === '*' ? undefined : param(message, 0);
  context.store.apply({ type: 'account', nick, account: name });
  if (context.store.isOwn(nick)) context.loggedIn(name);
};

/** RPL_LOGGEDIN. Source: https://ircv3.net/specs/extensions/sasl-3.1#numerics-used-by-this-extension */
export const loggedIn: Handler = (message, context) => context.loggedIn(param(message, 2));

/** RPL_LOGGEDOUT. */
export const loggedOut: Handler = (_message, context) => context.loggedIn(undefined);

/**
 * AUTHENTICATE and the numerics of SASL, and REGISTER SUCCESS and its kin.
 * Source: https://ircv3.net/specs/extensions/sasl-3.2, https://ircv3.net/specs/extensions/account-registration#responses
 */
export const aboutAccount: Handler = (message, context) => void context.aboutAccount(message);
