import { QFontMetrics, QPushButton, WidgetEventTypes, type QPoint, type QWidget } from '@nodegui/nodegui';
import type { Features } from '../core/client';
import type { Phase, Room } from '../core/events';
import type { Preferences } from '../core/preferences';
import { t } from '../i18n';
import { readable } from '../text/colours';
import { createBanner, type Banner } from './banner';
import { createAnnouncementStrip, createHandsStrip, type Strip } from './classroom';
import { Composer, type ComposerOptions } from './composer';
import { createElidedLabel, type ElidedLabel } from './elided-label';
import { createErrorLabel, type ErrorLabel } from './field';
import { escapeHtml } from '../text/html';
import { createHandButton, type HandButton } from './hand-button';
import { takeKeys, writes, type KeyPress } from './keys';
import { keep } from './keep';
import { column, row } from './layout';
import { createMembers, type Members } from './members';
import { createRooms, roomText, type Rooms } from './rooms';
import { createGrip, type Grip } from './side-panel';
import type { Theme } from './theme';
import { Timeline, type TimelineOptions } from './timeline';
import { typingText } from './typing-text';
import { literal, richLabel } from './texts';

export interface RoomPageOptions extends Omit<ComposerOptions, 'onPage'>, Omit<TimelineOptions, 'theme'> {
  readonly theme: Theme;
  readonly panels: Pick<Preferences, 'roomsWidth' | 'membersWidth' | 'roomsShown' | 'membersShown'>;
  readonly onPanels: (changes: Partial<Preferences>) => void;
  readonly onStay: () => void;
  readonly onRoom: (room: string) => void;
  readonly onTalk: (nick: string) => void;
  readonly onRoomMenu: (room: string, place: QPoint) => void;
  readonly onMemberMenu: (nick: string, place: QPoint) => void;
  readonly onTopic: () => void;
  readonly onHand: () => void;
  readonly onHelped: (room: string, nick: string) => void;
  readonly onAnnouncementClosed: (room: string) => void;
  /** A key in the messages, which act on the marked one. @returns whether it meant something */
  readonly onMessageKey: (press: KeyPress) => boolean;
}

/** Narrower than this, in pixels, the messages have the page for themselves. */
const narrow = { members: 640, rooms: 520 };

/** The room that is open, the people in it, and the way to the other rooms. */
export class RoomPage {
  readonly widget: QWidget;
  readonly timeline: Timeline;
  readonly composer: Composer;
  private readonly banner: Banner;
  private readonly announcement: Strip;
  private readonly hands: Strip;
  private readonly members: Members;
  private readonly rooms: Rooms;
  private readonly grips: { readonly rooms: Grip; readonly members: Grip };
  private readonly hint: ErrorLabel;
  private readonly title = richLabel();
  private readonly topic: ElidedLabel;
  private readonly typing = createElidedLabel();
  /** Where the people, and the same button among them, have no place. */
  private readonly hand: HandButton;
  /** The way to what is new in another room, where the list of rooms has no place. */
  private readonly elsewhere = new QPushButton();
  private panels: RoomPageOptions['panels'];
  private theme: Theme;
  private several = false;
  private asking = false;
  private active: Room | undefined;
  private unread: Room | undefined;

  constructor(private readonly options: RoomPageOptions) {
    this.theme = options.theme;
    this.panels = options.panels;
    this.topic = createElidedLabel({ links: { colour: () => readable(this.theme.link, this.theme.window), onLink: (address) => options.onLink(address) } });
    this.timeline = new Timeline(options);
    this.composer = new Composer({ ...options, onPage: (pages) => this.timeline.scrollPages(pages) });
    this.banner = createBanner({ theme: options.theme, onStay: () => this.stay() });
    this.announcement = createAnnouncementStrip((room) => options.onAnnouncementClosed(room));
    this.hands = createHandsStrip((room, nick) => options.onHelped(room, nick));
    this.hand = createHandButton(() => options.onHand());
    this.members = createMembers({
      onTalk: (nick) => options.onTalk(nick), onMenu: (nick, place) => options.onMemberMenu(nick, place), onHand: () => options.onHand(),
    });
    this.rooms = createRooms({ onChoose: (room) => options.onRoom(room), onMenu: (room, place) => options.onRoomMenu(room, place) });
    this.grips = this.createGrips();
    this.hint = createErrorLabel(options.theme.error);
    const page = column({ margins: [8, 6, 8, 6], spacing: 6 });
    this.widget = page.widget;
    page.layout.addWidget(this.banner.widget);
    page.layout.addWidget(this.announcement.widget);
    page.layout.addWidget(this.createHead());
    page.layout.addWidget(this.hands.widget);
    page.layout.addWidget(this.createMiddle(), 1);
    this.typeIntoBox();
    this.widget.addEventListener(WidgetEventTypes.Resize, () => this.fit(), { afterDefault: true });
    keep(this.widget, page);
  }

  /** Shows the names, the topic, the members and the list of rooms as they are now. */
  showRooms(rooms: readonly Room[], active: Room | undefined, features: Features): void {
    this.active = active;
    this.several = rooms.length > 1;
    this.unread = rooms.find(({ mentions }) => mentions > 0) ?? rooms.find(({ unread }) => unread > 0);
    if (this.unread !== undefined) this.elsewhere.setText(literal(roomText(this.unread)));
    this.title.setText(`<span style="font-size:large"><b>${escapeHtml(active?.name ?? '')}</b></span>`);
    this.topic.setText(topicOf(active));
    this.members.show(active, this.theme);
    this.rooms.show(rooms, active, this.theme);
    this.announcement.show(active, this.theme);
    this.hands.show(active, this.theme);
    this.showHand(features);
    if (active !== undefined && !active.mayWrite && active.moderated) this.composer.setWritable(false, t('composer.readOnly'));
    else this.composer.setWritable(true, active === undefined ? t('composer.placeholderNone') : t('composer.placeholder', { room: active.name }));
    this.composer.showProgress(active?.sending);
    this.showTyping();
    this.fit();
  }

  /** Small among the people; in the head where others raise theirs and the people are not shown. */
  private showHand(features: Features): void {
    const { active } = this;
    const canAsk = features.hasClassroom && active?.isChannel === true && !active.isOperator;
    const isUp = active?.hands.some(({ nick }) => nick === this.options.nick()) ?? false;
    this.members.showHand(canAsk ? (isUp ? 'up' : 'down') : undefined);
    this.hand.show(isUp);
    this.asking = canAsk && active.hands.length > 0;
  }

  showTyping(): void {
    const typing = typingText(this.active?.typing ?? []);
    this.typing.setText(typing);
    this.typing.widget.setVisible(typing !== '');
    this.members.show(this.active, this.theme);
  }

  showPhase(phase: Phase, now: number): void {
    this.banner.show(phase, now);
  }

  /** Why something that was typed was not sent; undefined takes it away. */
  showHint(why: string | undefined): void {
    this.hint.show(why);
  }

  setPanels(panels: RoomPageOptions['panels']): void {
    this.panels = panels;
    this.grips.rooms.setWidth(panels.roomsWidth);
    this.grips.members.setWidth(panels.membersWidth);
    this.fit();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.timeline.setTheme(theme);
    this.topic.setText(topicOf(this.active));
    this.banner.setTheme(theme);
    this.hint.setColour(theme.error);
    this.announcement.show(this.active, theme);
    this.members.show(this.active, theme);
  }

  private createGrips(): RoomPage['grips'] {
    const { onPanels } = this.options;
    return {
      rooms: createGrip({
        panel: this.rooms.widget, side: 'left', width: this.panels.roomsWidth, onChange: (roomsWidth) => onPanels({ roomsWidth }),
      }),
      members: createGrip({
        panel: this.members.widget, side: 'right', width: this.panels.membersWidth, onChange: (membersWidth) => onPanels({ membersWidth }),
      }),
    };
  }

  private createHead(): QWidget {
    const head = row({ margins: [2, 0, 2, 0], spacing: 10 });
    this.elsewhere.addEventListener('clicked', () => {
      if (this.unread !== undefined) this.options.onRoom(this.unread.name);
      this.composer.focus();
    });
    this.topic.widget.addEventListener(WidgetEventTypes.MouseButtonDblClick, () => this.options.onTopic());
    head.layout.addWidget(this.title);
    head.layout.addWidget(this.topic.widget, 1);
    head.layout.addWidget(this.hand.widget);
    head.layout.addWidget(this.elsewhere);
    keep(head.widget, head, this.title, this.hand);
    return head.widget;
  }

  private createMiddle(): QWidget {
    const talk = column({ spacing: 4 });
    talk.layout.addWidget(this.timeline.widget, 1);
    talk.layout.addWidget(this.createTypingLine());
    talk.layout.addWidget(this.hint.widget);
    talk.layout.addWidget(this.composer.widget);
    const middle = row({ spacing: 0 });
    middle.layout.addWidget(this.rooms.widget);
    middle.layout.addWidget(this.grips.rooms.widget);
    middle.layout.addWidget(talk.widget, 1);
    middle.layout.addWidget(this.grips.members.widget);
    middle.layout.addWidget(this.members.widget);
    keep(middle.widget, talk, middle);
    return middle.widget;
  }

  /** Its height is there whether somebody types or not: the messages do not jump. */
  private createTypingLine(): QWidget {
    const line = row();
    line.layout.addWidget(this.typing.widget);
    line.widget.setMinimumHeight(new QFontMetrics(this.typing.widget.font()).height());
    this.typing.widget.setVisible(false);
    keep(line.widget, line);
    return line.widget;
  }

  private stay(): void {
    this.composer.focus();
    this.options.onStay();
  }

  /** What is typed anywhere on the page goes into the box; the messages have keys of their own first. */
  private typeIntoBox(): void {
    takeKeys(this.timeline.widget, (press) => this.options.onMessageKey(press) || this.passOn(press));
    for (const widget of [this.members.list.widget, this.rooms.list.widget]) takeKeys(widget, (press) => this.passOn(press));
  }

  private passOn(press: KeyPress): boolean {
    if (!writes(press)) return false;
    this.composer.type(press.text);
    return true;
  }

  private fit(): void {
    const width = this.widget.width();
    const group = this.active?.isChannel ?? false;
    const members = this.panels.membersShown && group && width >= narrow.members;
    const rooms = this.panels.roomsShown && this.several && width >= narrow.rooms;
    this.members.widget.setVisible(members);
    this.grips.members.widget.setVisible(members);
    this.rooms.widget.setVisible(rooms);
    this.grips.rooms.widget.setVisible(rooms);
    this.hand.widget.setVisible(this.asking && !members);
    this.elsewhere.setVisible(this.unread !== undefined && this.several && !rooms);
  }
}

function topicOf(room: Room | undefined): string {
  if (room === undefined) return '';
  return room.isChannel ? room.topic : t('room.conversation');
}
