import { param, sourceOf, type Handler } from './context';

/** Somebody has another host; ours counts for how long a line may be. Source: https://ircv3.net/specs/extensions/chghost */
export const chghost: Handler = (message, { store }) => {
  if (store.isOwn(sourceOf(message).nick)) store.ownHost = `${param(message, 0)}@${param(message, 1)}`;
};

/** RPL_VISIBLEHOST: `host` or `user@host`. Source: https://ircv3.net/specs/extensions/multiline#splitting-long-lines */
export const visibleHost: Handler = (message, { store }) => {
  const host = param(message, 1);
  const [user = ''] = (store.ownHost ?? '').split('@');
  if (host.includes('@')) store.ownHost = host;
  else if (store.ownHost !== undefined) store.ownHost = `${user}@${host}`;
};
