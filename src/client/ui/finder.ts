import type { QWidget } from '@nodegui/nodegui';
import type { Client } from '../core/client';
import type { ClientEvent, SearchHit } from '../core/events';
import { t, time, dayNear } from '../i18n';
import { fuzzyRank } from '../text/fuzzy';
import type { EmojiUse } from '../text/emoji-use';
import { plainText } from '../text/plain';
import { plainLabel, type Action } from './actions';
import type { SkinTone } from '../text/emoji';
import { emojiRows } from './emoji-rows';
import { excerpt } from './excerpt';
import { createPicker, type Picker } from './picker';
import { roomText } from './rooms';
import type { Row } from './text-list';
import type { Theme } from './theme';

export interface FinderOptions {
  readonly over: QWidget;
  readonly theme: Theme;
  readonly client: Client;
  readonly actions: readonly Action[];
  readonly emojiUse: EmojiUse;
  skinTone(): SkinTone;
  onEmojiUsed(): void;
  onClosed(): void;
  /** A hit was chosen. @param words what was looked for */
  onReveal(hit: SearchHit, words: string): void;
}

/** From the last key to the search, in ms: nobody searches for the first letters of a word. */
const searchDelay = 150;
const mostRows = 60;
/** In pixels. */
const emojiSize = 40;

/** Everything that is found by typing: rooms, people, actions, emoji, messages. One panel over the page. */
export class Finder {
  private madePicker: Picker | undefined;
  private madeEmojiPicker: Picker | undefined;
  private theme: Theme | undefined;
  private searching: { readonly search: number; readonly words: string; readonly hits: SearchHit[] } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: FinderOptions) {}

  /** Made when it is first asked for, as most of what is not seen at the start. */
  private get picker(): Picker {
    return (this.madePicker ??= this.createPicker(t('composer.completions'), undefined));
  }

  private get emojiPicker(): Picker {
    return (this.madeEmojiPicker ??= this.createPicker(t('emoji.title'), emojiSize));
  }

  private createPicker(listName: string, grid: number | undefined): Picker {
    const { options } = this;
    return createPicker({
      over: options.over, listName, theme: this.theme ?? options.theme, ...(grid === undefined ? {} : { grid }),
      onClosed: () => {
        this.searching = undefined;
        clearTimeout(this.timer);
        options.onClosed();
      },
    });
  }

  /** @returns whether it was open */
  close(): boolean {
    const open = [this.madePicker, this.madeEmojiPicker].find((one) => one?.isOpen === true);
    open?.close();
    return open !== undefined;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.madePicker?.setTheme(theme);
    this.madeEmojiPicker?.setTheme(theme);
  }

  take(event: ClientEvent): void {
    if (event.type !== 'search-results' || event.search !== this.searching?.search) return;
    this.searching.hits.push(...event.hits);
    this.showHits(event.done, event.failed);
  }

  /** Goes to a room, a person or an action by a few letters. */
  switcher(): void {
    const { client, actions } = this.options;
    const places = this.places();
    this.picker.open({
      title: t('switcher.title'),
      hint: t('switcher.hint'),
      onText: (text) => this.showRows(fitting([...places, ...actionRows(actions)], text, text === '' ? places.length : mostRows), text),
      onChoose: (key) => {
        const [kind = '', ...rest] = key.split(' ');
        const name = rest.join(' ');
        if (kind === 'room') client.activate(name);
        else if (kind === 'person') client.submit(`/query ${name}`);
        else actions[Number(name)]?.run();
      },
    });
  }

  /** Asks for a person who is in one of the rooms. */
  person(onChoose: (nick: string) => void): void {
    const people = this.people();
    this.picker.open({
      title: t('room.talkName'),
      hint: t('room.talkName'),
      onText: (text) => {
        const rows = fitting(people, text, mostRows);
        // Somebody may be on the server without being in a room of ours.
        const other = text.trim() === '' || /\s/.test(text.trim()) ? [] : [{ key: `person ${text.trim()}`, text: text.trim(), tip: '' }];
        this.picker.show(rows.length > 0 ? rows : other);
      },
      onChoose: (key) => onChoose(key.slice('person '.length)),
    });
  }

  emoji(onChoose: (emoji: string) => void): void {
    const { options } = this;
    let rows: readonly Row[] = [];
    this.emojiPicker.open({
      title: t('emoji.title'),
      hint: t('emoji.search'),
      onText: (text) => {
        rows = emojiRows(text, options.emojiUse, options.skinTone());
        this.emojiPicker.show(rows, rows.length === 0 ? t('emoji.none', { words: text }) : undefined);
      },
      onChoose: (emoji) => {
        options.emojiUse.used(emoji);
        options.onEmojiUsed();
        onChoose(rows.find(({ key }) => key === emoji)?.text ?? emoji);
      },
    });
  }

  /** Finds messages: in the room that is open, or everywhere. */
  search(everywhere: boolean): void {
    const { client } = this.options;
    let words = '';
    const room = everywhere ? undefined : client.activeRoom?.name;
    this.picker.open({
      title: room === undefined ? `${t('search.title')}: ${t('search.allRooms')}` : t('search.inRoom', { room }),
      hint: room === undefined ? `${t('search.allRooms')}: ${t('search.hint')}` : `${t('search.inRoom', { room })}: ${t('search.hint')}`,
      onText: (text) => {
        words = text;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.begin(text, room), searchDelay);
      },
      onChoose: (key) => {
        const hit = this.hits[Number(key)];
        if (hit !== undefined) this.options.onReveal(hit, words);
      },
    });
  }

  /** Kept until the next search: a hit is chosen after the panel closed. */
  private hits: readonly SearchHit[] = [];

  private begin(text: string, room: string | undefined): void {
    this.hits = [];
    if (text.trim() === '') {
      this.searching = undefined;
      this.picker.show([]);
      return;
    }
    // The core answers at once with what is loaded: what answers first must find its place.
    const hits: SearchHit[] = [];
    const early: ClientEvent[] = [];
    const stop = this.options.client.on((event) => early.push(event));
    const search = this.options.client.search(text, room);
    stop();
    this.searching = { search, words: text, hits };
    for (const event of early) this.take(event);
  }

  private showHits(done: boolean, failed: string | undefined): void {
    const { searching } = this;
    if (searching === undefined) return;
    this.hits = [...searching.hits];
    const rows = this.hits.map(hitRow);
    const state = done ? undefined : t('search.onServer');
    const count = rows.length === 0 ? t('search.none', { words: searching.words }) : t('search.found', { count: rows.length });
    this.picker.show(rows, [done || rows.length > 0 ? count : undefined, state, failed].filter((one) => one !== undefined).join(' · '));
  }

  private showRows(rows: readonly Row[], text: string): void {
    this.picker.show(rows, rows.length === 0 ? t('switcher.none', { words: text }) : undefined);
  }

  private places(): Row[] {
    const { client } = this.options;
    // What is new is likeliest, and where we are is least likely.
    const rank = (name: string, unread: number): number => (name === client.activeRoom?.name ? 2 : unread > 0 ? 0 : 1);
    const rooms = client.rooms.toSorted((a, b) => rank(a.name, a.unread) - rank(b.name, b.unread));
    const known = new Set(rooms.map(({ name }) => name));
    const people = this.people().filter(({ text }) => !known.has(text));
    return [...rooms.map((room) => ({ key: `room ${room.name}`, text: roomText(room), tip: t('switcher.room'), bold: room.unread > 0 })), ...people];
  }

  private people(): Row[] {
    const { client } = this.options;
    const nicks = new Set(client.rooms.flatMap((room) => room.members.map(({ nick }) => nick)));
    nicks.delete(client.nick);
    return [...nicks].sort((a, b) => a.localeCompare(b)).map((nick) => ({ key: `person ${nick}`, text: nick, tip: t('switcher.person') }));
  }
}

function fitting(rows: readonly Row[], typed: string, most: number): readonly Row[] {
  return fuzzyRank(rows, typed, ({ text }) => text).slice(0, most);
}

function actionRows(actions: readonly Action[]): Row[] {
  return actions.flatMap((action, place) => {
    if (action.plain === true || action.enabled?.() === false) return [];
    const keys = action.keys === undefined ? '' : `   (${action.keys})`;
    return [{ key: `action ${place}`, text: `› ${plainLabel(action)}${keys}`, tip: t('switcher.command') }];
  });
}

function hitRow({ room, message }: SearchHit, place: number): Row {
  const when = `${dayNear(message.time, new Date())} ${time(message.time)}`;
  return { key: String(place), text: `${message.nick}, ${room}, ${when}\n${excerpt(message)}`, tip: plainText(message.formatted).slice(0, 500) };
}
