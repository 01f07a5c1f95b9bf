import type { Room } from '../room';
import type { Server } from '../server';
import { Places } from './places';
import { Recorder } from './recorder';
import { Retention } from './retention';
import { RoomPlaces } from './room-places';
import { Search } from './search';
import { SearchIndex } from './search-index';
import { SqliteHistory } from './sqlite';

/** The most messages of one CHATHISTORY; sent as ISUPPORT `CHATHISTORY`. */
export const maxPage = 500;

/** The most characters of one answer: it must fit beside what else waits for a client. */
export const maxAnswerSize = 256 * 1024;

/** The history of a server and all that keeps it in order. */
export class History {
  readonly store: SqliteHistory;
  /** Of private conversations. */
  readonly places: Places;
  readonly rooms: RoomPlaces;
  readonly index: SearchIndex;
  readonly recorder: Recorder;
  readonly search: Search;
  readonly retention: Retention;

  constructor(server: Server) {
    const { database } = server;
    const onError = (error: unknown): void => server.storageAlarm.raise(error);
    this.index = new SearchIndex(database, onError);
    this.store = new SqliteHistory(database, this.index);
    this.search = new Search(database, this.index);
    this.places = new Places(database);
    this.rooms = new RoomPlaces(database, this.store);
    this.recorder = new Recorder(database, server.flusher, this.store, this.places, this.rooms);
    this.retention = new Retention(database, this.store, () => server.config, onError, server.clock);
    this.index.wake(0);
  }

  /** What a room's history goes on under when it gets another name. */
  rename(room: Room, name: string): void {
    this.rooms.rename(room, name);
  }

  stop(): void {
    this.index.stop();
    this.retention.stop();
  }
}

/** Offers what the history makes possible. */
export function offerHistory({ config, offers, isupport, history }: Server): void {
  offers.set('draft/read-marker');
  offers.set('draft/multiline', () => `max-bytes=${config.maxMultilineBytes},max-lines=${config.maxMultilineLines}`);
  if (history === undefined) return;
  for (const name of ['draft/chathistory', 'draft/event-playback', 'draft/message-edit', 'draft/message-redaction', 'draft/search'] as const) offers.set(name);
  // Source: https://ircv3.net/specs/extensions/chathistory#isupport-tokens
  isupport.set('CHATHISTORY', String(maxPage));
  isupport.set('MSGREFTYPES', 'msgid,timestamp');
}
