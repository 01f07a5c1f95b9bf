import { formatIsupport } from '../shared/isupport';
import { maxNicknameLength } from '../shared/nickname';
import { maxRealnameLength, maxUsernameLength } from './commands/user';
import { extbanKinds, extbanPrefix, listModes } from './mask-list';
import { ranks } from './ranks';
import { flagModes } from './room';
import { maxRoomNameLength } from './rooms';
import type { Server } from './server';
import { userModes } from './user';

/** The longest topic, away message and kick reason, in bytes: they must fit into one line with everything around them. */
export const maxTextLength = 300;

/** The most mode changes with a parameter in one MODE. */
export const maxModeChanges = 12;

/** The most targets of one PRIVMSG, NOTICE or TAGMSG. */
export const maxTargets = 4;

/** The most people of one KICK, rooms of one NAMES and names of one WHOIS: each can cost many lines. */
export const maxKicked = 10;
export const maxNamesRooms = 10;
export const maxWhoisTargets = 1;

const rankLetters = ranks.map(({ mode }) => mode).join('');
const prefixes = ranks.map(({ prefix }) => prefix).join('');

/** The four kinds of modes of a room. Source: https://modern.ircdocs.horse/#chanmodes-parameter */
const roomModeKinds = { lists: listModes.join(''), always: 'k', whenSet: 'fl', flags: flagModes.join('') } as const;

/** The last parameters of 004: user modes, room modes, room modes with a parameter. Source: https://modern.ircdocs.horse/#rplmyinfo-004 */
export function myInfoLetters(): [string, string, string] {
  const { lists, always, whenSet, flags } = roomModeKinds;
  const withParameter = `${lists}${always}${whenSet}${rankLetters}`;
  return [userModes.join(''), flags + withParameter, withParameter];
}

/** The lines of 005, as parameters. Source: https://modern.ircdocs.horse/#rplisupport-005 */
export function isupportLines({ config, isupport }: Server): string[][] {
  const { lists, always, whenSet, flags } = roomModeKinds;
  const tokens = new Map([
    // https://ircv3.net/specs/extensions/account-extban
    ['ACCOUNTEXTBAN', 'a'],
    ['AWAYLEN', String(maxTextLength)],
    // https://ircv3.net/specs/extensions/bot-mode
    ['BOT', 'B'],
    ['CASEMAPPING', 'ascii'],
    ['CHANLIMIT', `#:${config.maxRooms}`],
    ['CHANMODES', `${lists},${always},${whenSet},${flags}`],
    ['CHANNELLEN', String(maxRoomNameLength)],
    ['CHANTYPES', '#'],
    ['ELIST', 'CMNTU'],
    ['EXCEPTS', 'e'],
    ['EXTBAN', `${extbanPrefix},${extbanKinds}`],
    ['FORWARD', 'f'],
    ['INVEX', 'I'],
    ['KICKLEN', String(maxTextLength)],
    ['MAXLIST', listModes.map((mode) => `${mode}:${config.maxList}`).join(',')],
    ['MODES', String(maxModeChanges)],
    // https://ircv3.net/specs/extensions/monitor
    ['MONITOR', String(config.maxMonitor)],
    ['NAMELEN', String(maxRealnameLength)],
    ['NETWORK', config.name],
    ['NICKLEN', String(maxNicknameLength)],
    ['PREFIX', `(${rankLetters})${prefixes}`],
    ['SAFELIST', ''],
    ['STATUSMSG', prefixes],
    [
      'TARGMAX',
      `PRIVMSG:${maxTargets},NOTICE:${maxTargets},TAGMSG:${maxTargets},JOIN:,PART:,KICK:${maxKicked},NAMES:${maxNamesRooms},WHOIS:${maxWhoisTargets},LIST:,MONITOR:`,
    ],
    ['TOPICLEN', String(maxTextLength)],
    ['USERLEN', String(maxUsernameLength)],
    ['UTF8ONLY', ''],
    // https://ircv3.net/specs/extensions/whox
    ['WHOX', ''],
    ...isupport,
  ]);
  // https://ircv3.net/specs/extensions/network-icon
  if (config.icon !== undefined) tokens.set('draft/ICON', config.icon);
  // Not in any specification; some clients know it from other servers.
  if (config.lineLength !== 512) tokens.set('LINELEN', String(config.lineLength));
  return formatIsupport(tokens);
}
