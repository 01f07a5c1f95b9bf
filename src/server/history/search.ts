import { foldUnicode } from '../../shared/casemap';
import { parseSource } from '../../shared/source';
import type { Database, Statement } from '../store/database';
import type { ReadablePlace } from './places';
import { messageColumns, messageFrom, type Row } from './rows';
import { searchableText, type SearchIndex } from './search-index';
import type { StoredMessage } from './store';

/** What is looked for. Source: https://github.com/ircv3/ircv3-specifications/pull/496 */
export interface SearchQuery {
  readonly places: readonly ReadablePlace[];
  /** The sender's name. */
  readonly from: string | undefined;
  readonly text: string | undefined;
  /** Sequence numbers, both ends left out. */
  readonly after: number;
  readonly before: number;
  /** The oldest first, where a start was named; else the newest. */
  readonly oldestFirst: boolean;
  readonly limit: number;
}

/** How many messages are looked at at once: less than 5 ms of work. */
const stepSize = 200;
/** The longest that a search waits for the index to come up with the messages, in ms; */
const catchUpTime = 1000;
/** and the longest that it goes on then. What was found until then is the answer. */
const searchTime = 1000;

/** Scripts that are written without spaces, which the index takes for one word: there a text is looked for as it stands. */
const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const wordCharacters = /[\p{L}\p{N}]/u;

/** Without case and accents, as the index compares. */
const plain = (text: string): string => foldUnicode(text.normalize('NFD').replace(/\p{M}/gu, ''));

/**
 * Finds messages, in steps between which the server does other things.
 * A text is found where all its words stand in a message, the last one as the start of a word; case and accents do not
 * count.
 */
export class Search {
  private readonly statements = new Map<string, Statement>();

  constructor(
    private readonly database: Database,
    private readonly index: SearchIndex,
  ) {}

  /** @returns what was found, oldest first */
  async run(query: SearchQuery): Promise<StoredMessage[]> {
    const words = query.text === undefined ? undefined : matchExpression(query.text);
    if (words !== undefined) await this.catchUp(performance.now() + catchUpTime);
    const deadline = performance.now() + searchTime;
    const places = new Map(query.places.map(({ id, since }) => [id, since]));
    const isWanted = filterOf(query, words === undefined);
    const found: StoredMessage[] = [];
    let { after, before } = query;
    while (found.length < query.limit && performance.now() < deadline) {
      const rows = this.step(query, words, after, before);
      for (const row of rows) {
        const message = messageFrom(row);
        if (query.oldestFirst) after = message.sequence;
        else before = message.sequence;
        if (message.sequence > (places.get(message.place) ?? Infinity) && isWanted(message)) found.push(message);
        if (found.length === query.limit) break;
      }
      if (rows.length < stepSize) break;
      await turn();
    }
    return query.oldestFirst ? found : found.reverse();
  }

  /** The next messages that the index or the order of the places gives. */
  private step({ places, oldestFirst }: SearchQuery, words: string | undefined, after: number, before: number): Row[] {
    const order = oldestFirst ? 'ASC' : 'DESC';
    if (words !== undefined) {
      const columns = messageColumns.split(', ').map((column) => `messages.${column}`).join(', ');
      const sql = `SELECT ${columns} FROM search JOIN messages ON messages.id = search.rowid
        WHERE search MATCH ? AND search.rowid > ? AND search.rowid < ? ORDER BY search.rowid ${order} LIMIT ${stepSize}`;
      return this.prepared(sql).all(words, after, before) as Row[];
    }
    const [only, another] = places;
    if (only !== undefined && another === undefined) {
      const sql = `SELECT ${messageColumns} FROM messages WHERE place = ? AND id > ? AND id < ? ORDER BY id ${order} LIMIT ${stepSize}`;
      return this.prepared(sql).all(only.id, after, before) as Row[];
    }
    const sql = `SELECT ${messageColumns} FROM messages WHERE id > ? AND id < ? ORDER BY id ${order} LIMIT ${stepSize}`;
    return this.prepared(sql).all(after, before) as Row[];
  }

  /** Waits until the index has all messages. */
  private async catchUp(deadline: number): Promise<void> {
    while (performance.now() < deadline && this.index.advance()) await turn();
  }

  private prepared(sql: string): Statement {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql).raw();
    this.statements.set(sql, statement);
    return statement;
  }
}

/** What the index is asked for; undefined where it cannot help. Source: https://www.sqlite.org/fts5.html#full_text_query_syntax */
function matchExpression(text: string): string | undefined {
  if (!wordCharacters.test(text) || withoutSpaces.test(text)) return undefined;
  const words = text.split(/\s+/).filter((word) => wordCharacters.test(word)).map((word) => `"${word.replaceAll('"', '""')}"`);
  return `${words.join(' ')} *`;
}

/** What the index does not decide. */
function filterOf({ from, text }: SearchQuery, isTextOpen: boolean): (message: StoredMessage) => boolean {
  const nick = from === undefined ? undefined : foldUnicode(from);
  const wanted = text === undefined || !isTextOpen ? undefined : plain(text);
  return ({ author, text: said }) =>
    (nick === undefined || foldUnicode(parseSource(author.source).nick) === nick) && (wanted === undefined || plain(searchableText(said)).includes(wanted));
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
