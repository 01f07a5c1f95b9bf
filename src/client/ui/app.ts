import { QStackedWidget } from '@nodegui/nodegui';
import type { Client, Unsubscribe } from '../core/client';
import type { ClientEvent, Phase } from '../core/events';
import type { Preferences } from '../core/preferences';
import type { Window, WindowOptions } from '../core/window';
import { setLanguage, t } from '../i18n';
import { EmojiUse } from '../text/emoji-use';
import type { Action } from './actions';
import { createConnectPage, type ConnectPage } from './connect-page';
import { Finder } from './finder';
import { Frames } from './frames';
import { keyCode, shortcutOf, takeKeys, writes, type KeyPress } from './keys';
import { column } from './layout';
import { createMainWindow, type MainWindow } from './main-window';
import { createMenu, type Menu } from './menu';
import { Notifier } from './notifier';
import { takeQuestion } from './questions';
import { RoomController } from './room-controller';
import { createStatusLine } from './status-line';
import { forceTheme, currentTheme } from './theme';
import { actionHost } from './action-host';
import { windowActions, type ActionHost } from './window-actions';
import { windowTitle } from './words';
import { setTitle } from './texts';

/** From one look at the clock to the next while something counts down. */
const tickMs = 200;
/** So many of the emoji that the person uses come first among completions. */
const mostUsed = 12;

/** Which page is in front. */
type Page = 'connect' | 'room';

/** The window: its pages, its menu, and what goes from one to the other. */
export class App implements Window {
  readonly window: MainWindow;
  readonly rooms: RoomController;
  readonly finder: Finder;
  readonly client: Client;
  private readonly pages = new QStackedWidget();
  /** What panels lie over; a screen reader sees only the page in front of those that are stacked. */
  private readonly central = column({ spacing: 0 });
  private readonly connectPage: ConnectPage;
  private readonly status = createStatusLine();
  private readonly menu: Menu;
  private readonly host: ActionHost;
  private readonly actions: readonly Action[];
  private readonly notifier: Notifier;
  private readonly unsubscribe: readonly Unsubscribe[];
  private ticking: NodeJS.Timeout | undefined;
  private readonly frames = new Frames(() => this.refresh());
  private preferred: Preferences;
  private readonly emojiUse: EmojiUse;

  constructor(readonly options: WindowOptions, private readonly onLanguage: () => void) {
    const { client, preferences } = options;
    this.client = client;
    this.preferred = preferences.values;
    this.emojiUse = new EmojiUse(options.emojiUse);
    forceTheme(this.preferred.theme);
    this.window = this.createWindow();
    this.connectPage = this.createConnectPage();
    this.rooms = this.createRooms();
    this.host = actionHost(this);
    const actions = windowActions(this.host);
    this.actions = actions;
    this.finder = this.createFinder();
    this.menu = createMenu({ actions, onRoom: (place) => this.activateAt(place) });
    this.notifier = new Notifier({ window: this.window.widget, client, preferences, onOpen: (room) => this.open(room), onQuit: () => options.onClose() });
    this.pages.addWidget(this.connectPage.widget);
    this.pages.addWidget(this.rooms.page.widget);
    this.central.layout.addWidget(this.pages);
    this.window.fill(this.menu.widget, this.central.widget, this.status.widget);
    this.window.setTheme(currentTheme());
    this.window.setTextSize(this.preferred.textSize);
    this.typeIntoBox();
    this.unsubscribe = [client.on((event) => this.take(event)), preferences.on((values) => this.prefer(values))];
    this.rooms.openRoom();
    this.showPhase(client.phase);
  }

  /** What another window goes on with. */
  get state(): Pick<WindowOptions, 'size' | 'emojiUse'> {
    const { widget } = this.window;
    return { size: { width: widget.width(), height: widget.height() }, emojiUse: this.emojiUse.saved };
  }

  get isWriting(): boolean {
    return this.rooms.page.composer.text.trim() !== '';
  }

  get roomShown(): boolean {
    return this.page === 'room';
  }

  show(): void {
    this.window.widget.show();
    this.focus();
  }

  close(): void {
    for (const end of this.unsubscribe) end();
    clearInterval(this.ticking);
    this.frames.cancel();
    this.notifier.close();
    this.window.widget.hide();
  }

  /** Brings the window in front and shows a room. */
  open(room: string | undefined): void {
    const { widget } = this.window;
    if (widget.isMinimized()) widget.showNormal();
    widget.show();
    widget.activateWindow();
    widget.raise();
    if (room !== undefined) this.client.activate(room);
    this.focus();
  }

  /** Into the tray. Whether a Linux desktop shows one cannot be asked: there the way back stays in its list of windows. */
  private hide(): void {
    if (process.platform === 'linux') this.window.widget.showMinimized();
    else this.window.widget.hide();
  }

  showConnectPage(): void {
    this.showPage('connect');
    this.connectPage.setWayBack(true);
  }

  hostRoom(): void {
    this.showConnectPage();
    this.connectPage.hostRoom();
  }

  /** Escape: closes what is open, ends what is begun, or goes back to the room. */
  cancel(): void {
    const { client } = this;
    if (this.finder.close()) return;
    if (client.phase.name === 'connecting') {
      client.cancel();
      this.connectPage.focus();
    } else if (this.roomShown) {
      this.rooms.escape();
    } else if (client.phase.name === 'online') {
      this.showPhase(client.phase);
    }
  }

  focus(): void {
    if (this.roomShown) this.rooms.page.composer.focus();
    else this.connectPage.focus();
  }

  private get page(): Page {
    return this.pages.currentIndex() === 1 ? 'room' : 'connect';
  }

  private createWindow(): MainWindow {
    const { options } = this;
    return createMainWindow({
      size: options.size,
      onClose: () => (this.notifier.hidesWindow() ? this.hide() : options.onClose()),
      onResize: (size) => options.onResize(size),
      onActive: () => {
        if (this.window.widget.isActiveWindow()) this.client.comeBack();
        this.attend();
      },
      onPalette: () => this.changeTheme(),
    });
  }

  private createConnectPage(): ConnectPage {
    const { options } = this;
    return createConnectPage({
      defaults: options.defaults,
      recent: options.recentServers,
      discovery: options.discovery,
      host: options.host,
      theme: currentTheme(),
      onJoin: (address, nick) => options.onConnect(address, nick),
      onCancel: () => this.cancel(),
    });
  }

  private createRooms(): RoomController {
    return new RoomController({
      window: this.window.widget,
      program: this.options,
      theme: currentTheme(),
      usedEmoji: () => this.emojiUse.top(mostUsed),
      onChanged: () => this.refreshSoon(),
      onAttention: () => this.attend(),
      onKeys: (press) => this.runKeys(press),
      onEmoji: () => this.finder.emoji((emoji) => this.rooms.write(emoji)),
      pickEmoji: (onChoose) => this.finder.emoji(onChoose),
      onTopic: () => this.host.topic(),
      onLeave: (room) => this.host.leaveRoom(room),
    });
  }

  private createFinder(): Finder {
    const { options, emojiUse } = this;
    return new Finder({
      over: this.central.widget,
      theme: currentTheme(),
      client: this.client,
      actions: this.actions,
      emojiUse,
      skinTone: () => options.preferences.values.skinTone,
      onEmojiUsed: () => options.onEmojiUse(emojiUse.saved),
      onClosed: () => this.focus(),
      onReveal: (hit, words) => this.rooms.links.revealHit(hit, words),
    });
  }

  /** What is typed where nothing takes it goes into the box; Escape is heard everywhere. */
  private typeIntoBox(): void {
    takeKeys(this.window.widget, (press: KeyPress) => {
      if (press.key === keyCode.escape) {
        this.cancel();
        return true;
      }
      // Where + is on the key of =, nobody wants to hold Shift as well.
      if (shortcutOf(press) === 'Ctrl+=') {
        this.host.setTextSize(1);
        return true;
      }
      if (!this.roomShown || !writes(press)) return false;
      this.rooms.page.composer.type(press.text);
      return true;
    });
  }

  /** A field takes some keys of the menus for itself, as Ctrl+E for the end of the line. @returns whether it was one */
  private runKeys(press: KeyPress): boolean {
    const keys = shortcutOf(press);
    const action = this.actions.find((one) => keys !== undefined && one.keys === keys && one.enabled?.() !== false);
    action?.run();
    return action !== undefined;
  }

  private take(event: ClientEvent): void {
    this.rooms.take(event);
    this.finder.take(event);
    this.notifier.take(event);
    takeQuestion(event, this.window.widget, this.client);
    switch (event.type) {
      case 'phase': return this.showPhase(event.phase);
      case 'active-room': return this.roomShown ? this.focus() : undefined;
      case 'connect-failed': return this.roomShown ? undefined : this.connectPage.showAddressError(event.why);
      case 'server-password-question': return this.roomShown ? undefined : this.connectPage.showAddressError(t(event.wrong ? 'serverPassword.wrong' : 'serverPassword.wanted'));
      case 'name-refused': return this.connectPage.showNameError(event.why, event.suggestion);
      case 'connection-changed': return this.refreshSoon();
      case 'ping': return this.status.showConnection(this.client.connection);
      default: return undefined;
    }
  }

  private showPhase(phase: Phase): void {
    const inRoom = phase.name === 'online' || phase.name === 'lost' || phase.name === 'reconnecting';
    this.connectPage.setWayBack(false);
    this.connectPage.setBusy(phase.name === 'connecting');
    this.showPage(inRoom ? 'room' : 'connect');
    if (phase.name === 'online') this.rooms.page.showHint(undefined);
    clearInterval(this.ticking);
    if (phase.name === 'lost' || phase.name === 'reconnecting') this.ticking = setInterval(() => this.tick(), tickMs);
    this.tick();
    this.refreshSoon();
    this.showTitle();
  }

  /** Shows what depends on the clock. */
  private tick(): void {
    const { phase } = this.client;
    const now = Date.now();
    this.rooms.page.showPhase(phase, now);
    this.status.showPhase(phase, now);
  }

  private showPage(page: Page): void {
    const before = this.page;
    this.pages.setCurrentIndex(page === 'room' ? 1 : 0);
    this.menu.refresh();
    if (before === page) return;
    this.finder.close();
    this.focus();
    this.attend();
  }

  /** Whether the person sees what comes: this window in front, the room at its end. */
  private attend(): void {
    this.client.setAttention(this.window.widget.isActiveWindow() && this.roomShown && this.rooms.page.timeline.isAtEnd);
    this.refreshSoon();
  }

  private activateAt(place: number): void {
    const room = this.client.rooms[place];
    if (room !== undefined) this.client.activate(room.name);
  }

  private refreshSoon(): void {
    this.frames.soon();
  }

  private refresh(): void {
    this.rooms.refresh();
    this.status.showConnection(this.client.connection);
    this.menu.setRooms(this.client.rooms.map(({ name }) => name));
    this.menu.refresh();
    this.showTitle();
  }

  private showTitle(): void {
    const room = this.roomShown ? this.client.activeRoom?.name : undefined;
    setTitle(this.window.widget, windowTitle(room, this.notifier.showCount()));
  }

  private prefer(values: Preferences): void {
    const before = this.preferred;
    this.preferred = values;
    if (values.textSize !== before.textSize) this.window.setTextSize(values.textSize);
    if (values.theme !== before.theme) {
      forceTheme(values.theme);
      this.changeTheme();
    }
    if (values.language !== before.language) {
      setLanguage(values.language);
      setImmediate(this.onLanguage);
      return;
    }
    this.rooms.page.setPanels(values);
    if (values.comings !== before.comings) this.rooms.page.timeline.refresh();
    this.notifier.prefer();
    this.menu.refresh();
  }

  private changeTheme(): void {
    const theme = currentTheme();
    this.window.setTheme(theme);
    this.connectPage.setTheme(theme);
    this.finder.setTheme(theme);
    this.rooms.setTheme(theme);
  }
}
