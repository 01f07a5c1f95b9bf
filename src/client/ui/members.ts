import type { QPoint, QWidget } from '@nodegui/nodegui';
import type { Member, Room } from '../core/events';
import { t } from '../i18n';
import { nickColour } from '../text/colours';
import { NameSkeletons, visibleName } from '../text/look-alikes';
import { createHandButton } from './hand-button';
import { keep } from './keep';
import { column } from './layout';
import { createTextList, type Row, type TextList } from './text-list';
import type { Theme } from './theme';
import { plainLabel } from './texts';

/** The people in the room, at the right. */
export interface Members {
  readonly widget: QWidget;
  readonly list: TextList;
  show(room: Room | undefined, theme: Theme): void;
  /** Offers to raise one's hand, or to lower it; undefined where that means nothing. */
  showHand(hand: 'up' | 'down' | undefined): void;
}

export interface MembersOptions {
  readonly onTalk: (nick: string) => void;
  readonly onMenu: (nick: string, place: QPoint) => void;
  readonly onHand: () => void;
}

/** The most people who are listed: Qt asks for each row, and nobody looks for a name among more. */
const mostRows = 1000;

export function createMembers({ onTalk, onMenu, onHand }: MembersOptions): Members {
  const { widget, layout } = column({ spacing: 4 });
  const count = plainLabel();
  count.setMargin(3);
  const list = createTextList({ name: t('member.title'), onActivate: onTalk, onMenu });
  layout.addWidget(count);
  const hand = createHandButton(onHand);
  layout.addWidget(list.widget, 1);
  layout.addWidget(hand.widget);
  keep(widget, count, list, hand);
  let shown: readonly unknown[] = [];
  return {
    widget,
    list,
    show: (room, theme) => {
      const members = room?.members ?? [];
      const now = [members, room?.typing, room?.hands, theme];
      // Most of what changes in a room is not the people.
      if (now.every((part, place) => part === shown[place])) return;
      shown = now;
      count.setText(t('member.count', { count: members.length }));
      const typing = new Set(room?.typing);
      const hands = new Set(room?.hands.map(({ nick }) => nick));
      const listed = members.slice(0, mostRows);
      const skeletons = new NameSkeletons(listed.map(({ nick }) => nick));
      const rows = listed.map((member) => rowOf(member, { typing: typing.has(member.nick), hand: hands.has(member.nick), doubtful: skeletons.isDoubtful(member.nick) }, theme));
      const more = members.length - rows.length;
      list.setRows(more === 0 ? rows : [...rows, { key: '', text: t('member.more', { count: more }), tip: '', colour: theme.dim, heading: true }]);
    },
    showHand: (state) => {
      hand.show(state === 'up');
      hand.widget.setVisible(state !== undefined);
    },
  };
}

function rowOf({ nick, prefix, away, bot }: Member, { typing, hand, doubtful }: { typing: boolean; hand: boolean; doubtful: boolean }, theme: Theme): Row {
  const name = visibleName(nick);
  const does = away ? t('member.tipAway', { nick: name }) : t('member.tip', { nick: name });
  const tip = doubtful ? `${t('member.doubtful', { nick: name })} ${does}` : does;
  return {
    key: nick,
    text: prefix.charAt(0) + (doubtful ? '⚠ ' : '') + describe(name, { hand, typing, away, bot: bot === true }),
    tip: prefix === '' ? tip : `${prefix.startsWith('+') ? t('member.voiced') : t('member.operator')}. ${tip}`,
    bold: hand,
    colour: away ? theme.dim : nickColour(nick, theme.base),
  };
}

/** A name with the one thing about it that matters most now. */
function describe(nick: string, now: { hand: boolean; typing: boolean; away: boolean; bot: boolean }): string {
  if (now.hand) return t('member.handUp', { nick });
  if (now.typing) return t('member.typing', { nick });
  if (now.away) return t('member.away', { nick });
  return now.bot ? t('member.bot', { nick }) : nick;
}
