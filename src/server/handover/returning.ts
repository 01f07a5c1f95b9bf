import { Numeric } from '../../shared/numerics';
import { foldUnicode } from '../../shared/casemap';
import type { Client } from '../client';
import { announceAway } from '../commands/away';
import { joinRoom } from '../commands/join';
import { ranks } from '../ranks';
import type { Reply } from '../reply';
import { ranksEvent } from '../room-access';
import type { Server } from '../server';
import { userModes, type User } from '../user';
import { returnTime, type Session } from './sessions';

/**
 * Those who were there before a restart. For a minute their names wait for them, and whoever comes back from the same
 * address with the same name, logged in to the same account where they had one, is put where they were.
 */
export class Returning {
  private readonly byNick: Map<string, Session>;
  private readonly rooms: readonly string[];
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: Server,
    sessions: readonly Session[],
  ) {
    this.byNick = new Map(sessions.map((session) => [foldUnicode(session.nick), session]));
    this.rooms = [...new Set(sessions.flatMap(({ rooms }) => rooms.map(({ name }) => name)))];
    if (sessions.length > 0) this.timer = server.faults.after(returnTime, () => server.pause.run(() => this.giveUp()));
  }

  /** Those who have not come back yet. */
  get pending(): readonly Session[] {
    return [...this.byNick.values()];
  }

  /** Whether a name waits for somebody else. */
  isReserved(nick: string, client: Client): boolean {
    const session = this.byNick.get(foldUnicode(nick));
    return session !== undefined && session.address !== client.host && !isOwner(session, client.account);
  }

  /** Puts somebody who has registered, or has just logged in, where they were before the restart. */
  welcomeBack(user: User, reply: Reply): void {
    const key = foldUnicode(user.nick);
    const session = this.byNick.get(key);
    if (session?.address !== user.client.host) return;
    if (session.account !== undefined && !isOwner(session, user.account)) return;
    this.byNick.delete(key);
    this.restoreModes(user, session, reply);
    for (const { name, rank } of session.rooms) this.rejoin(user, name, rank, reply);
    for (const name of session.invitations) this.server.rooms.find(name)?.invite(user);
    if (session.away !== undefined) {
      user.away = session.away;
      announceAway(user);
      reply.numeric(Numeric.RPL_NOWAWAY, 'You are marked as away, as before the restart');
    }
  }

  /** Nobody comes back to an account that was given up, though its name may be registered again. */
  forgetAccount(account: string): void {
    for (const [key, session] of this.byNick) if (isOwner(session, account)) this.byNick.delete(key);
  }

  /** Another server comes right after this one, and goes on waiting. */
  leaveToNext(): void {
    clearTimeout(this.timer);
  }

  /** Whoever has not come back by now comes as a stranger; rooms that nobody came back to are closed. */
  giveUp(): void {
    clearTimeout(this.timer);
    this.byNick.clear();
    this.server.rooms.stopWaiting(this.rooms);
  }

  private restoreModes(user: User, { modes }: Session, reply: Reply): void {
    const changed = userModes.filter((mode) => modes.includes(mode) && this.server.users.setMode(user, mode, true));
    if (changed.length > 0) reply.message('MODE', user.nick, `+${changed.join('')}`);
  }

  private rejoin(user: User, name: string, rank: number, reply: Reply): void {
    const { rooms } = this.server;
    const room = rooms.find(name) ?? rooms.open(name);
    if (!room.has(user)) joinRoom(room, user, reply);
    const missing = ranks.filter(({ bit }) => (rank & bit) !== 0 && (room.rankOf(user) & bit) === 0);
    if (missing.length === 0) return;
    for (const { bit } of missing) room.setRank(user, bit, true);
    const event = ranksEvent(room, user, missing);
    room.publish(event, user);
    reply.event(event);
  }
}

const isOwner = ({ account }: Session, other: string | undefined): boolean =>
  account !== undefined && other !== undefined && foldUnicode(account) === foldUnicode(other);
