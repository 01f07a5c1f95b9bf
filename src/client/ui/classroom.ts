import { QPushButton, type QWidget } from '@nodegui/nodegui';
import type { Room } from '../core/events';
import { t } from '../i18n';
import { escapeHtml } from '../text/html';
import { richText } from '../text/message-html';
import { keep } from './keep';
import { row } from './layout';
import type { Theme } from './theme';
import { literal, plainLabel, richLabel } from './texts';

/** A strip over the messages. */
export interface Strip {
  readonly widget: QWidget;
  show(room: Room | undefined, theme: Theme): void;
}

/** What an operator wants all to see: it stays until it is closed. */
export function createAnnouncementStrip(onClose: (room: string) => void): Strip {
  const { widget, layout } = row({ margins: [10, 6, 6, 6], spacing: 10 });
  widget.setObjectName('announcement');
  widget.setVisible(false);
  const label = richLabel();
  label.setWordWrap(true);
  const close = new QPushButton();
  close.setText(t('dialog.close'));
  close.setAccessibleName(t('classroom.announcementClose'));
  layout.addWidget(label, 1);
  layout.addWidget(close);
  keep(widget, label, close);
  let shown: Room | undefined;
  close.addEventListener('clicked', () => shown !== undefined && onClose(shown.name));
  return {
    widget,
    show: (room, theme) => {
      shown = room;
      const announcement = room?.announcement;
      widget.setVisible(announcement !== undefined);
      if (announcement === undefined) return;
      widget.setStyleSheet(`#announcement { background-color: ${theme.banner}; border-radius: 4px; } #announcement QLabel { color: ${theme.bannerText}; }`, false);
      label.setText(`<b>${escapeHtml(t('classroom.announcementBy', { nick: announcement.nick }))}</b><br>${richText(announcement.text, { theme, nick: '' })}`);
    },
  };
}

/** How many names of the queue are told. */
const named = 6;

/** Who needs help, in the order they asked; an operator says here that the first has been helped. */
export function createHandsStrip(onHelped: (room: string, nick: string) => void): Strip {
  const { widget, layout } = row({ margins: [10, 2, 6, 2], spacing: 10 });
  widget.setVisible(false);
  const label = plainLabel();
  label.setWordWrap(true);
  const helped = new QPushButton();
  layout.addWidget(label, 1);
  layout.addWidget(helped);
  keep(widget, label, helped);
  let shown: Room | undefined;
  helped.addEventListener('clicked', () => {
    const first = shown?.hands[0];
    if (shown !== undefined && first !== undefined) onHelped(shown.name, first.nick);
  });
  return {
    widget,
    show: (room) => {
      shown = room;
      const hands = room?.hands ?? [];
      const first = hands[0];
      widget.setVisible(first !== undefined);
      if (first === undefined) return;
      const queue = hands.slice(0, named).map(({ nick }, place) => `${place + 1}. ${nick}`).join('   ');
      label.setText(`✋ ${t('classroom.hands', { count: hands.length })}:   ${queue}${hands.length > named ? ' …' : ''}`);
      helped.setVisible(room?.isOperator === true);
      helped.setText(literal(t('classroom.handDownFor', { nick: first.nick })));
    },
  };
}
