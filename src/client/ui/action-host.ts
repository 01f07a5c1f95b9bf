import { t } from '../i18n';
import type { App } from './app';
import { askText, confirm, showPage, tell } from './ask';
import { commandsPage, shortcutsPage } from './help-pages';
import { openProtectName } from './questions';
import { openSettings } from './settings-dialog';
import { windowActions, type ActionHost } from './window-actions';
import { about, program } from './words';

/** The text's steps that the settings allow. */
const textSteps = { least: -4, most: 12 };

/** What the menu bar asks for, done in a window. */
export function actionHost(app: App): ActionHost {
  const { client, options } = app;
  const { preferences } = options;
  const parent = app.window.widget;
  const room = (): string => client.activeRoom?.name ?? '';
  const filled = (answer: string): string | undefined => (answer.trim() === '' ? t('dialog.empty') : undefined);
  const host: ActionHost = {
    client,
    preferences,
    get roomShown() {
      return app.roomShown;
    },
    quit: () => options.onClose(),
    anotherServer: () => app.showConnectPage(),
    hostRoom: () => app.hostRoom(),
    protectName: () => openProtectName(parent, client),
    settings: () => openSettings(parent, preferences, options.trusted),
    copy: () => {
      if (!app.rooms.page.timeline.copySelection()) app.rooms.page.composer.box.copy();
    },
    paste: () => {
      app.rooms.page.composer.focus();
      app.rooms.page.composer.box.paste();
    },
    emoji: () => app.finder.emoji((emoji) => app.rooms.write(emoji)),
    find: (everywhere) => app.finder.search(everywhere),
    editLast: () => void app.rooms.editLast(),
    setTextSize: (change) => {
      const wanted = change === 0 ? 0 : preferences.values.textSize + change;
      preferences.change({ textSize: Math.min(textSteps.most, Math.max(textSteps.least, wanted)) });
    },
    latest: () => app.rooms.page.timeline.toLatest(),
    scrollPages: (pages) => app.rooms.page.timeline.scrollPages(pages),
    switcher: () => app.finder.switcher(),
    stepRoom: (step) => stepRoom(app, step),
    nextUnread: () => nextUnread(app),
    joinRoom: () => askText(parent, {
      title: t('menu.joinRoom').replace(/[&…]/g, ''), question: t('room.join'), note: t('room.joinHint'), value: '#', check: filled,
      onAnswer: (name) => client.submit(`/join ${name.trim()}`),
    }),
    listRooms: () => client.submit('/list'),
    talkTo: () => app.finder.person((nick) => app.rooms.talk(nick)),
    topic: () => askText(parent, {
      title: t('room.topic'), question: t('room.topicQuestion', { room: room() }), value: client.activeRoom?.topic ?? '', check: filled,
      onAnswer: (topic) => client.submit(`/topic ${topic}`),
    }),
    invite: () => askText(parent, {
      title: t('menu.inviteSomebody').replace(/[&…]/g, ''), question: t('room.inviteName', { room: room() }), check: filled,
      onAnswer: (nick) => client.submit(`/invite ${nick.trim()}`),
    }),
    markRead: () => client.markRead(room()),
    hand: () => app.rooms.raiseOrLower(),
    announce: () => askText(parent, {
      title: t('classroom.announcement'), question: t('classroom.announcementHint', { room: room() }), ok: t('classroom.announcementSend'), check: filled,
      onAnswer: (text) => client.announce(room(), text),
    }),
    leaveRoom: ({ name, isChannel }) => {
      const leave = (): void => client.submit(`/part ${name}`);
      if (!isChannel) leave();
      else confirm(parent, { title: t('room.leave').replace('&', ''), text: t('room.leaveQuestion', { room: name }), yes: t('room.leave'), onYes: leave });
    },
    chooseMessage: (step) => app.rooms.choose(step),
    onMessage: (action) => app.rooms.run(action),
    canOnMessage: (action) => app.rooms.can(action),
    shortcuts: () => showPage(parent, t('shortcut.title'), shortcutsPage(windowActions(host))),
    commands: () => showPage(parent, t('menu.commands').replace('&', ''), commandsPage()),
    about: () => tell(parent, program, about()),
  };
  return host;
}

function stepRoom({ client }: App, step: 1 | -1): void {
  const { rooms } = client;
  const at = rooms.findIndex(({ name }) => name === client.activeRoom?.name);
  const next = rooms[(at + step + rooms.length) % rooms.length];
  if (next !== undefined) client.activate(next.name);
}

/** Those that name us first, then any, beginning after the room that is open. */
function nextUnread({ client }: App): void {
  const at = client.rooms.findIndex(({ name }) => name === client.activeRoom?.name);
  const others = [...client.rooms.slice(at + 1), ...client.rooms.slice(0, Math.max(0, at))];
  const next = others.find(({ mentions }) => mentions > 0) ?? others.find(({ unread }) => unread > 0);
  if (next !== undefined) client.activate(next.name);
}
