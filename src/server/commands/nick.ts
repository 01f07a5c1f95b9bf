import { foldUnicode } from '../../shared/casemap';
import { isNickname, nicknameRule, normalizeNickname } from '../../shared/nickname';
import { Numeric } from '../../shared/numerics';
import { formatSource } from '../../shared/source';
import { isSamePerson, mayReplace, moveTo } from '../accounts/take-over';
import type { Client } from '../client';
import { refusalOf, refuseName, rename, type NameRefusal } from '../naming';
import { register } from '../registration';
import type { Reply } from '../reply';
import { heldBy } from '../speech';
import type { User } from '../user';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#nick-message */
export const nick: Command = {
  usage: 'NICK <name>',
  help: 'Gives or changes your name.',
  parameters: 0,
  allowed: 'always',
  run({ server, client, params: [given = ''], reply }) {
    if (client.user === undefined && ++client.registration.namesTried > server.config.maxNamesTried) {
      reply.end();
      client.quit('Too many names were tried');
      return;
    }
    if (given === '') { reply.numeric(Numeric.ERR_NONICKNAMEGIVEN, 'No name given'); return; }
    const name = normalizeNickname(given);
    if (!isNickname(name)) { reply.numeric(Numeric.ERR_ERRONEUSNICKNAME, given, nicknameRule); return; }
    const { user, registration } = client;
    const old = user?.nick ?? registration.nick;
    if (name === old) return;
    let refusal = refusalOf(client, name);
    if (refusal === undefined && user !== undefined && (expelBanned(user, name, reply) || isHeld(user, reply))) return;
    refusal ??= server.names.claim(name, client) ? undefined : 'taken';
    // Those who are still negotiating may prove by SASL that the name is theirs.
    const mayBeOwner = user === undefined && (registration.isNegotiating || client.account !== undefined) && isForOwner(client, name, refusal);
    if (refusal !== undefined && !mayBeOwner) {
      if (user === undefined) registration.refused.add(foldUnicode(name));
      if (!returnTo(client, name, reply)) refuseName(reply, name, refusal);
      return;
    }
    if (user !== undefined) { reply.event(rename(user, name)); return; }
    if (old !== undefined) server.names.replace(old, name, client);
    registration.nick = name;
    register(client, reply);
  },
};

/** Whether what stands in the way of a name goes when its owner has logged in. */
function isForOwner(client: Client, name: string, refusal: NameRefusal | undefined): boolean {
  if (refusal === 'protected') return true;
  const holder = client.server.names.find(name);
  return (refusal === 'taken' || refusal === 'own') && holder !== undefined && (holder.hasLeft || mayReplace(client, holder));
}

/** Gives somebody who is logged in the name that waits for them, with their place; false where nobody is absent under it. */
function returnTo(client: Client, name: string, reply: Reply): boolean {
  const holder = client.server.names.find(name);
  const place = holder?.hasLeft === true && isSamePerson(client, holder) ? holder.user : undefined;
  if (client.user === undefined || place === undefined) return false;
  moveTo(place, client, reply);
  return true;
}

/**
 * Ends the connection of somebody whom a ban of the server fits once they have a name, by the host that they show or the
 * address behind it. The server's operators are spared. Source: https://modern.ircdocs.horse/#erryourebannedcreep-465
 */
function expelBanned({ client, operator, username, host }: User, name: string, reply: Reply): boolean {
  if (operator !== undefined) return false;
  const { bans } = client.server;
  const ban = bans.refusalForSource(formatSource(name, username, host)) ?? bans.refusalForSource(formatSource(name, username, client.host));
  if (ban === undefined) return false;
  reply.numeric(Numeric.ERR_YOUREBANNEDCREEP, ban);
  reply.end();
  client.expel(ban);
  return true;
}

/** Answers somebody who may not speak in a room that they neither get around it nor say something with another name. */
function isHeld(user: User, reply: Reply): boolean {
  const held = heldBy(user);
  if (held !== undefined) reply.numeric(Numeric.ERR_NONICKCHANGE, held.room.name, `${held.words}: leave it to change your name`);
  return held !== undefined;
}
