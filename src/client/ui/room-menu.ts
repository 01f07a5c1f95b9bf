import type { Client } from '../core/client';
import type { NotificationLevel, Room } from '../core/events';
import { t } from '../i18n';
import type { PopupEntry } from './popup';

/** The menu of a room in the list. */
export function roomEntries(room: Room, client: Client, onLeave: () => void): readonly PopupEntry[] {
  const levels: readonly (readonly [NotificationLevel, string])[] = [
    ['all', t('menu.notifyAll')], ['mentions', t('menu.notifyMentions')], ['none', t('menu.notifyNone')],
  ];
  return [
    { label: t('room.markRead'), enabled: room.unread > 0, run: () => client.markRead(room.name) },
    'line',
    ...levels.map(([level, label]) => ({
      label,
      checked: room.notificationLevel === level,
      run: () => client.setNotificationLevel(room.name, room.notificationLevel === level ? undefined : level),
    })),
    'line',
    { label: room.isChannel ? t('room.leave') : t('room.close'), run: onLeave },
  ];
}
