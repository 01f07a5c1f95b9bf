import { foldUnicode } from '../../shared/casemap';
import { Numeric } from '../../shared/numerics';
import type { Client } from '../client';
import { announceAway } from '../commands/away';
import { describeRoom, joinEvent } from '../commands/join';
import { Event } from '../delivery';
import { changeHost } from '../hosts';
import { ranks } from '../ranks';
import type { Reply } from '../reply';
import type { Room } from '../room';
import { ranksEvent } from '../room-access';
import { userModes, type User } from '../user';
import type { Account } from './account';

/*
 * One person's place passes from one connection to another: the nick, the rooms, the ranks, the modes. Others see
 * nothing of it but a new host, and whether the person is away.
 *
 * When it happens:
 * - Somebody who is absent is waited for: whoever logs in to their account takes the place.
 * - With persistence, whoever logs in to the account and asks for the nick or the account's name, or has been refused it
 *   before they logged in, or logs in after the registration, takes the place of a connection that is still open.
 * - Without persistence nothing happens by itself: two programs of one person that both want the same nick would
 *   end each other's connection for ever. Their owner says which one is to have it: REGAIN or GHOST.
 * - Also with persistence two programs must not fight. Each time a connection that was replaced is answered by a living
 *   program is counted (see {@link Presences.contested}); after a few, a newer one is refused the nick like anybody else.
 */

const lastWords = 'You are connected from elsewhere, and that connection has taken your place';

/** The place that somebody who registers and is logged in gets back. @param nick the one that they ask for */
export function placeToReturnTo(client: Client, nick: string): User | undefined {
  const { server, registration } = client;
  const account = accountOf(client);
  if (account === undefined) return undefined;
  const absent = server.presences.find(account.key);
  if (absent !== undefined) return absent;
  if (!isSelfEvident(client, account)) return undefined;
  for (const name of [nick, ...registration.refused]) {
    const holder = server.names.find(name);
    if (holder !== undefined && holder !== client && holder.isLoggedInTo(account.key)) return holder.user;
  }
  // Whoever goes by the account's own name is the one who stays; a place under another nick would be lost.
  return foldUnicode(nick) === account.key ? server.presences.staying(account.key) : undefined;
}

/** The place of the account that somebody who has registered logs in to. */
export function placeToLogInTo(client: Client, account: Account): User | undefined {
  const { presences } = client.server;
  const place = presences.find(account.key) ?? (isSelfEvident(client, account) ? presences.staying(account.key) : undefined);
  return place?.client === client ? undefined : place;
}

/** Whether a client that has not registered yet may have a nick once it has logged in, although a connection of the same person has it now. */
export function mayReplace(client: Client, holder: Client): boolean {
  const { isNegotiating } = client.registration;
  const account = accountOf(holder);
  if (client.user !== undefined || holder.user === undefined || account === undefined) return false;
  return isSelfEvident(client, account) && (client.account === undefined ? isNegotiating : client.isLoggedInTo(account.key));
}

/** Whether two connections are the same person's. */
export function isSamePerson(client: Client, holder: Client): boolean {
  return holder.user?.account !== undefined && client.isLoggedInTo(foldUnicode(holder.user.account));
}

/** Gives somebody's place to a connection that has no user yet; the one that had it is ended. */
export function takeOver(place: User, client: Client): void {
  const { server, registration } = client;
  const { client: older } = place;
  end(older, place);
  server.presences.comesBack(place);
  server.names.release(place.nick, older);
  server.names.claim(place.nick, client);
  // To whoever comes back nothing has changed, and nothing comes before their welcome.
  changeHost(place, client.host, false);
  older.user = undefined;
  place.client = client;
  client.user = place;
  server.unregistered.delete(client);
  const away = registration.away ?? (server.presences.isAbsentReason(place.away) ? undefined : place.away);
  if (away !== place.away) {
    place.away = away;
    announceAway(place);
  }
  place.noteChange();
  server.log.info({ nick: place.nick, address: client.host }, 'came back');
}

/** What somebody is told of themselves who has come to a place. */
export function describePlace({ nick, modes, away }: User, reply: Reply): void {
  const letters = userModes.filter((mode) => modes.has(mode));
  if (letters.length > 0) reply.message('MODE', nick, `+${letters.join('')}`);
  if (away !== undefined) reply.numeric(Numeric.RPL_NOWAWAY, 'You are marked as away, as before');
}

/**
 * The same for somebody who is registered under another nick, which they give up. The rooms in which they are become
 * those of the place, with the ranks that they have there.
 */
export function moveTo(place: User, client: Client, reply: Reply): void {
  const { server, user: guest } = client;
  if (guest === undefined || guest === place) return;
  const { monitor } = server.users;
  const before = new Map([...guest.rooms].map((room) => [room, room.rankOf(guest)]));
  // As those saw it who shared a room with both.
  reply.event(new Event({ source: place.source, from: place, verb: 'QUIT', params: ['Connected from elsewhere'] }));
  reply.event(new Event({ source: guest.source, from: guest, verb: 'NICK', params: [place.nick] }));
  for (const room of before.keys()) if (!room.has(place)) bring(place, room, guest);
  for (const room of guest.invitations) room.invite(place);
  const watched = monitor.listOf(client);
  client.depart(`Logged in as ${place.nick}`);
  for (const name of watched) monitor.add(client, name);
  takeOver(place, client);
  for (const [room, rank] of before) uniteRanks(room, place, rank, reply);
  for (const room of place.rooms) {
    if (before.has(room)) continue;
    reply.event(joinEvent(room, place));
    describeRoom(room, place, reply);
  }
  describePlace(place, reply);
}

/** Whether the newer connection takes the place without being asked to. */
function isSelfEvident({ server }: Client, { key, persistence }: Account): boolean {
  return persistence === 'ON' && !server.presences.contested.isFull(key);
}

function accountOf({ server, account }: Client): Account | undefined {
  return account === undefined ? undefined : server.accounts.find(account);
}

function end(older: Client, { account = '' }: User): void {
  const { server, connection } = older;
  server.users.monitor.clear(older);
  if (older.hasLeft) return;
  older.supersede(lastWords);
  connection.onceClosed(() => {
    if (connection.wasClosedByPeer) server.presences.contested.add(foldUnicode(account));
  });
}

function bring(place: User, room: Room, guest: User): void {
  room.add(place);
  room.forgetInvitation(place);
  room.publish(joinEvent(room, place), guest);
}

/** The person has the ranks of both; others are told what is new of the place, the person what is new to their program. */
function uniteRanks(room: Room, place: User, rank: number, reply: Reply): void {
  const missing = ranks.filter(({ bit }) => (rank & bit) !== 0 && (room.rankOf(place) & bit) === 0);
  const fresh = ranks.filter(({ bit }) => (room.rankOf(place) & bit) !== 0 && (rank & bit) === 0);
  for (const { bit } of missing) room.setRank(place, bit, true);
  if (missing.length > 0) room.publish(ranksEvent(room, place, missing), place);
  if (fresh.length > 0) reply.event(ranksEvent(room, place, fresh));
}
