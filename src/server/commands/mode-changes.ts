import { Numeric } from '../../shared/numerics';
import { Event } from '../delivery';
import { maxModeChanges } from '../isupport';
import { Rank, rankOfMode } from '../ranks';
import { NotStoredError } from '../store/not-stored';
import { isFlagMode, type FlagMode, type Room } from '../room';
import { maxLineLength } from '../text';
import type { UserContext } from './command';
import type { ListMode } from '../mask-list';
import { changeList, isListMode, sendList } from './mode-lists';
import { refuseUnstoredCommand } from './not-stored';
import { changeForward, changeKey, changeLimit } from './mode-parameters';
import { changeRank } from './mode-ranks';

/** A change that was made: how it is told. */
export interface Change {
  readonly sign: '+' | '-';
  readonly letter: string;
  readonly parameter: string | undefined;
}

/** A change that is asked for. */
export interface Wish {
  readonly on: boolean;
  readonly letter: string;
  /** Takes the next parameter; undefined where there is none left. */
  readonly next: () => string | undefined;
}

/** A change as it is told to the room. */
export const told = ({ on, letter }: Wish, parameter?: string): Change => ({ sign: on ? '+' : '-', letter, parameter });

/** Carries out the changes that are allowed, tells the room once, and answers for the rest. */
export function changeRoomModes(context: UserContext, room: Room, changes: string, parameters: readonly string[]): void {
  const { user, reply } = context;
  const rest = parameters.slice(0, maxModeChanges);
  const made: Change[] = [];
  const refused = new Set<string>();
  // A list can be long: however often it is asked for, it is sent once.
  const asked = new Set<ListMode>();
  const undo = room.remember();
  let on = true;
  for (const letter of changes) {
    if (letter === '+' || letter === '-') {
      on = letter === '+';
      continue;
    }
    const change = changeOne(context, room, { on, letter, next: () => rest.shift() }, refused, asked);
    if (change !== undefined) made.push(change);
  }
  for (const letter of asked) sendList(room, letter, reply);
  for (const why of refused) reply.numeric(Numeric.ERR_CHANOPRIVSNEEDED, room.name, why);
  const stored = storedOf(context, room, made, undo);
  for (const event of modeEvents(room, user.source, stored, user)) {
    room.publish(event, user);
    reply.event(event);
  }
}

/** Writes the changes down. @returns those that hold: where that fails the ranks alone, which outlive nobody's stay */
function storedOf({ server, message, params, reply }: UserContext, room: Room, made: readonly Change[], undo: () => void): readonly Change[] {
  const ofRanks = made.filter(({ letter }) => rankOfMode(letter) !== undefined);
  if (ofRanks.length === made.length) return made;
  try {
    server.rooms.keep(room, undo);
    return made;
  } catch (error) {
    if (!(error instanceof NotStoredError)) throw error;
    refuseUnstoredCommand({ message, params, reply }, error);
    return ofRanks;
  }
}

/** The changes as events, in as many lines as they need. */
export function modeEvents(room: Room, source: string, made: readonly Change[], from?: UserContext['user']): Event[] {
  const before = Buffer.byteLength(`:${source} MODE ${room.name} `);
  return fittingGroups(made, maxLineLength - before).map(
    (group) => new Event({ source, ...(from === undefined ? {} : { from }), verb: 'MODE', params: [room.name, ...written(group)] }),
  );
}

/** The changes in groups, each of which takes at most `limit` bytes when it is written. */
function fittingGroups(changes: readonly Change[], limit: number): Change[][] {
  const groups: Change[][] = [];
  let left = 0;
  for (const change of changes) {
    const length = `+${change.letter} :`.length + Buffer.byteLength(change.parameter ?? '');
    if (groups.length === 0 || length > left) {
      groups.push([]);
      left = limit;
    }
    groups.at(-1)?.push(change);
    left -= length;
  }
  return groups;
}

/** `+o-v` and the parameters. */
function written(changes: readonly Change[]): string[] {
  let letters = '';
  let sign = '';
  for (const change of changes) {
    if (change.sign !== sign) letters += change.sign;
    sign = change.sign;
    letters += change.letter;
  }
  return [letters, ...changes.map(({ parameter }) => parameter).filter((parameter) => parameter !== undefined)];
}

/**
 * @param refused gathers why a change is not allowed, each reason once
 * @param asked gathers the lists that are to be sent
 */
function changeOne(context: UserContext, room: Room, wish: Wish, refused: Set<string>, asked: Set<ListMode>): Change | undefined {
  const { letter } = wish;
  if (isListMode(letter)) return changeList(context, room, { ...wish, letter }, refused, asked);
  const rank = rankOfMode(letter);
  if (rank !== undefined) return changeRank(context, room, wish, rank, refused);
  if (!isFlagMode(letter) && letter !== 'k' && letter !== 'l' && letter !== 'f') {
    context.reply.numeric(Numeric.ERR_UNKNOWNMODE, letter, 'There is no such mode; HELP MODES lists them');
    return undefined;
  }
  if (room.levelOf(context.user) < Rank.operator) {
    refused.add(room.isShared ? 'The shared room belongs to the server; only its operators may change this' : 'You are not an operator of this room');
    // Its parameter is not the next one's.
    if (!isFlagMode(letter) && (wish.on || letter === 'k')) wish.next();
    return undefined;
  }
  if (isFlagMode(letter)) return changeFlag(room, wish, letter);
  if (letter === 'k') return changeKey(context, room, wish);
  return letter === 'l' ? changeLimit(context, room, wish) : changeForward(context, room, wish);
}

function changeFlag(room: Room, wish: Wish, flag: FlagMode): Change | undefined {
  if (room.flags.has(flag) === wish.on) return undefined;
  if (wish.on) room.flags.add(flag);
  else room.flags.delete(flag);
  return told(wish);
}
