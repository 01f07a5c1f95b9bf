/** Who a message comes from: a person (`nick!user@host`) or a server (only a name). */
export interface Source {
  readonly nick: string;
  readonly user: string | undefined;
  readonly host: string | undefined;
}

/**
 * Takes a message's source apart; a part that is not there is undefined. Never throws.
 * Source: https://modern.ircdocs.horse/#source
 */
export function parseSource(text: string): Source {
  const hostAt = text.indexOf('@');
  const beforeHost = hostAt === -1 ? text : text.slice(0, hostAt);
  const userAt = beforeHost.indexOf('!');
  return {
    nick: userAt === -1 ? beforeHost : beforeHost.slice(0, userAt),
    user: userAt === -1 ? undefined : beforeHost.slice(userAt + 1),
    host: hostAt === -1 ? undefined : text.slice(hostAt + 1),
  };
}

/** The `nick!user@host` of a person. */
export function formatSource(nick: string, user: string, host: string): string {
  return `${nick}!${user}@${host}`;
}
