import { isNickname } from '../../shared/nickname';
import { readRows } from '../store/checked-rows';
import type { Database } from '../store/database';
import { stayIn, stayOf, type KeptStay } from '../store/kept-stay';
import { userModes, type User, type UserMode } from '../user';

/** What `since` holds of somebody whose connection is there. */
const present = 0;

/** Somebody as they were when the server ended. */
export interface KeptPresence extends KeptStay {
  /** The key of their account. */
  readonly account: string;
  readonly nick: string;
  readonly username: string;
  readonly realname: string;
  readonly host: string;
  readonly away: string | undefined;
  /** Without those of a server operator, who gives the password again. */
  readonly modes: readonly UserMode[];
  /** When the connection was lost, in ms since 1970; undefined where it was there to the end. */
  readonly since: number | undefined;
}

/** The table of those who stay when their connection is lost: one row for each account. */
export class PresenceStore {
  constructor(private readonly database: Database) {}

  all(): KeptPresence[] {
    return readRows(this.database, { table: 'presences', key: 'account' }, (row) => {
      const modes = row.text('modes', '');
      const since = row.number('since', present);
      return {
        account: row.text('account'),
        nick: row.fitting('nick', isNickname),
        username: row.word('username'),
        realname: row.text('realname', ''),
        host: row.word('host'),
        away: row.optionalText('away'),
        modes: userModes.filter((mode) => modes.includes(mode)),
        ...stayIn(row),
        since: since === present ? undefined : since,
      };
    });
  }

  /** @param since when the connection was lost, in ms since 1970; undefined while it is there */
  save(key: string, user: User, since: number | undefined): void {
    const { rooms, invitations } = stayOf(user);
    const modes = userModes.filter((mode) => mode !== 'o' && mode !== 's' && user.modes.has(mode)).join('');
    const columns = 'account, nick, username, realname, host, away, rooms, since, modes, invitations';
    const replace = this.database.prepare(`REPLACE INTO presences (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    const { nick, username, realname, host, away } = user;
    this.database.write(
      replace, key, nick, username, realname, host, away ?? null, JSON.stringify(rooms), since ?? present, modes, JSON.stringify(invitations),
    );
  }

  remove(key: string): void {
    this.database.write(this.database.prepare('DELETE FROM presences WHERE account = ?'), key);
  }
}
