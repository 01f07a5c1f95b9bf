import { param, type Handler } from './context';

/** What was read in another window of the account. Source: https://ircv3.net/specs/extensions/read-marker#markread-server-command */
export const markread: Handler = (message, { store }) => {
  const [, stamp] = /^timestamp=(.+)$/.exec(param(message, 1)) ?? [];
  const time = new Date(stamp ?? NaN);
  if (!Number.isNaN(time.getTime())) store.apply({ type: 'read', room: param(message, 0), time });
};
