import { Numeric } from '../../shared/numerics';
import { prefixesOf } from '../ranks';
import { sendServiceWhois } from '../services/service';
import { joinWords, maxLineLength } from '../text';
import type { User } from '../user';
import type { Command, UserContext } from './command';
import { writtenModes } from './mode-user';
import { isForThisServer } from './server-target';

/** Source: https://modern.ircdocs.horse/#whois-message */
export const whois: Command = {
  usage: 'WHOIS [<server>] <nick>',
  help: 'Says what is known of somebody.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params: [first, second], reply } = context;
    const nick = (second ?? first ?? '').split(',')[0] ?? '';
    if (nick === '') { reply.numeric(Numeric.ERR_NONICKNAMEGIVEN, 'Of whom? WHOIS <nick>'); return; }
    if (second !== undefined && !isForThisServer(context, first)) return;
    const service = server.services.find(nick);
    if (service !== undefined) { sendServiceWhois(server, service, reply); return; }
    const found = server.names.find(nick)?.user;
    if (found === undefined) reply.numeric(Numeric.ERR_NOSUCHNICK, nick, 'There is nobody of this name');
    else describe(context, found);
    reply.numeric(Numeric.RPL_ENDOFWHOIS, found?.nick ?? nick, 'End of WHOIS');
  },
};

function describe(context: UserContext, found: User): void {
  const { server, user, reply } = context;
  const { nick, username, host, realname, account, away, client } = found;
  reply.numeric(Numeric.RPL_WHOISUSER, nick, username, host, '*', realname);
  sendRooms(context, found);
  reply.numeric(Numeric.RPL_WHOISSERVER, nick, server.name, server.config.name);
  if (found.operator !== undefined) reply.numeric(Numeric.RPL_WHOISOPERATOR, nick, 'is an operator of this server');
  if (account !== undefined) reply.numeric(Numeric.RPL_WHOISACCOUNT, nick, account, 'is logged in as');
  // Source: https://ircv3.net/specs/extensions/bot-mode#the-rpl_whoisbot-335-numeric
  if (found.isBot) reply.numeric(Numeric.RPL_WHOISBOT, nick, 'is a bot');
  if (client.connection.isSecure) reply.numeric(Numeric.RPL_WHOISSECURE, nick, 'is using a secure connection');
  // Source: https://ircv3.net/specs/extensions/webirc#security-considerations
  const { gateway } = client.connection;
  if (gateway !== undefined) reply.numeric(Numeric.RPL_WHOISSPECIAL, nick, `comes through the gateway ${gateway}`);
  if (found === user || user.operator !== undefined) sendPrivateParts(context, found);
  if (away !== undefined) reply.numeric(Numeric.RPL_AWAY, nick, away);
  const idle = Math.floor((Date.now() - found.lastActive) / 1000);
  const signedOn = Math.floor(found.connectedAt.getTime() / 1000);
  reply.numeric(Numeric.RPL_WHOISIDLE, nick, String(idle), String(signedOn), 'seconds idle, signon time');
}

/** The rooms that the asker may know of, with all of the person's prefixes. */
function sendRooms({ server, user, reply }: UserContext, found: User): void {
  const isHidden = found.isInvisible && found !== user;
  const rooms = [...found.rooms].filter((room) => room.isVisibleTo(user) && (!isHidden || room.has(user)));
  const entries = rooms.map((room) => prefixesOf(room.rankOf(found), true) + room.name);
  const before = `:${server.name} ${Numeric.RPL_WHOISCHANNELS} ${user.nick} ${found.nick} :`;
  for (const line of joinWords(entries, maxLineLength - Buffer.byteLength(before))) reply.numeric(Numeric.RPL_WHOISCHANNELS, found.nick, line);
}

/** What only the person themselves and the server's operators are told. */
function sendPrivateParts({ reply }: UserContext, found: User): void {
  const { nick, username, host, client } = found;
  reply.numeric(Numeric.RPL_WHOISHOST, nick, `is connecting from ${username}@${host} ${client.connection.remoteAddress}`);
  reply.numeric(Numeric.RPL_WHOISMODES, nick, `is using modes ${writtenModes(found)}`);
  const fingerprint = client.connection.certificateFingerprint;
  if (fingerprint !== undefined) reply.numeric(Numeric.RPL_WHOISCERTFP, nick, `has client certificate fingerprint ${fingerprint}`);
}
