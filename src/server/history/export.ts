import path from 'node:path';
import { parseArgs } from 'node:util';
import { foldUnicode } from '../../shared/casemap';
import { parseCtcp } from '../../shared/ctcp';
import { parseSource } from '../../shared/source';
import { jsonForTerminal, tellTerminal } from '../../shared/terminal';
import { ConfigError, readDataFolder } from '../config';
import { wordsOnly } from '../log';
import { Damage } from '../store/damage';
import { SqliteFile } from '../store/sqlite';
import { readable } from './lines';
import { firstTag, reactTags } from './reactions';
import { RowReader } from './row-reader';
import { eventColumns, eventFrom, messageColumns, messageFrom, reactionColumns, reactionFrom, type Row } from './rows';
import { messageId, timeOf } from './sequence';
import type { StoredEvent, StoredMessage } from './store';

/** How many messages are read at once. */
const step = 500;

/** How a room is written: one JSON object a line, or text for people. */
export const exportFormats = ['jsonl', 'text'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** One thing that happened, as it stands in a line of the JSON Lines. Times are ISO 8601 in UTC. */
export type ExportedItem =
  | {
      readonly type: 'message';
      readonly id: string;
      readonly time: string;
      readonly source: string;
      readonly account?: string;
      readonly verb: string;
      readonly text: string;
      readonly tags?: Readonly<Record<string, string>>;
      /** What it said before, oldest first, where it was edited. */
      readonly versions?: readonly { readonly time: string; readonly text: string }[];
      readonly reactions?: readonly { readonly time: string; readonly source: string; readonly value: string }[];
    }
  | {
      readonly type: 'event';
      readonly time: string;
      readonly source: string;
      readonly account?: string;
      readonly verb: string;
      readonly params: readonly string[];
    };

/**
 * Writes the history of a room, from the file of a server that runs or does not: `npm run server -- export`.
 * @param write gets one line after the other, each with its end
 * @param tell told of each row, or part of a table, that a damaged disk has made unreadable; the rest is written
 * @throws ConfigError with words for the person at the terminal, also where not all could be read
 */
export async function runExport(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  write: (line: string) => Promise<void>,
  tell: (words: string) => void = (words) => tellTerminal(words),
): Promise<void> {
  const { room, format, folder } = readArguments(args, environment);
  const file = path.join(folder, 'ritrovo.db');
  const database = open(file);
  let problems = 0;
  const damage = new Damage(database, wordsOnly((words) => {
    problems++;
    tell(words);
  }));
  const source: Source = { database, reader: new RowReader({ damage, prepare: (sql) => database.prepare(sql) }) };
  try {
    // The file may be one that no server of this version has opened yet.
    const [columns] = database.prepare("SELECT count(*) FROM pragma_table_info('places') WHERE name = 'past_of'").raw().all() as Row[];
    const keyNow = Number(columns?.[0]) > 0 ? 'coalesce(past_of, key)' : 'key';
    const rooms = source.reader.rows('places', database.prepare(`SELECT id, name, ${keyNow} FROM places WHERE name <> '' AND key NOT LIKE 'gone %'`).raw(), []).sort(byNameAndId);
    // The room as it is now, and the earlier ones of its name.
    const places = room === undefined ? [] : rooms.filter(([, , key]) => key === foldUnicode(room)).map(([id]) => Number(id));
    if (places.length === 0) {
      const names = [...new Map(rooms.map(([, name, key]) => [key, String(name)])).values()].join(', ');
      throw new ConfigError(`${room === undefined ? 'Say which room: export --room ROOM.' : `Nothing is kept of a room ${room}.`} ${names === '' ? 'No history is kept.' : `There are ${names}.`}`);
    }
    const written = format === 'jsonl' ? (item: ExportedItem): string => `${jsonForTerminal(JSON.stringify(item))}\n` : asText;
    const count = { message: 0, event: 0 };
    for (const item of itemsOf(source, places)) {
      await write(written(item));
      count[item.type]++;
    }
    if (problems > 0) throw new ConfigError(`${file} is damaged. ${count.message} messages and ${count.event} events of ${room ?? ''} were written, with \uFFFD for the text of a message that cannot be read; what is missing is named above. To go back to a copy, see “Back-up” in the README.`);
  } finally {
    database.close();
  }
}

interface Arguments {
  readonly room: string | undefined;
  readonly format: ExportFormat;
  readonly folder: string;
}

const isFormat = (text: string): text is ExportFormat => (exportFormats as readonly string[]).includes(text);

function readArguments(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Arguments {
  const options = { room: { type: 'string' }, format: { type: 'string' }, data: { type: 'string' }, config: { type: 'string' } } as const;
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  for (const token of tokens) {
    const isKnown = token.kind === 'option' && Object.hasOwn(options, token.name) && token.value !== undefined;
    if (!isKnown) throw new ConfigError(`“${args[token.index] ?? ''}” is not understood. Usage: export --room ROOM [--format jsonl|text] [--data DIR] [--config FILE]`);
  }
  const format = typeof values.format === 'string' ? values.format : 'jsonl';
  if (!isFormat(format)) throw new ConfigError(`There is no format “${format}”; there are ${exportFormats.join(' and ')}.`);
  const further = (['data', 'config'] as const).flatMap((name) => (typeof values[name] === 'string' ? [`--${name}`, values[name]] : []));
  return { room: typeof values.room === 'string' ? values.room : undefined, format, folder: readDataFolder(further, environment) };
}

function open(file: string): SqliteFile {
  try {
    const database = new SqliteFile(file, { mustExist: true });
    database.pragma('query_only = ON');
    // Whether it is one of ours: what stands in the table may be damaged.
    database.prepare('SELECT 1 FROM places WHERE 0').all();
    return database;
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}. Name the data folder of the server with --data DIR.`, { cause: error });
  }
}

/** A file, and what reads it past what is damaged. */
interface Source {
  readonly database: SqliteFile;
  readonly reader: RowReader;
}

function byNameAndId([id, name]: Row, [otherId, otherName]: Row): number {
  if (name === otherName) return Number(id) - Number(otherId);
  return String(name) < String(otherName) ? -1 : 1;
}

/** Everything that is kept of some places, in order. */
function* itemsOf({ database, reader }: Source, places: readonly number[]): Generator<ExportedItem> {
  const messages = rowsOf({ database, reader }, 'messages', messageColumns, places);
  const events = rowsOf({ database, reader }, 'events', eventColumns, places);
  const versions = database.prepare('SELECT id, text FROM versions WHERE message = ? ORDER BY id').raw();
  const reactions = database.prepare(`SELECT ${reactionColumns} FROM reactions WHERE message = ? ORDER BY id`).raw();
  const details: Details = { versions: (id) => reader.rows('versions', versions, [id]), reactions: (id) => reader.rows('reactions', reactions, [id]) };
  let message = messages.next();
  let event = events.next();
  while (message.done !== true || event.done !== true) {
    const isMessageNext = message.done !== true && (event.done === true || Number(message.value[0]) <= Number(event.value[0]));
    if (isMessageNext && message.done !== true) {
      yield exportedMessage(messageFrom(message.value), details);
      message = messages.next();
    } else if (event.done !== true) {
      yield exportedEvent(eventFrom(event.value));
      event = events.next();
    }
  }
}

/** The rows of some places in order, step by step; their first column is their id. Past a page that cannot be read it goes on. */
function* rowsOf({ database, reader }: Source, table: 'messages' | 'events', columns: string, places: readonly number[]): Generator<Row> {
  const among = JSON.stringify(places);
  const where = `WHERE place IN (SELECT value FROM json_each(?)) AND id > ? ORDER BY id LIMIT ${step}`;
  const statement = database.prepare(`SELECT ${columns} FROM ${table} ${where}`).raw();
  // An index has the numbers of the messages also where their pages are damaged.
  const ids = table === 'messages' ? database.prepare(`SELECT id FROM messages INDEXED BY messages_of_place ${where}`).raw() : undefined;
  let after = 0;
  for (let rows = reader.rows(table, statement, [among, after], ids); rows.length > 0; rows = reader.rows(table, statement, [among, after], ids)) {
    yield* rows;
    after = Number(rows.at(-1)?.[0] ?? Infinity);
  }
  // Either this was all, or it is what comes before damage: then there may be more from the other end.
  const fromTheEnd = places.flatMap((place) => {
    const backwards = database.prepare(`SELECT ${columns} FROM ${table} WHERE place = ? AND id > ? ORDER BY id DESC`).raw();
    return reader.rows(table, backwards, [place, after]);
  });
  yield* fromTheEnd.sort(([one], [other]) => Number(one) - Number(other));
}

const isoTime = (sequence: number): string => new Date(timeOf(sequence)).toISOString();
const withAccount = (account: string | undefined): { account?: string } => (account === undefined ? {} : { account });

interface Details {
  versions(message: number): Row[];
  reactions(message: number): Row[];
}

function exportedMessage({ sequence, author, verb, text, tags, edited }: StoredMessage, details: Details): ExportedItem {
  const versions = edited === undefined ? [] : details.versions(sequence).slice(0, -1);
  const reactions = details.reactions(sequence).map(reactionFrom);
  return {
    type: 'message',
    id: messageId(sequence),
    time: isoTime(sequence),
    source: author.source,
    ...withAccount(author.account),
    verb,
    text: readable(text),
    ...(tags.size === 0 ? {} : { tags: Object.fromEntries(tags) }),
    ...(versions.length === 0 ? {} : { versions: versions.map(([id, old]) => ({ time: isoTime(Number(id)), text: readable(String(old)) })) }),
    ...(reactions.length === 0
      ? {}
      : { reactions: reactions.map((reaction) => ({ time: isoTime(reaction.sequence), source: reaction.author.source, value: firstTag(reaction.tags, reactTags) ?? '' })) }),
  };
}

function exportedEvent({ sequence, author, verb, params }: StoredEvent): ExportedItem {
  return { type: 'event', time: isoTime(sequence), source: author.source, ...withAccount(author.account), verb, params: verb === 'JOIN' ? [] : params };
}

/** `[2026-11-23 13:41:02] <anna> ciao`, in UTC; further lines of a message are indented. */
function asText(item: ExportedItem): string {
  const time = `[${item.time.slice(0, 19).replace('T', ' ')}]`;
  const { nick } = parseSource(item.source);
  if (item.type === 'event') return `${time} * ${nick} ${[item.verb, ...item.params].join(' ')}\n`;
  const edited = item.versions === undefined ? '' : ' (edited)';
  const reactions = item.reactions?.map(({ source, value }) => `    ${value} ${parseSource(source).nick}\n`).join('') ?? '';
  return `${time} ${spoken(nick, item.verb, item.text).replaceAll('\n', '\n    ')}${edited}\n${reactions}`;
}

function spoken(nick: string, verb: string, text: string): string {
  const ctcp = parseCtcp(text);
  if (ctcp?.command === 'ACTION') return `* ${nick} ${ctcp.text}`;
  return verb === 'NOTICE' ? `-${nick}- ${text}` : `<${nick}> ${text}`;
}
