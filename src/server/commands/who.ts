import { Numeric } from '../../shared/numerics';
import { capabilityBits } from '../capabilities';
import { compileMask, foldText } from '../masks';
import { prefixesOf } from '../ranks';
import type { Room } from '../room';
import type { User } from '../user';
import type { Command, UserContext } from './command';

/** The most people that one mask finds. */
const maxMatches = 500;

/** Source: https://modern.ircdocs.horse/#who-message */
export const who: Command = {
  usage: 'WHO <room, nick or mask> [o][%<fields>[,<token>]]',
  help: 'Lists people with where they come from and their real names; with o operators of the server only, with % the fields that you choose.',
  parameters: 1,
  allowed: 'registered',
  run(context) {
    context.reply.inTurns(answers(context));
  },
};

/** Gives everybody who is asked for, with a step for each who is looked at. */
function* answers(context: UserContext): Generator<undefined> {
  const { server, user, params, reply } = context;
  const [mask = '*', options = ''] = params;
  const question = parseOptions(options);
  const room = server.rooms.findFor(user, mask);
  if (room !== undefined) {
    for (const member of room.members) {
      if (!room.isVisibleTo(user)) break;
      if (room.has(user) || !member.isInvisible) answer(context, question, member, room);
      yield;
    }
  } else if (!mask.startsWith('#')) {
    for (const found of matches(context, mask)) {
      if (found !== undefined) answer(context, question, found, undefined);
      yield;
    }
  }
  reply.numeric(Numeric.RPL_ENDOFWHO, mask, 'End of WHO');
}

/** What is asked of each person. */
interface Question {
  readonly operatorsOnly: boolean;
  /** The letters of WHOX; undefined for a plain WHO. */
  readonly fields: ReadonlySet<string> | undefined;
  readonly token: string;
}

/** Source: https://ircv3.net/specs/extensions/whox#extended-who-command */
function parseOptions(options: string): Question {
  const percent = options.indexOf('%');
  const flags = percent === -1 ? options : options.slice(0, percent);
  const operatorsOnly = flags.includes('o');
  if (percent === -1) return { operatorsOnly, fields: undefined, token: '' };
  const [fields = '', token = ''] = options.slice(percent + 1).split(',');
  return { operatorsOnly, fields: new Set(fields), token: /^\d{1,3}$/.test(token) ? token : '0' };
}

/** Those who fit; undefined for each who does not. */
function* matches({ server, user }: UserContext, mask: string): Generator<User | undefined> {
  const exact = server.names.find(mask)?.user;
  if (exact !== undefined) {
    yield exact;
    return;
  }
  const fits = compileMask(mask);
  let left = maxMatches;
  for (const other of server.users) {
    if (left === 0) return;
    const texts = [other.nick, other.username, other.host, other.realname, other.account ?? ''];
    const isShown = !other.isInvisible || other === user || other.sharesRoomWith(user);
    const isFound = isShown && (mask === '0' || texts.some((text) => fits(foldText(text))));
    if (isFound) left--;
    yield isFound ? other : undefined;
  }
}

function answer(context: UserContext, { operatorsOnly, fields, token }: Question, found: User, room: Room | undefined): void {
  const { server, reply } = context;
  if (operatorsOnly && found.operator === undefined) return;
  const { username, host, nick, realname } = found;
  const flags = flagsOf(context, found, room);
  if (fields === undefined) {
    reply.numeric(Numeric.RPL_WHOREPLY, room?.name ?? '*', username, host, server.name, nick, flags, `0 ${realname}`);
    return;
  }
  const idle = String(Math.floor((Date.now() - found.lastActive) / 1000));
  // Hops (d) and the level of an operator (o) are in no specification, but clients count on them: WeeChat asks for hops
  // and, where they are left out, takes the account for them and the real name for the account.
  const values: readonly (readonly [field: string, value: string])[] = [
    ['t', token], ['c', room?.name ?? '*'], ['u', username], ['i', host], ['h', host], ['s', server.name], ['n', nick],
    ['f', flags], ['d', '0'], ['l', idle], ['a', found.account ?? '0'], ['o', 'n/a'], ['r', realname],
  ];
  reply.numeric(Numeric.RPL_WHOSPCRPL, ...values.filter(([field]) => fields.has(field)).map(([, value]) => value));
}

/** Here or gone, `*` for an operator of the server, `B` for a bot, and the prefixes in the room. */
function flagsOf({ client }: UserContext, found: User, room: Room | undefined): string {
  const allPrefixes = (client.capabilities & capabilityBits['multi-prefix']) !== 0;
  const presence = found.away === undefined ? 'H' : 'G';
  const operator = found.operator === undefined ? '' : '*';
  // Source: https://ircv3.net/specs/extensions/bot-mode#the-who-bot-flag
  const bot = found.isBot ? 'B' : '';
  return presence + operator + bot + (room === undefined ? '' : prefixesOf(room.rankOf(found), allPrefixes));
}
