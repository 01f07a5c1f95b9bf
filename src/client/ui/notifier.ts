import type { QIcon} from '@nodegui/nodegui';
import { QSystemTrayIcon, QSystemTrayIconActivationReason, type QMainWindow } from '@nodegui/nodegui';
import type { Client } from '../core/client';
import type { ClientEvent, Message } from '../core/events';
import type { PreferenceStore } from '../core/preferences';
import { t } from '../i18n';
import { excerpt } from './excerpt';
import { programIcon, unreadIcon } from './images';
import { createTrayMenu, type TrayMenu } from './tray-menu';
import { playSound } from './sound';
import { setTip, showBubble } from './texts';
import { program } from './words';

export interface NotifierOptions {
  readonly window: QMainWindow;
  readonly client: Client;
  readonly preferences: PreferenceStore;
  /** Brings the window in front, with this room. */
  onOpen(room: string | undefined): void;
  onQuit(): void;
}

/** From one sound to the next, in ms: a busy room is no alarm. */
const quietMs = 3000;
const shownMs = 6000;

/** Tells the person what came while the window was not in view: in the tray, by a bubble and a sound. */
export class Notifier {
  private readonly tray = new QSystemTrayIcon();
  private readonly menu: TrayMenu;
  private readonly icons: { readonly plain: QIcon; readonly unread: QIcon } = { plain: programIcon(), unread: unreadIcon() };
  private shownCount = -1;
  private lastRoom: string | undefined;
  private lastSound = 0;

  constructor(private readonly options: NotifierOptions) {
    const { tray } = this;
    tray.setIcon(this.icons.plain);
    this.menu = createTrayMenu({ preferences: options.preferences, onOpen: () => options.onOpen(undefined), onQuit: () => options.onQuit() });
    tray.setContextMenu(this.menu.widget);
    tray.addEventListener('activated', (reason) => {
      if (reason === QSystemTrayIconActivationReason.Trigger || reason === QSystemTrayIconActivationReason.DoubleClick) options.onOpen(undefined);
    });
    tray.addEventListener('messageClicked', () => options.onOpen(this.lastRoom));
    tray.show();
  }

  take(event: ClientEvent): void {
    if (event.type === 'notification') this.tell(event.room, event.item, event.reason);
  }

  /** Shows how much deserves a look, in the tray; gives it for the title. */
  showCount(): number {
    const { rooms } = this.options.client;
    const count = rooms.filter(({ notificationLevel }) => notificationLevel !== 'none').reduce((sum, { unread }) => sum + unread, 0);
    if (count !== this.shownCount) {
      this.shownCount = count;
      this.tray.setIcon(count > 0 ? this.icons.unread : this.icons.plain);
      setTip(this.tray, count > 0 ? t('notify.trayUnread', { count }) : program);
    }
    return count;
  }

  /** The person closes the window: whether it is only hidden. */
  hidesWindow(): boolean {
    const { values } = this.options.preferences;
    if (!values.closeToTray || this.options.client.phase.name === 'ended') return false;
    showBubble(this.tray, program, t('notify.stillHere'), this.icons.plain, shownMs);
    return true;
  }

  prefer(): void {
    this.menu.refresh();
  }

  close(): void {
    this.tray.hide();
  }

  private tell(room: string, message: Message, reason: 'mention' | 'private' | 'message'): void {
    const { preferences } = this.options;
    if (preferences.values.doNotDisturb) return;
    this.lastRoom = room;
    const title = reason === 'private' ? t('notify.private', { nick: message.nick }) : t('notify.inRoom', { nick: message.nick, room });
    showBubble(this.tray, title, excerpt(message), this.icons.plain, shownMs);
    const now = Date.now();
    if (!preferences.values.sounds || now - this.lastSound < quietMs) return;
    this.lastSound = now;
    playSound();
  }
}
