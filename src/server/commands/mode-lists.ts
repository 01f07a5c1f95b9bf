import { Numeric } from '../../shared/numerics';
import { extbanPrefix, isMute, listModes, normalizeMask, type ListMode } from '../mask-list';
import type { Reply } from '../reply';
import type { Room } from '../room';
import type { UserContext } from './command';
import { told, type Change, type Wish } from './mode-changes';

export function isListMode(letter: string): letter is ListMode {
  return (listModes as readonly string[]).includes(letter);
}

/** How each list is sent, and what it is called. */
const listings = {
  b: { entry: Numeric.RPL_BANLIST, end: Numeric.RPL_ENDOFBANLIST, name: 'the ban list' },
  e: { entry: Numeric.RPL_EXCEPTLIST, end: Numeric.RPL_ENDOFEXCEPTLIST, name: 'the list of exceptions from bans' },
  I: { entry: Numeric.RPL_INVEXLIST, end: Numeric.RPL_ENDOFINVEXLIST, name: 'the list of standing invitations' },
} as const;

/**
 * Bans, exceptions and invitations: without a mask the list is asked for. Only members see the exceptions and invitations of
 * a secret room. Source: https://modern.ircdocs.horse/#ban-channel-mode
 * @param refused gathers why a change is not allowed
 * @param asked gathers the lists that are asked for
 */
export function changeList(
  { server, user, reply }: UserContext, room: Room, wish: Wish & { readonly letter: ListMode }, refused: Set<string>, asked: Set<ListMode>,
): Change | undefined {
  const { letter } = wish;
  const given = wish.next();
  if (given === undefined || given === '') {
    asked.add(letter);
    return undefined;
  }
  if (!room.isModerator(user)) {
    refused.add(room.isShared ? 'The shared room belongs to the server; only its operators may change this' : 'You are not an operator of this room');
    return undefined;
  }
  const list = room.lists[letter];
  const mask = normalizeMask(given);
  if (mask === undefined || (letter === 'I' && isMute(mask))) {
    reply.numeric(Numeric.ERR_INVALIDMODEPARAM, room.name, letter, given, mask === undefined && !given.startsWith(extbanPrefix) ? 'A mask has no spaces and does not begin with a colon' : 'There is no such extended mask here; HELP EXTBANS lists them');
    return undefined;
  }
  const known = list.find(mask);
  if ((known !== undefined) === wish.on) return undefined;
  if (known !== undefined) {
    list.remove(known);
    return told(wish, known);
  }
  if (list.size >= server.config.maxList) {
    reply.numeric(Numeric.ERR_BANLISTFULL, room.name, mask, `There are ${server.config.maxList} entries in ${listings[letter].name}, which is the most; take one out first`);
    return undefined;
  }
  list.add({ mask, by: user.source, at: new Date() });
  return told(wish, mask);
}

/** Sends a list: each entry with who set it and when. */
export function sendList(room: Room, letter: ListMode, reply: Reply): void {
  const { entry, end, name } = listings[letter];
  for (const { mask, by, at } of room.lists[letter]) {
    reply.numeric(entry, room.name, mask, by, String(Math.floor(at.getTime() / 1000)));
  }
  reply.numeric(end, room.name, `End of ${name}`);
}
