import { parseTags } from '../../shared/tags';
import { readingOf, readingsOf, targetOf, type Reading } from '../history/access';
import { maxAnswerSize, maxPage, type History } from '../history/history';
import { parseTime, sizeOf } from '../history/page';
import { ShownAuthors } from '../history/authors';
import { messageAgain } from '../history/replay';
import { sequenceAt } from '../history/sequence';
import type { StoredMessage } from '../history/store';
import type { Command, UserContext } from './command';

/** How many messages are sent where no limit is given. */
const usualLimit = 100;

const attributeNames: ReadonlySet<string> = new Set(['in', 'from', 'after', 'before', 'text', 'limit']);

/**
 * Looks for messages in all that one may read.
 * Source: https://ircv3.net/specs/extensions/message-tags, and https://github.com/ircv3/ircv3-specifications/pull/496
 */
export const search: Command = {
  usage: 'SEARCH <attributes>',
  help: 'Finds messages: SEARCH in=<room or nick>;from=<nick>;after=<time>;before=<time>;text=<words>;limit=<number>; a space is written \\s.',
  parameters: 0,
  allowed: 'registered',
  run(context): void {
    const { server, user, params, reply } = context;
    const { history } = server;
    if (history === undefined) return reply.fail('SEARCH', 'INTERNAL_ERROR', 'This server keeps no history');
    const attributes = parseTags(params.join(' '));
    const unknown = [...attributes.keys()].filter((name) => !attributeNames.has(name));
    const [after, before] = (['after', 'before'] as const).map((name) => timeAttribute(attributes.get(name)));
    const limit = limitAttribute(attributes.get('limit'));
    const wrong = [...unknown, ...(after === null ? ['after'] : []), ...(before === null ? ['before'] : []), ...(limit === undefined ? ['limit'] : [])];
    if (attributes.size === 0) wrong.push('*');
    if (wrong.length > 0 || limit === undefined) {
      return reply.fail('SEARCH', 'INVALID_PARAMS', wrong.join(','), 'The attributes are in, from, after, before, text and limit; times are YYYY-MM-DDThh:mm:ss.sssZ');
    }
    const target = attributes.get('in');
    const readings = target === undefined ? readingsOf(server, history, user) : [readingOf(server, history, user, target)].filter((reading) => reading !== undefined);
    const query = {
      places: readings.flatMap(({ places }) => places),
      from: attributes.get('from'),
      text: attributes.get('text'),
      after: typeof after === 'number' ? sequenceAt(after) - 1 : 0,
      before: typeof before === 'number' ? sequenceAt(before + 1) : Number.MAX_SAFE_INTEGER,
      oldestFirst: typeof after === 'number',
      limit,
    };
    reply.until(find(context, history, readings, query));
  },
};

async function find(context: UserContext, history: History, readings: readonly Reading[], query: Parameters<History['search']['run']>[0]): Promise<void> {
  const found = query.places.length === 0 ? [] : await history.search.run(query, () => context.client.user === context.user);
  if (context.client.user !== context.user) return;
  sendFound(context, readings, found);
}

function sendFound({ server, user, reply }: UserContext, readings: readonly Reading[], found: readonly StoredMessage[]): void {
  const authors = new ShownAuthors(server.accounts);
  let size = 0;
  reply.batch('search', [], () => {
    for (const message of found) {
      const reading = readings.find(({ places }) => places.some(({ id }) => id === message.place));
      size += sizeOf(message);
      if (reading !== undefined && size < maxAnswerSize) reply.event(messageAgain({ ...message, author: authors.of(message) }, targetOf(reading, user, message)));
    }
  });
}

/** @returns null where it is no time */
function timeAttribute(text: string | undefined): number | undefined | null {
  return text === undefined ? undefined : (parseTime(text) ?? null);
}

function limitAttribute(text: string | undefined): number | undefined {
  if (text === undefined) return usualLimit;
  return /^[1-9]\d{0,8}$/.test(text) ? Math.min(Number(text), maxPage) : undefined;
}
