import { capabilityBits, hasAll } from '../capabilities';
import { readingOf, readingsOf, type Reading } from '../history/access';
import { maxAnswerSize, maxPage, type History } from '../history/history';
import { parsePoint, readPage, type Item, type Point } from '../history/page';
import { replay } from '../history/replay';
import { timeOf } from '../history/sequence';
import type { Range } from '../history/store';
import type { Command, UserContext } from './command';

const verb = 'CHATHISTORY';

/** Behind everything. */
const end = Number.MAX_SAFE_INTEGER;

/** The subcommands that give messages, with how many points each takes. */
const points = { BEFORE: 1, AFTER: 1, LATEST: 1, AROUND: 1, BETWEEN: 2 } as const;
type Subcommand = keyof typeof points;

const isSubcommand = (name: string): name is Subcommand => Object.hasOwn(points, name);

/** Source: https://ircv3.net/specs/extensions/chathistory */
export const chathistory: Command = {
  usage: 'CHATHISTORY BEFORE|AFTER|LATEST|AROUND|BETWEEN|TARGETS …',
  help: 'Shows what was said before: CHATHISTORY LATEST <room or nick> * <limit>; the point may be timestamp=… or msgid=….',
  parameters: 0,
  allowed: 'registered',
  run(context): void {
    const { server, params, reply } = context;
    const subcommand = (params[0] ?? '*').toUpperCase();
    const { history } = server;
    if (history === undefined) return reply.fail(verb, 'MESSAGE_ERROR', subcommand, params[1] ?? '*', 'This server keeps no history');
    const wanted = subcommand === 'TARGETS' ? 4 : isSubcommand(subcommand) ? points[subcommand] + 3 : 0;
    const invalid = (...contextAndText: [...string[], string]): void => reply.fail(verb, 'INVALID_PARAMS', subcommand, ...contextAndText);
    if (wanted === 0) return invalid('There is no such subcommand: BEFORE, AFTER, LATEST, AROUND, BETWEEN, TARGETS');
    if (params.length < wanted) return invalid('Parameters are missing');
    if (params.length > wanted) return invalid('There are too many parameters');
    const limit = parseLimit(params.at(-1) ?? '');
    if (limit === undefined) return invalid(params.at(-1) ?? '*', `The limit is a whole number from 1; at most ${maxPage} are sent`);
    if (isSubcommand(subcommand)) sendMessages(context, history, subcommand, limit);
    else sendTargets(context, history, limit);
  },
};

function parseLimit(text: string): number | undefined {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return limit === 0 ? undefined : Math.min(limit, maxPage);
}

function sendMessages(context: UserContext, history: History, subcommand: Subcommand, limit: number): void {
  const { server, client, user, params, reply } = context;
  const [, target = ''] = params;
  const given = params.slice(2, -1);
  const bounds = given.map((text) => (subcommand === 'LATEST' && text === '*' ? { first: 0, last: 0 } : parsePoint(text)));
  const wrong = given[bounds.indexOf(undefined)];
  if (wrong !== undefined) return failPoint(context, subcommand, target, wrong);
  const reading = readingOf(server, history, user, target);
  if (reading === undefined) return reply.fail(verb, 'INVALID_TARGET', subcommand, target, 'There is no history of this name that you may read');
  const options = { withEvents: hasAll(client.capabilities, capabilityBits['draft/event-playback']), maxSize: Math.min(maxAnswerSize, server.config.sendq / 4) };
  const read = (range: Range): Item[] => readPage(history.store, reading.places, range, options);
  const items = select(subcommand, bounds.filter((point) => point !== undefined), limit, read);
  // Source: https://ircv3.net/specs/batches/chathistory
  reply.inTurns(reply.batchInTurns('chathistory', [reading.name], replay(reply, history.store, user, reading, items)));
}

function failPoint({ reply }: UserContext, subcommand: string, target: string, given: string): void {
  const isKnown = /^(?:msgid|timestamp)=/.test(given);
  if (isKnown || !given.includes('=')) reply.fail(verb, 'INVALID_PARAMS', subcommand, given, 'This is no point of the history: timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=…');
  else reply.fail(verb, 'INVALID_MSGREFTYPE', subcommand, target, given, 'Points of the history are given by msgid= or timestamp=');
}

/** The items of a subcommand. Source: https://ircv3.net/specs/extensions/chathistory#subcommands */
function select(subcommand: Subcommand, [point, other]: readonly Point[], limit: number, read: (range: Range) => Item[]): Item[] {
  if (point === undefined) return [];
  switch (subcommand) {
    case 'BEFORE':
      return read({ after: 0, before: point.first, newestFirst: true, limit });
    case 'AFTER':
      return read({ after: point.last, before: end, newestFirst: false, limit });
    case 'LATEST':
      return read({ after: point.last, before: end, newestFirst: true, limit });
    case 'AROUND': {
      const before = read({ after: 0, before: point.first, newestFirst: true, limit });
      const rest = read({ after: point.first - 1, before: end, newestFirst: false, limit });
      // The point itself counts to what follows, and a side that is short leaves its places to the other.
      const fromBefore = Math.min(before.length, Math.max(Math.floor(limit / 2), limit - rest.length));
      return [...before.slice(before.length - fromBefore), ...rest.slice(0, limit - fromBefore)];
    }
    case 'BETWEEN': {
      if (other === undefined) return [];
      if (point.first <= other.first) return read({ after: point.last, before: other.first, newestFirst: false, limit });
      return read({ after: other.last, before: point.first, newestFirst: true, limit });
    }
  }
}

/** Source: https://ircv3.net/specs/extensions/chathistory#targets */
function sendTargets(context: UserContext, history: History, limit: number): void {
  const { server, user, params, reply } = context;
  const bounds = params.slice(1, 3).map((text) => (text.startsWith('timestamp=') ? parsePoint(text) : undefined));
  const [from, to] = bounds;
  if (from === undefined || to === undefined) return failPoint(context, 'TARGETS', '*', params[1 + bounds.indexOf(undefined)] ?? '*');
  const isForward = from.first <= to.first;
  const [after, before] = isForward ? [from.last, to.first] : [to.last, from.first];
  const answers = function* (): Generator<undefined> {
    const byName = yield* latestByName(readingsOf(server, history, user), history);
    const found = [...byName].filter(([, latest]) => latest > after && latest < before).sort(([, one], [, two]) => one - two);
    const chosen = isForward ? found.slice(0, limit) : found.slice(-limit);
    for (const [name, latest] of chosen) reply.message(verb, 'TARGETS', name, new Date(timeOf(latest)).toISOString());
  };
  reply.inTurns(reply.batchInTurns('draft/chathistory-targets', [], answers()));
}

/** The newest message of each name, with a step for each place that is looked at; what was written to one person over several stays counts once. */
function* latestByName(readings: readonly Reading[], { store }: History): Generator<undefined, Map<string, number>> {
  const byName = new Map<string, number>();
  for (const { name, places } of readings) {
    for (const { id, since, until } of places) {
      // The earlier rooms of a name are many, and the latest message is mostly in the present one.
      if (until <= (byName.get(name) ?? 0)) continue;
      const latest = store.latest(id, until) ?? 0;
      if (latest > since && latest > (byName.get(name) ?? 0)) byName.set(name, latest);
      yield;
    }
  }
  return byName;
}
