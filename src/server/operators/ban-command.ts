import { formatSource } from '../../shared/source';
import type { UserContext } from '../commands/command';
import { matchesRange, parseRange } from '../address';
import { capabilityBits } from '../capabilities';
import type { Client } from '../client';
import { compileMask, foldText, type CompiledMask } from '../masks';
import { cutToBytes } from '../text';
import { recordAct } from './acts';
import { maxServerBans, ServerBans, type BanKind } from './bans';
import { parseDuration } from './duration';

/** The longest reason, in bytes. */
const maxReasonLength = 200;

/** What is said of a mask that is none. */
const misfits: Readonly<Record<BanKind, string>> = {
  address: 'This is no address and no range: 192.0.2.7, 192.0.2.0/24, 2001:db8::/64',
  mask: 'A mask has no spaces and does not begin with a colon: nick!user@host, with * and ?',
};

/** `VERB [duration] mask [:reason]`: bans, tells whom it is about, and ends their connections. */
export function banCommand(context: UserContext, verb: string, kind: BanKind): void {
  const { server, user, params, reply } = context;
  const duration = params.length > 1 ? parseDuration(params[0] ?? '') : undefined;
  const [given = '', reason = ''] = duration === undefined ? params : params.slice(1);
  const mask = ServerBans.normalize(kind, given);
  if (mask === undefined) {
    reply.fail(verb, 'INVALID_TARGET', given, misfits[kind]);
  } else if (isTooWide(kind, mask)) {
    reply.fail(verb, 'TOO_WIDE', mask, 'This would ban nearly everybody; name a smaller range, or a mask with letters in it');
  } else {
    const until = duration === undefined ? undefined : new Date(Date.now() + duration);
    const words = cutToBytes(reason, maxReasonLength) || 'No reason was given';
    const isKept = server.bans.add({ kind, mask, reason: words, by: user.operator ?? user.nick, at: new Date(), until });
    if (!isKept) {
      reply.fail(verb, 'LIMIT_REACHED', mask, `There are ${maxServerBans} bans, which is the most; remove one first`);
      return;
    }
    recordAct(context, verb, mask, `${until === undefined ? 'for ever' : `until ${until.toISOString()}`}: ${words}`);
    note(context, verb, 'BANNED', mask, until === undefined ? 'Banned for ever' : `Banned until ${until.toISOString()}`);
    expelBanned(context, kind, mask);
  }
}

/** `VERB mask`: takes a ban back. */
export function unbanCommand(context: UserContext, verb: string, kind: BanKind): void {
  const { server, params: [given = ''], reply } = context;
  const mask = ServerBans.normalize(kind, given);
  if (mask === undefined || !server.bans.remove(kind, mask)) {
    reply.fail(verb, 'INVALID_TARGET', given, `There is no such ban; STATS ${kind === 'address' ? 'd' : 'k'} lists them`);
    return;
  }
  recordAct(context, verb, mask, '');
  note(context, verb, 'UNBANNED', mask, 'The ban is gone');
}

/** Says that something was done. Source: https://ircv3.net/specs/extensions/standard-replies */
function note({ client, user, reply }: UserContext, verb: string, code: string, mask: string, text: string): void {
  if ((client.capabilities & capabilityBits['standard-replies']) !== 0) reply.message('NOTE', verb, code, mask, text);
  else reply.message('NOTICE', user.nick, `${verb} ${mask}: ${text}`);
}

/** A mask or range that nearly everybody fits is a slip of the hand. */
function isTooWide(kind: BanKind, mask: string): boolean {
  if (kind === 'mask') return !/[^*?!@.:]/u.test(mask);
  const range = parseRange(mask);
  return range === undefined || range.bits < (mask.includes(':') ? 16 : 8);
}

/** Ends the connections that a new ban is about, but not the operator's own. */
function expelBanned({ server, client }: UserContext, kind: BanKind, mask: string): void {
  const range = parseRange(mask);
  const fits = compileMask(mask);
  const isMeant = (other: Client): boolean => {
    if (kind === 'address') return range !== undefined && matchesRange(other.host, range);
    return other.user !== undefined && matchesBan(fits, other);
  };
  for (const other of [...server.clients]) if (other !== client && isMeant(other)) other.expel('Banned from the server');
}

/** A person is banned by what they show, and by the address behind it. */
export function matchesBan(fits: CompiledMask, { user, host }: Client): boolean {
  if (user === undefined) return false;
  return fits(foldText(user.source)) || fits(foldText(formatSource(user.nick, user.username, host)));
}
