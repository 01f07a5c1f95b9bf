import { foldUnicode } from '../shared/casemap';
import type { User } from './user';

/** Somebody who has left or changed their name, as they were. */
export interface PastUser {
  readonly nick: string;
  readonly username: string;
  readonly host: string;
  readonly realname: string;
  readonly account: string | undefined;
  readonly at: Date;
}

/** What WHOWAS knows, the newest last. Source: https://modern.ircdocs.horse/#whowas-message */
export class PastUsers {
  private readonly entries = new Set<PastUser>();
  private readonly byName = new Map<string, PastUser[]>();

  /** @param limit the most entries, asked for each time; the oldest is forgotten past it */
  constructor(private readonly limit: () => number) {}

  remember(user: User): void {
    const { nick, username, host, realname, account } = user;
    const entry: PastUser = { nick, username, host, realname, account, at: new Date() };
    const key = foldUnicode(nick);
    const known = this.byName.get(key) ?? [];
    known.push(entry);
    this.byName.set(key, known);
    this.entries.add(entry);
    for (const oldest of this.entries) {
      if (this.entries.size <= this.limit()) break;
      this.forget(oldest);
    }
  }

  /** Those who had a name, the latest first. */
  find(name: string): PastUser[] {
    return [...(this.byName.get(foldUnicode(name)) ?? [])].reverse();
  }

  private forget(entry: PastUser): void {
    this.entries.delete(entry);
    const key = foldUnicode(entry.nick);
    const known = this.byName.get(key);
    // The oldest of all is the oldest of its name.
    known?.shift();
    if (known?.length === 0) this.byName.delete(key);
  }
}
