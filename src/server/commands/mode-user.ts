import { Numeric } from '../../shared/numerics';
import { Event } from '../delivery';
import { userModes, type User, type UserMode } from '../user';
import type { UserContext } from './command';

const isUserMode = (letter: string): letter is UserMode => (userModes as readonly string[]).includes(letter);

/**
 * Shows or changes one's own modes. `o` comes from OPER alone; it can be laid down. Source: https://modern.ircdocs.horse/#user-modes
 */
export function userMode({ server, user, params, reply }: UserContext, nick: string): void {
  const [, changes] = params;
  const target = server.names.find(nick)?.user;
  if (target === undefined) return reply.numeric(Numeric.ERR_NOSUCHNICK, nick, 'There is nobody of this name');
  if (target !== user) return reply.numeric(Numeric.ERR_USERSDONTMATCH, 'You can see and change your own modes only');
  if (changes === undefined) return reply.numeric(Numeric.RPL_UMODEIS, writtenModes(user));
  const made: { sign: string; letter: UserMode }[] = [];
  const unknown = new Set<string>();
  let on = true;
  for (const letter of changes) {
    if (letter === '+' || letter === '-') on = letter === '+';
    else if (!isUserMode(letter)) unknown.add(letter);
    else if (letter === 'o' && on) continue;
    else if (server.users.setMode(user, letter, on)) {
      if (letter === 'o') user.operator = undefined;
      made.push({ sign: on ? '+' : '-', letter });
    }
  }
  if (made.length > 0) reply.event(new Event({ source: user.source, from: user, verb: 'MODE', params: [user.nick, written(made)] }));
  if (unknown.size > 0) {
    const letters = Array.from(unknown).slice(0, maxEchoed).join('');
    reply.numeric(Numeric.ERR_UMODEUNKNOWNFLAG, `There is no user mode ${letters}; HELP UMODES lists them`);
  }
}

/** How many unknown letters are repeated. */
const maxEchoed = 20;

/** The modes that are on: `+Bi`. */
export function writtenModes(user: User): string {
  return `+${[...user.modes].sort().join('')}`;
}

function written(changes: readonly { readonly sign: string; readonly letter: string }[]): string {
  let text = '';
  let latest = '';
  for (const { sign, letter } of changes) {
    text += sign === latest ? letter : sign + letter;
    latest = sign;
  }
  return text;
}
