import type { QPoint, QWidget } from '@nodegui/nodegui';
import type { Room } from '../core/events';
import { t } from '../i18n';
import { keep } from './keep';
import { column } from './layout';
import { createTextList, type Row, type TextList } from './text-list';
import type { Theme } from './theme';
import { plainLabel } from './texts';

/** The rooms and private conversations at the left. */
export interface Rooms {
  readonly widget: QWidget;
  readonly list: TextList;
  show(rooms: readonly Room[], active: Room | undefined, theme: Theme): void;
}

export interface RoomsOptions {
  readonly onChoose: (room: string) => void;
  readonly onMenu: (room: string, place: QPoint) => void;
}

export function createRooms({ onChoose, onMenu }: RoomsOptions): Rooms {
  const { widget, layout } = column({ spacing: 4 });
  const title = plainLabel(t('room.list'));
  title.setMargin(3);
  const list = createTextList({ name: t('room.list'), onClick: onChoose, onActivate: onChoose, onMenu });
  layout.addWidget(title);
  layout.addWidget(list.widget, 1);
  keep(widget, title, list);
  return {
    widget,
    list,
    show: (rooms, active, theme) => {
      const channels = rooms.filter(({ isChannel }) => isChannel);
      const conversations = rooms.filter(({ isChannel }) => !isChannel);
      const heading: Row[] = conversations.length === 0 ? [] : [{ key: '', text: t('room.private'), tip: '', colour: theme.dim, heading: true }];
      list.setRows([...channels.map((room) => rowOf(room, theme)), ...heading, ...conversations.map((room) => rowOf(room, theme))]);
      if (active !== undefined) list.select(active.name);
    },
  };
}

function rowOf(room: Room, theme: Theme): Row {
  const { name, unread, mentions, notificationLevel } = room;
  const there = room.isChannel ? room.joined : room.presence !== 'gone';
  return {
    key: name,
    text: roomText(room),
    tip: unread === 0 ? name : mentions === 0 ? t('room.tip', { room: name, count: unread }) : t('room.tipMentions', { room: name, count: unread, mentions }),
    bold: unread > 0 && notificationLevel !== 'none',
    ...(there ? {} : { colour: theme.dim }),
  };
}

/** A room with what is new in it, in words: no mark is told by colour alone. */
export function roomText({ name, isChannel, unread, mentions, presence }: Room): string {
  if (unread > 0) return isChannel && mentions > 0 ? t('room.unreadMentions', { room: name, count: unread }) : t('room.unread', { room: name, count: unread });
  return presence === 'away' ? t('member.away', { nick: name }) : name;
}
