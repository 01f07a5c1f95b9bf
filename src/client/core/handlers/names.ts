import { ranksOf } from '../../../shared/isupport';
import { parseSource } from '../../../shared/source';
import type { Member } from '../events';
import { lastParam, param, type Handler } from './context';

/**
 * RPL_NAMREPLY, with all prefixes of a member (https://ircv3.net/specs/extensions/multi-prefix) and its host
 * (https://ircv3.net/specs/extensions/userhost-in-names) where the server gives them.
 * Source: https://modern.ircdocs.horse/#rplnamreply-353
 */
export const names: Handler = (message, { store }) => {
  const prefixes = ranksOf(store.isupport).map((rank) => rank.prefix).join('');
  const members: Member[] = [];
  for (const entry of lastParam(message).split(' ')) {
    let start = 0;
    while (start < entry.length && prefixes.includes(entry.charAt(start))) start++;
    const { nick, user, host } = parseSource(entry.slice(start));
    if (nick === '') continue;
    if (store.isOwn(nick) && user !== undefined && host !== undefined) store.ownHost = `${user}@${host}`;
    members.push({ nick, prefix: entry.slice(0, start), away: false });
  }
  store.apply({ type: 'names', room: param(message, 2), members });
};

/** Source: https://modern.ircdocs.horse/#rplendofnames-366 */
export const namesEnd: Handler = (message, { store }) => {
  store.apply({ type: 'names-end', room: param(message, 1) });
};
