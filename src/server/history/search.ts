import { foldUnicode } from '../../shared/casemap';
import { parseSource } from '../../shared/source';
import { isCorrupt } from '../store/damage';
import type { Database, Statement } from '../store/database';
import { TaskQueue } from '../task-queue';
import type { ReadablePlace } from './room-places';
import { RowReader } from './row-reader';
import { messageColumns, type Row } from './rows';
import { chronological, holds, type Span } from './spans';
import { searchableText, type SearchIndex } from './search-index';
import type { PlaceId, StoredMessage } from './store';

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
/** How many the index is asked for at once: what it costs to ask is the same for one and for so many. */
const askedAtOnce = 5000;
/** The longest that a search waits for the index to come up with the messages, in ms; */
const catchUpTime = 1000;
/** and the longest that it has the server work for it then. What was found until then is the answer. */
const searchTime = 1000;
/** The fewest characters of a word of which the beginning is enough: a shorter one begins nearly all that was ever said. */
const minBeginning = 3;

/** Scripts that are written without spaces, which the index takes for one word: there a text is looked for as it stands. */
const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const wordCharacters = /[\p{L}\p{N}]/u;

/** Without case and accents, as the index compares. */
const plain = (text: string): string => foldUnicode(text.normalize('NFD').replace(/\p{M}/gu, ''));

/**
 * Finds messages, in steps between which the server does other things: one step a turn, however many people search.
 * A text is found where all its words stand in a message, the last one as the start of a word; case and accents do not
 * count.
 */
export class Search {
  private readonly statements = new Map<string, Statement>();
  private readonly turns = new TaskQueue(1);
  private readonly reader: RowReader;

  constructor(
    private readonly database: Database,
    private readonly index: SearchIndex,
  ) {
    this.reader = new RowReader(database);
  }

  /**
   * @param isAwaited whether somebody still waits for the answer
   * @returns what was found, oldest first
   */
  async run(query: SearchQuery, isAwaited: () => boolean = () => true): Promise<StoredMessage[]> {
    const words = query.text === undefined ? undefined : matchExpression(query.text);
    if (words !== undefined) await this.catchUp();
    const places = new Map<PlaceId, ReadablePlace[]>();
    for (const part of query.places) places.set(part.id, [...(places.get(part.id) ?? []), part]);
    const isWanted = filterOf(query, words === undefined);
    const steps = words === undefined ? this.inOrder(query) : this.byWords(words, query);
    const found: StoredMessage[] = [];
    for (let timeLeft = searchTime; timeLeft > 0 && found.length < query.limit && isAwaited(); ) {
      const { result, duration } = await this.inTurn(() => steps.next());
      if (result.done === true) break;
      timeLeft -= duration;
      for (const message of result.value) {
        if (places.get(message.place)?.some((part) => holds(part, message.sequence)) === true && isWanted(message)) found.push(message);
        if (found.length === query.limit) break;
      }
    }
    return query.oldestFirst ? found : found.reverse();
  }

  /** The messages that the index gives, step by step. */
  private *byWords(words: string, { after, before, oldestFirst }: SearchQuery): Generator<StoredMessage[]> {
    const order = oldestFirst ? 'ASC' : 'DESC';
    const select = this.prepared(`SELECT rowid FROM search WHERE search MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid ${order} LIMIT ${askedAtOnce}`);
    const rows = this.prepared(`SELECT ${messageColumns} FROM messages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id ${order}`);
    const given = this.prepared('SELECT value FROM json_each(?)');
    for (let [from, to] = [after, before]; ; ) {
      const ids = this.found(select, words, from, to);
      for (let start = 0; start < ids.length; start += stepSize) yield this.reader.messages(rows, [JSON.stringify(ids.slice(start, start + stepSize))], given);
      const last = ids.at(-1);
      if (last === undefined || ids.length < askedAtOnce) return;
      if (oldestFirst) from = last;
      else to = last;
    }
  }

  /** The messages in the order of the places, step by step. */
  private *inOrder({ places, after, before, oldestFirst }: SearchQuery): Generator<StoredMessage[]> {
    const ordered = chronological(places);
    // What happened in several places at a time is only in order where all places are looked at together.
    if (ordered === undefined) yield* this.inRange([], { since: after, until: before }, oldestFirst);
    for (const { id, since, until } of (oldestFirst ? ordered : ordered?.reverse()) ?? []) {
      const part = { since: Math.max(since, after), until: Math.min(until, before) };
      if (part.until - part.since > 1) yield* this.inRange([id], part, oldestFirst);
    }
  }

  private *inRange(place: readonly PlaceId[], { since, until }: Span, oldestFirst: boolean): Generator<StoredMessage[]> {
    const order = oldestFirst ? 'ASC' : 'DESC';
    const rest = `FROM messages WHERE ${place.length > 0 ? 'place = ? AND ' : ''}id > ? AND id < ? ORDER BY id ${order} LIMIT ${stepSize}`;
    const select = this.prepared(`SELECT ${messageColumns} ${rest}`);
    const ids = this.prepared(`SELECT id ${rest}`);
    for (let [from, to] = [since, until]; ; ) {
      const messages = this.reader.messages(select, [...place, from, to], ids);
      yield messages;
      const last = messages.at(-1);
      if (last === undefined || messages.length < stepSize) return;
      if (oldestFirst) from = last.sequence;
      else to = last.sequence;
    }
  }

  /** What the index says; where it is damaged it is built anew, and has nothing until then. */
  private found(select: Statement, words: string, from: number, to: number): number[] {
    try {
      return (select.all(words, from, to) as Row[]).map(([id]) => Number(id));
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      this.index.rebuild();
      return [];
    }
  }

  /** Waits until the index has all messages. */
  private async catchUp(): Promise<void> {
    const deadline = performance.now() + catchUpTime;
    while (performance.now() < deadline && (await this.inTurn(() => this.index.catchUp())).result);
  }

  /** Does one step in a turn of the event loop in which nobody else searches. @returns what it gave, and its time in ms */
  private inTurn<Result>(step: () => Result): Promise<{ readonly result: Result; readonly duration: number }> {
    return this.turns.run(async () => {
      await turn();
      const startedAt = performance.now();
      const result = step();
      return { result, duration: performance.now() - startedAt };
    });
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
  const words = text.split(/\s+/).filter((word) => wordCharacters.test(word));
  const phrases = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ');
  return Array.from(words.at(-1) ?? '').length < minBeginning ? phrases : `${phrases} *`;
}

/** What the index does not decide. */
function filterOf({ from, text }: SearchQuery, isTextOpen: boolean): (message: StoredMessage) => boolean {
  const nick = from === undefined ? undefined : foldUnicode(from);
  const wanted = text === undefined || !isTextOpen ? undefined : plain(text);
  return ({ author, text: said }) =>
    (nick === undefined || foldUnicode(parseSource(author.source).nick) === nick) && (wanted === undefined || plain(searchableText(said)).includes(wanted));
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
