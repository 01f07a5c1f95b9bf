import { timingSafeEqual, createHash } from 'node:crypto';
import { foldUnicode } from '../shared/casemap';
import { Numeric } from '../shared/numerics';
import { describePlace, placeToReturnTo, takeOver } from './accounts/take-over';
import type { Client } from './client';
import { describeRoom, joinEvent, joinRoom } from './commands/join';
import { sendMotd } from './commands/motd';
import { sendPersistenceOnJoin } from './commands/persistence';
import { sendUserCounts } from './commands/lusers';
import { sendIsupport } from './commands/isupport';
import { myInfoLetters } from './isupport';
import { sendOwnMetadata } from './metadata/synchronize';
import { refusalOf, refuseName, rename } from './naming';
import type { Reply } from './reply';
import { version } from './version';

/**
 * What a client has said of itself before it is registered.
 * Source: https://modern.ircdocs.horse/#connection-registration
 */
export class Registration {
  /**
   * Claimed for this client, so that nobody else can take it meanwhile. A name that belongs to an account is only
   * wished for until its owner has logged in: {@link register} decides.
   */
  nick: string | undefined;
  /** How many names were asked for. */
  namesTried = 0;
  /** The names, folded, that they could not have before they logged in. */
  readonly refused = new Set<string>();
  /** The account that they logged in to before they were registered. */
  account: string | undefined;
  username: string | undefined;
  realname = '';
  /** Why they are away, where they said so before they were registered. Source: https://ircv3.net/specs/extensions/pre-away */
  away: string | undefined;
  password: string | undefined;
  /** CAP LS or REQ holds the registration until CAP END. */
  isNegotiating = false;
}

/** Completes the registration where nothing is missing; otherwise does nothing. */
export function register(client: Client, reply: Reply): void {
  const { nick, username, realname, isNegotiating } = client.registration;
  if (client.user !== undefined || nick === undefined || username === undefined || isNegotiating) return;
  const { server } = client;
  if (!knowsServerPassword(client)) {
    const isWrong = client.registration.password !== undefined;
    reply.numeric(Numeric.ERR_PASSWDMISMATCH, isWrong ? 'The password of this server is another one' : 'This server wants a password (PASS)');
    reply.end();
    client.quit('Bad password');
    return;
  }
  if (client.sasl !== undefined) {
    // Source: https://ircv3.net/specs/extensions/sasl-3.1#the-authenticate-command
    client.sasl = undefined;
    reply.numeric(Numeric.ERR_SASLABORTED, 'The login was aborted');
  }
  const ban = server.bans.refusalForSource(client.source);
  if (ban !== undefined) {
    reply.numeric(Numeric.ERR_YOUREBANNEDCREEP, ban);
    reply.end();
    client.expel(ban);
    return;
  }
  if (comeBack(client, nick, reply)) return;
  if (!hasName(client, nick, reply)) return;
  const user = client.become(nick, username, realname);
  server.log.info({ nick, address: client.host }, 'joined');
  welcome(client, nick, reply);
  joinRoom(server.rooms.shared, user, reply);
  server.returning.welcomeBack(user, reply);
}

function welcome(client: Client, nick: string, reply: Reply): void {
  const { server } = client;
  reply.numeric(Numeric.RPL_WELCOME, `Welcome to ${server.config.name}, ${nick}`);
  reply.numeric(Numeric.RPL_YOURHOST, `Your host is ${server.name}, running ritrovo-${version}`);
  reply.numeric(Numeric.RPL_CREATED, `This server was started ${server.startedAt.toUTCString()}`);
  reply.numeric(Numeric.RPL_MYINFO, server.name, `ritrovo-${version}`, ...myInfoLetters());
  sendIsupport(client, reply);
  sendPersistenceOnJoin(client, reply);
  sendUserCounts(server, reply);
  sendMotd(server, reply);
  if (client.user !== undefined) sendOwnMetadata(client.user, reply);
}

/**
 * Puts somebody where they were when their connection was lost, or where another connection of theirs still is, if they
 * are logged in to the same account.
 * Source: https://github.com/ircv3/ircv3-specifications/pull/503
 */
function comeBack(client: Client, wanted: string, reply: Reply): boolean {
  const { names } = client.server;
  const user = placeToReturnTo(client, wanted);
  if (user === undefined) return false;
  takeOver(user, client);
  // A name that was only asked for because the first one was refused is not what they wanted.
  if (client.registration.refused.has(foldUnicode(user.nick))) names.replace(wanted, user.nick, client);
  else if (wanted !== user.nick && refusalOf(client, wanted) === undefined) rename(user, wanted);
  welcome(client, user.nick, reply);
  describePlace(user, reply);
  for (const room of user.rooms) {
    reply.event(joinEvent(room, user));
    describeRoom(room, user, reply);
  }
  return true;
}

/** Claims a name that was only wished for; where it cannot be had, another has to be given. */
function hasName(client: Client, nick: string, reply: Reply): boolean {
  const { names } = client.server;
  if (names.find(nick) === client) return true;
  const refusal = refusalOf(client, nick) ?? (names.claim(nick, client) ? undefined : 'taken');
  if (refusal === undefined) return true;
  client.registration.nick = undefined;
  client.registration.refused.add(foldUnicode(nick));
  refuseName(reply, nick, refusal);
  return false;
}

/** Whether a client has given the password of the server, where there is one. */
export function knowsServerPassword({ server, registration }: Client): boolean {
  const { password } = server.config;
  return password === undefined || isSame(registration.password ?? '', password);
}

/** Compares without telling by the time it takes where the two differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
