import { parseCtcp } from '../shared/ctcp';
import { maxTextLength } from './isupport';
import type { Room, Silence } from './room';
import { cutToBytes } from './text';
import type { User } from './user';

/*
 * Whoever may not speak in a room gives it no text, whatever carries it: `Room.silenceOf` decides, and here is what
 * follows for each kind of text. A message, an edit and a topic are refused (`refusalOf`); what happens anyway, happens
 * without its reason (`reasonIn`, and `announce` for what is seen in several rooms); what a person shows everywhere
 * (name, real name, metadata) stays as it is while a room that they are in silences them (`heldBy`).
 */

/** What somebody who is silenced is told: why, and what would help. */
const words: Readonly<Record<Silence, (room: string) => string>> = {
  outside: (room) => `You cannot send to ${room} from outside; join it first`,
  moderated: (room) => `Only those with a rank speak in ${room} now (+m); its operators can give you voice`,
  accounts: (room) => `Only people who are logged in speak in ${room} (+M): /msg NickServ HELP`,
  banned: (room) => `You are banned or muted in ${room}`,
};

/** Why a text may not go into a room, in words for its author; undefined where it may. */
export function refusalOf(room: Room, user: User, text: string): string | undefined {
  const silence = room.silenceOf(user);
  if (silence !== undefined) return words[silence](room.name);
  return room.flags.has('C') && isRefusedCtcp(text) ? 'This room takes no CTCP (+C)' : undefined;
}

/** The reason that goes with what somebody does in a room (or in private), as one parameter; none where they may not speak. */
export function reasonIn(room: Room | undefined, user: User, reason = ''): readonly string[] {
  return reason === '' || room?.maySpeak(user) === false ? [] : [cutToBytes(reason, maxTextLength)];
}

/** What somebody without an account is told by those who take no messages of such people. */
export const accountsOnly = 'They take messages of people with an account only; log in first';

/** Whether a person takes nothing of somebody: user mode R, messages of registered people only. */
export function isRefusedBy(target: User, from: User): boolean {
  return target.modes.has('R') && from.account === undefined && from.operator === undefined && from !== target;
}

/** Why somebody cannot change what they show everywhere: a room that they are in silences them. Undefined where they can. */
export function heldBy(user: User): { readonly room: Room; readonly words: string } | undefined {
  for (const room of user.rooms) {
    const silence = room.silenceOf(user);
    if (silence !== undefined) return { room, words: words[silence](room.name) };
  }
  return undefined;
}

/** Whether a text is CTCP that is not ACTION (`/me`). Source: https://modern.ircdocs.horse/ctcp.html */
function isRefusedCtcp(text: string): boolean {
  return text.startsWith('\x01') && parseCtcp(text)?.command !== 'ACTION';
}
