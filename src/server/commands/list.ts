import { Numeric } from '../../shared/numerics';
import { compileMask, foldText, type FoldedText } from '../masks';
import type { Room } from '../room';
import type { Command, UserContext } from './command';

/** @param name the room’s, folded once for all of them */
type Condition = (room: Room, name: FoldedText) => boolean;

/** What of a line of the list stands around the room's name and topic, in bytes at most: tags, numeric, nick, count. */
const lineOverhead = 350;
/** The part of `sendq` that a list may fill. */
const shareOfSendq = 2;

/** Source: https://modern.ircdocs.horse/#list-message */
export const list: Command = {
  usage: 'LIST [<room or condition>{,<room or condition>}]',
  help: 'Lists the rooms, how many people are in each, and the topics; HELP LIST tells the conditions.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    context.reply.inTurns(answers(context));
  },
};

/** With a step for each room that is looked at. */
function* answers(context: UserContext): Generator<undefined> {
  const { server, user, params: [wanted = ''], reply } = context;
  const words = wanted.split(',').filter((word) => word !== '');
  const conditions = words.map(conditionOf);
  const named = words.filter((_, index) => conditions[index] === undefined);
  const rooms = named.length === 0 ? server.rooms.all : new Set(named.flatMap((name) => server.rooms.findFor(user, name) ?? []));
  const all = conditions.filter((condition) => condition !== undefined);
  yield* sendRooms(context, rooms, (room, name) => all.every((condition) => condition(room, name)));
  reply.numeric(Numeric.RPL_LISTEND, 'End of LIST');
}

/**
 * A list is as long as there are rooms, and must not cost anybody their connection: it ends where it would fill too
 * much of what may wait for a slow reader. Source: https://modern.ircdocs.horse/#safelist-parameter
 */
function* sendRooms({ server, user, client, reply }: UserContext, rooms: Iterable<Room>, fits: Condition): Generator<undefined> {
  let left = server.config.sendq / shareOfSendq;
  for (const room of rooms) {
    yield;
    if (!room.isVisibleTo(user) || !fits(room, foldText(room.name))) continue;
    const topic = room.topic?.text ?? '';
    left -= lineOverhead + 3 * (room.name.length + topic.length);
    if (left < 0) {
      reply.message('NOTICE', client.displayNick, 'There are more rooms than one list holds; narrow it down, for example LIST >10 or LIST *word*');
      return;
    }
    reply.numeric(Numeric.RPL_LIST, room.name, String(room.size), topic);
  }
}

/**
 * ELIST: `*mask*` and `!*mask*` by name, `>n` and `<n` by people, `C>n` and `C<n` by minutes since the room was made,
 * `T>n` and `T<n` by minutes since its topic was set. Source: https://modern.ircdocs.horse/#elist-parameter
 * @returns undefined for a room's name
 */
function conditionOf(word: string): Condition | undefined {
  const [, what = '', sign, digits = ''] = /^([CT]?)([<>])(\d{1,9})$/i.exec(word) ?? [];
  if (sign !== undefined) return (room) => compare(measureOf(room, what.toUpperCase()), sign, Number(digits));
  const isNegated = word.startsWith('!');
  if (!isNegated && !/[*?]/.test(word)) return undefined;
  const fits = compileMask(isNegated ? word.slice(1) : word);
  return (_, name) => fits(name) !== isNegated;
}

/** People, or minutes since the room was made or its topic set; undefined where there is no topic. */
function measureOf(room: Room, what: string): number | undefined {
  if (what === '') return room.size;
  const since = what === 'C' ? room.createdAt : room.topic?.at;
  return since === undefined ? undefined : (Date.now() - since.getTime()) / 60_000;
}

function compare(value: number | undefined, sign: string, bound: number): boolean {
  if (value === undefined) return false;
  return sign === '<' ? value < bound : value > bound;
}
