import { foldUnicode } from '../../shared/casemap';
import { isNickname } from '../../shared/nickname';
import { readRows } from '../store/checked-rows';
import type { Database } from '../store/database';
import { stayIn, stayOf, type KeptStay } from '../store/kept-stay';
import { userModes, type User } from '../user';

/** How long somebody who was there before a restart is waited for, in ms. */
export const returnTime = 60_000;

/** Somebody who was there when the server was restarted. */
export interface Session extends KeptStay {
  readonly nick: string;
  readonly address: string;
  /** The account that they were logged in to. */
  readonly account: string | undefined;
  readonly away: string | undefined;
  readonly modes: readonly string[];
}

/** What is kept of somebody. The mode of a server operator is not: they give their password again. */
export function sessionOf(user: User): Session {
  const { nick, client, account, away } = user;
  return {
    nick,
    address: client.host,
    account,
    away,
    modes: userModes.filter((mode) => mode !== 'o' && user.modes.has(mode)),
    ...stayOf(user),
  };
}

/** The sessions that a server leaves to the one that comes after it. */
export class SessionStore {
  constructor(private readonly database: Database) {}

  save(sessions: Iterable<Session>, now = Date.now()): void {
    const { database } = this;
    const keep = database.prepare('INSERT OR REPLACE INTO sessions (key, nick, address, account, away, modes, rooms, invitations, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    for (const { nick, address, account, away, modes, rooms, invitations } of sessions) {
      database.write(
        keep, foldUnicode(nick), nick, address, account ?? null, away ?? null, modes.join(''), JSON.stringify(rooms), JSON.stringify(invitations), now,
      );
    }
  }

  /** Takes out what the server before left, where that was less than a minute ago. */
  take(now = Date.now()): Session[] {
    const { database } = this;
    const found = readRows(database, { table: 'sessions', key: 'key', where: 'saved_at > ?', values: [now - returnTime] }, (row) => ({
      nick: row.fitting('nick', isNickname),
      address: row.word('address'),
      account: row.optionalText('account'),
      away: row.optionalText('away'),
      modes: row.text('modes', '').split(''),
      ...stayIn(row),
    }));
    if (database.prepare('SELECT 1 FROM sessions LIMIT 1').get() !== undefined) database.attempt(() => void database.write(database.prepare('DELETE FROM sessions')));
    return found;
  }
}
