import { formatTags } from '../../shared/tags';
import type { Capabilities } from './capabilities';
import type { ClientEvent, SearchHit } from './events';
import { parseSource } from '../../shared/source';
import { isEmptyQuery, parseQuery, searchItems, type Query } from '../text/search';
import type { Context } from './handlers/context';
import { playBack } from './playback';
import type { Requests } from './requests';
import { RoomState } from './room';
import type { Store } from './store';
import type { Message } from './timeline';
import type { Message as Line } from '../../shared/message';

/** The most hits, here and from the server each. */
const maxHits = 100;
/** The longest query that is sent, in characters. */
const maxQuery = 200;

export interface SearchHost {
  readonly store: Store;
  emit(event: ClientEvent): void;
}

/** The connection's part in a search. */
export interface RemoteSearch {
  readonly capabilities: Capabilities;
  readonly requests: Requests;
  readonly context: Context;
}

/** Searches in what is loaded at once, and on the server where it can. A new search ends the one before. */
export class Search {
  private count = 0;
  /** What the server was asked last. */
  private asked: Promise<unknown> = Promise.resolve();

  constructor(private readonly host: SearchHost) {}

  /** @returns the number of the search; its events come after the call */
  start(query: string, room: string | undefined, remote: RemoteSearch | undefined): number {
    const search = ++this.count;
    const words = query.trim().slice(0, maxQuery);
    queueMicrotask(() => void this.run(search, words, room, remote));
    return search;
  }

  private async run(search: number, query: string, room: string | undefined, remote: RemoteSearch | undefined): Promise<void> {
    const wanted = parseQuery(query);
    const onServer = remote?.capabilities.has('draft/search') === true && !isEmptyQuery(wanted);
    const local = this.local(wanted, room);
    this.tell(search, local, !onServer, undefined);
    if (!onServer) return;
    // One question at a time: of those that a person has typed meanwhile only the last is worth asking.
    await this.asked;
    if (search !== this.count) return;
    const asking = this.remote(wanted, room, remote);
    this.asked = asking;
    const { hits, failed } = await asking;
    const known = new Set(local.map(({ message }) => message.msgid));
    this.tell(search, hits.filter(({ message }) => message.msgid === undefined || !known.has(message.msgid)), true, failed);
  }

  private tell(search: number, hits: readonly SearchHit[], done: boolean, failed: string | undefined): void {
    if (search === this.count) this.host.emit({ type: 'search-results', search, hits, done, failed });
  }

  private local(query: Query, name: string | undefined): SearchHit[] {
    const { store } = this.host;
    const only = name === undefined ? undefined : store.room(name);
    const rooms = name === undefined ? store.rooms : only === undefined ? [] : [only];
    const hits = rooms.flatMap((room) => searchItems(query, room.list.newest).map((message) => ({ room: room.name, message })));
    return newestFirst(hits).slice(0, maxHits);
  }

  /** Source: https://github.com/ircv3/ircv3-specifications/pull/496 */
  private async remote({ typed }: Query, room: string | undefined, { requests, context }: RemoteSearch): Promise<{ hits: SearchHit[]; failed: string | undefined }> {
    const attributes = new Map([['limit', String(maxHits)]]);
    if (typed.text !== '') attributes.set('text', typed.text);
    const [author] = typed.from;
    if (author !== undefined) attributes.set('from', author);
    if (room !== undefined) attributes.set('in', room);
    const answer = await requests.ask({ verb: 'SEARCH', params: [formatTags(attributes)] }, 'search');
    if (answer.kind === 'failed') return { hits: [], failed: answer.why };
    return { hits: newestFirst(answer.batch.messages.flatMap((line) => this.read(line, context))), failed: undefined };
  }

  private read(line: Line, context: Context): SearchHit[] {
    const { store } = this.host;
    const [target = ''] = line.params;
    const { nick } = parseSource(line.source ?? '');
    const name = store.isChannel(target) || store.isOwn(nick) ? target : nick;
    const room = store.room(name) ?? new RoomState(name, store.isChannel(name), store.fold, '');
    const [item] = playBack([line], room, context, store).items;
    if (item?.kind !== 'message') return [];
    // A hit is in no timeline; where it is loaded, it has the number that it has there.
    const message: Message = (item.msgid === undefined ? undefined : room.list.find(item.msgid)) ?? { ...item, id: 0 };
    return [{ room: name, message }];
  }
}

function newestFirst(hits: readonly SearchHit[]): SearchHit[] {
  return hits.toSorted((a, b) => b.message.time.getTime() - a.message.time.getTime());
}
