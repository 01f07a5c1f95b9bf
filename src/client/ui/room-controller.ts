import { QApplication, WidgetEventTypes, type QPoint, type QWidget } from '@nodegui/nodegui';
import type { ClientEvent, Message, Room, TimelineItem } from '../core/events';
import { commandNamed, commandNames } from '../core/commands';
import type { Arrival } from '../core/returned';
import type { WindowOptions } from '../core/window';
import { t } from '../i18n';
import type { CompletionSource } from '../text/completion';
import { parseOwnLink } from '../text/links';
import { nameOrder } from '../text/name-order';
import { confirm } from './ask';
import { CompletionList } from './completion-list';
import type { Sending } from './composer';
import { excerpt } from './excerpt';
import { commandHelp } from './help-pages';
import { keyCode, type KeyPress } from './keys';
import { memberEntries } from './member-menu';
import { messageActions, messageEntries, takeMessageKey, type MessageActionName, type MessageHost } from './message-actions';
import { MessageLinks } from './message-links';
import { popup } from './popup';
import { roomEntries } from './room-menu';
import { RoomPage } from './room-page';
import type { Theme } from './theme';

export interface RoomControllerOptions {
  readonly window: QWidget;
  readonly program: WindowOptions;
  readonly theme: Theme;
  /** Emoji that the person uses, likelier first. */
  usedEmoji(): readonly string[];
  /** The page's lists and title are to be shown anew soon. */
  onChanged(): void;
  onAttention(): void;
  onEmoji(): void;
  /** Keys of the menus that the box would take for itself. */
  onKeys(press: KeyPress): boolean;
  /** Asks which emoji. */
  pickEmoji(onChoose: (emoji: string) => void): void;
  /** Asks for another topic. */
  onTopic(): void;
  onLeave(room: Room): void;
}

/** Between the core and the page of the room: what happened is shown, what the person does is told. */
export class RoomController implements MessageHost {
  readonly page: RoomPage;
  readonly client: WindowOptions['client'];
  readonly links: MessageLinks;
  private readonly completions: CompletionList;
  private open: string | undefined;
  private shownRoom: Room | undefined;

  constructor(private readonly options: RoomControllerOptions) {
    const { program } = options;
    this.client = program.client;
    this.page = this.createPage();
    // Keys now go to the text: a mark that stayed would say that they still act on the message.
    this.page.composer.box.addEventListener(WidgetEventTypes.FocusIn, () => this.page.timeline.unmark());
    this.links = new MessageLinks({ window: options.window, client: this.client, timeline: this.page.timeline, talk: (nick) => this.talk(nick) });
    this.completions = new CompletionList({
      over: this.page.widget, box: this.page.composer.box, theme: options.theme, source: () => this.completionSource(),
    });
  }

  /** The message that an action is for: the one that the keyboard marked, else the newest. */
  get message(): Message | undefined {
    return this.page.timeline.marked ?? this.client.activeRoom?.items.findLast((item) => item.kind === 'message');
  }

  take(event: ClientEvent): void {
    const active = this.client.activeRoom?.name;
    const { timeline } = this.page;
    switch (event.type) {
      case 'active-room': return this.openRoom();
      case 'item-added': return event.room === active ? timeline.added([event.item]) : undefined;
      case 'items-appended': return event.room === active ? timeline.added(event.items) : undefined;
      case 'items-prepended': return event.room === active ? timeline.prepended(event.items.length) : undefined;
      case 'item-changed': return event.room === active ? timeline.changed(event.item) : undefined;
      case 'items-dropped': return event.room === active ? timeline.dropped(event.count) : undefined;
      case 'items-reset': return event.room === active ? timeline.reset(event.focus) : undefined;
      case 'typing': return event.room === active ? this.page.showTyping() : undefined;
      case 'room-changed':
        if (event.room === active) timeline.roomChanged();
        return this.options.onChanged();
      case 'text-returned': return this.textReturned(event.room, event.text, event.why);
      case 'text-arrived': return event.room === this.open ? this.textArrived(event) : undefined;
      case 'action-refused': return event.room === active ? this.page.showHint(event.why) : undefined;
      case 'not-found': return event.room === active ? this.page.showHint(t('timeline.replyGone')) : undefined;
      default: return undefined;
    }
  }

  setTheme(theme: Theme): void {
    this.page.setTheme(theme);
    this.completions.setTheme(theme);
  }

  openRoom(): void {
    const room = this.client.activeRoom;
    const before = this.shownRoom;
    this.shownRoom = room;
    if (room !== undefined && room === before && this.open !== undefined) {
      this.renamed(this.open, room.name);
      return;
    }
    this.open = room?.name;
    this.page.composer.open(room?.name, room === undefined ? '' : this.draftOf(room.name));
    this.completions.close();
    this.page.timeline.show(room);
    this.page.showHint(undefined);
    this.options.onChanged();
    this.options.onAttention();
  }

  /** The room that is open, or the person of a conversation, has another name: all that is there stays. */
  private renamed(from: string, to: string): void {
    this.open = to;
    const text = this.draftOf(from);
    this.keepDraft(from, '');
    if (text !== '') this.keepDraft(to, text);
    this.options.onChanged();
  }

  refresh(): void {
    this.page.showRooms(this.client.rooms, this.client.activeRoom, this.client.features);
  }

  /** Escape: leaves what is begun, the innermost first. @returns whether there was anything */
  escape(): boolean {
    const { timeline, composer } = this.page;
    if (composer.cancel()) return true;
    if (timeline.marked !== undefined) {
      timeline.unmark();
      composer.focus();
      return true;
    }
    composer.focus();
    timeline.toLatest();
    return true;
  }

  editLast(): boolean {
    const last = this.client.activeRoom?.items.findLast((item) => item.kind === 'message' && messageActions.edit.can(item, this.client));
    if (last?.kind !== 'message') return false;
    this.edit(last);
    return true;
  }

  /** The keyboard goes to the messages and marks one. */
  choose(step: 1 | -1): void {
    this.page.timeline.widget.setFocus();
    this.page.timeline.mark(step);
  }

  can(name: MessageActionName): boolean {
    const { message } = this;
    return message !== undefined && messageActions[name].can(message, this.client);
  }

  run(name: MessageActionName): void {
    const { message } = this;
    if (message !== undefined && messageActions[name].can(message, this.client)) messageActions[name].run(message, this);
  }

  reply(message: Message): void {
    this.page.timeline.unmark();
    this.page.composer.reply(message);
  }

  edit(message: Message): void {
    this.page.timeline.unmark();
    this.page.composer.edit(message);
  }

  pickReaction(message: Message): void {
    const room = this.open;
    this.options.pickEmoji((emoji) => {
      if (room !== undefined && message.msgid !== undefined) this.client.react(room, message.msgid, emoji);
    });
  }

  write(text: string): void {
    this.page.timeline.unmark();
    this.page.composer.type(text);
  }

  confirmDelete(message: Message): void {
    const room = this.open;
    confirm(this.options.window, {
      title: t('dialog.delete').replace('&', ''),
      text: `${t('message.deleteQuestion')}\n\n“${excerpt(message)}”`,
      yes: t('dialog.delete'),
      onYes: () => {
        if (room !== undefined && message.msgid !== undefined) this.client.redact(room, message.msgid);
      },
    });
  }

  talk(nick: string): void {
    this.client.submit(`/query ${nick}`);
  }

  private createPage(): RoomPage {
    const { program, theme } = this.options;
    const { client, preferences } = program;
    return new RoomPage({
      theme,
      panels: preferences.values,
      onPanels: (changes) => preferences.change(changes),
      onSubmit: (text, sending) => this.submit(text, sending),
      onTyping: (text) => this.typed(text),
      onEditLast: () => this.editLast(),
      onEmoji: () => this.options.onEmoji(),
      canSendWhole: () => client.features.hasMultiline,
      partsOf: (text) => client.partsOf(text),
      onStopSending: () => this.inRoom((room) => client.stopSending(room.name)),
      onHint: (why) => this.page.showHint(why),
      takeKey: (press) => this.completions.take(press) || this.options.onKeys(press),
      onStay: () => client.stay(),
      onRoom: (room) => client.activate(room),
      onTalk: (nick) => this.talk(nick),
      onRoomMenu: (room, place) => this.roomMenu(room, place),
      onMemberMenu: (nick, place) => popup(this.options.window, place, memberEntries(nick, this)),
      onTopic: () => this.options.onTopic(),
      onHand: () => this.raiseOrLower(),
      onHelped: (room, nick) => client.lowerHand(room, nick),
      onAnnouncementClosed: (room) => client.closeAnnouncement(room),
      onMessageKey: (press) => this.messageKey(press),
      nick: () => client.nick,
      comings: () => preferences.values.comings,
      skinTone: () => preferences.values.skinTone,
      onLink: (link) => this.links.follow(link),
      onMenu: (item, link, place) => this.messageMenu(item, link, place),
      onAtEnd: () => this.options.onAttention(),
      onOlder: () => this.inRoom((room) => client.loadOlder(room.name)),
      onNewer: () => this.inRoom((room) => client.loadNewer(room.name)),
      onLatest: () => this.inRoom((room) => client.showLatest(room.name)),
    });
  }

  raiseOrLower(): void {
    this.inRoom((room) => {
      const up = room.hands.some(({ nick }) => nick === this.client.nick);
      if (up) this.client.lowerHand(room.name);
      else this.client.raiseHand(room.name);
    });
  }

  private inRoom(run: (room: Room) => void): void {
    const room = this.client.activeRoom;
    if (room !== undefined) run(room);
  }

  private submit(text: string, { replyTo, edits, whole }: Sending): void {
    this.page.showHint(undefined);
    const room = this.open;
    if (edits?.msgid !== undefined && room !== undefined) {
      if (text !== edits.text) this.client.edit(room, edits.msgid, text);
      return;
    }
    this.page.timeline.toLatest();
    this.client.submit(text, {
      ...(replyTo?.msgid === undefined ? {} : { replyTo: replyTo.msgid }),
      ...(whole === undefined ? {} : { whole }),
    });
  }

  private typed(text: string): void {
    this.completions.typed();
    const room = this.open;
    if (room === undefined || this.draftOf(room) === text) return;
    this.keepDraft(room, text);
    if (!this.options.program.preferences.values.tellTyping) return;
    this.client.setTyping(room, text === '' || text.startsWith('/') ? 'done' : 'active');
  }

  private keepDraft(room: string, text: string): void {
    if (this.draftOf(room) === text) return;
    this.options.program.onDraft(room, text);
  }

  private draftOf(room: string): string {
    return this.options.program.draftOf(room);
  }

  private completionSource(): CompletionSource {
    const commands = commandNames.map((name) => ({ name, usage: commandNamed(name)?.usage ?? `/${name}`, help: commandHelp(name) }));
    return {
      names: nameOrder(this.client.activeRoom),
      rooms: this.client.rooms.filter(({ isChannel }) => isChannel).map(({ name }) => name),
      commands,
      usedEmoji: this.options.usedEmoji(),
      skinTone: this.options.program.preferences.values.skinTone,
    };
  }

  /** The program has put it among the drafts already; in the room that is open it is seen. */
  private textReturned(room: string, text: string, why: string): void {
    if (room !== '' && this.open !== undefined && room !== this.open) return;
    this.page.composer.giveBack(text);
    this.page.showHint(why);
  }

  private textArrived(arrival: Arrival): void {
    this.page.composer.takeArrived(arrival);
    if (arrival.left === '') this.page.showHint(undefined);
  }

  private messageKey(press: KeyPress): boolean {
    const { timeline } = this.page;
    if (this.options.onKeys(press)) return true;
    if (press.control || press.alt) return false;
    if (press.key === keyCode.up || press.key === keyCode.down) {
      timeline.mark(press.key === keyCode.up ? -1 : 1);
      return true;
    }
    const { marked } = timeline;
    if (marked === undefined) return false;
    if (press.key === keyCode.return || press.key === keyCode.enter) return takeMessageKey({ ...press, key: keyCode.r }, marked, this);
    return takeMessageKey(press, marked, this);
  }

  private messageMenu(item: TimelineItem | undefined, link: string, place: QPoint): void {
    const own = item?.kind === 'message' ? messageEntries(item, this) : [];
    const target = parseOwnLink(link);
    const copyLink = target?.kind === 'outside' ? [{ label: t('message.copyLink'), run: () => QApplication.clipboard()?.setText(target.address) }] : [];
    const selection = this.page.timeline.hasSelection ? [{ label: t('message.copy'), run: () => void this.page.timeline.copySelection() }] : [];
    const first = [...selection, ...copyLink];
    const entries = first.length > 0 && own.length > 0 ? [...first, 'line' as const, ...own] : [...first, ...own];
    if (entries.length > 0) popup(this.options.window, place, entries);
  }

  private roomMenu(name: string, place: QPoint): void {
    const room = this.client.rooms.find((one) => one.name === name);
    if (room !== undefined) popup(this.options.window, place, roomEntries(room, this.client, () => this.options.onLeave(room)));
  }
}
