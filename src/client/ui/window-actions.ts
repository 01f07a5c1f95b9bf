import type { Client } from '../core/client';
import type { NotificationLevel, Room } from '../core/events';
import type { PreferenceStore } from '../core/preferences';
import { t } from '../i18n';
import type { Action } from './actions';
import type { MessageActionName } from './message-actions';

/** What the menu bar can ask of the window. */
export interface ActionHost {
  readonly client: Client;
  readonly preferences: PreferenceStore;
  readonly roomShown: boolean;
  quit(): void;
  anotherServer(): void;
  hostRoom(): void;
  protectName(): void;
  settings(): void;
  copy(): void;
  paste(): void;
  emoji(): void;
  find(everywhere: boolean): void;
  editLast(): void;
  setTextSize(change: 1 | -1 | 0): void;
  latest(): void;
  scrollPages(pages: number): void;
  switcher(): void;
  stepRoom(step: 1 | -1): void;
  nextUnread(): void;
  joinRoom(): void;
  listRooms(): void;
  talkTo(): void;
  topic(): void;
  invite(): void;
  markRead(): void;
  hand(): void;
  announce(): void;
  leaveRoom(room: Room): void;
  chooseMessage(step: 1 | -1): void;
  onMessage(action: MessageActionName): void;
  canOnMessage(action: MessageActionName): boolean;
  shortcuts(): void;
  commands(): void;
  about(): void;
}

/** All that can be done, in the order of the menus. */
export function windowActions(host: ActionHost): readonly Action[] {
  return [
    ...programActions(host), ...editActions(host), ...viewActions(host), ...goActions(host), ...roomActions(host),
    ...messageMenu(host), ...helpActions(host),
  ];
}

function programActions(host: ActionHost): Action[] {
  const { client, preferences } = host;
  return [
    { menu: 'ritrovo', label: t('menu.another'), keys: 'Ctrl+Shift+J', run: () => host.anotherServer(), enabled: () => host.roomShown },
    { menu: 'ritrovo', label: t('menu.host'), run: () => host.hostRoom() },
    { menu: 'ritrovo', label: t('menu.protectName'), group: true, run: () => host.protectName(), enabled: () => client.features.canRegister && client.connection.account === undefined },
    {
      menu: 'ritrovo', label: t('menu.doNotDisturb'), keys: 'Ctrl+Shift+D', checked: () => preferences.values.doNotDisturb,
      run: () => preferences.change({ doNotDisturb: !preferences.values.doNotDisturb }),
    },
    { menu: 'ritrovo', label: t('menu.settings'), keys: 'Ctrl+,', run: () => host.settings() },
    { menu: 'ritrovo', label: t('menu.quit'), keys: 'Ctrl+Q', group: true, run: () => host.quit() },
  ];
}

function editActions(host: ActionHost): Action[] {
  const inRoom = (): boolean => host.roomShown;
  return [
    // Fields take Ctrl+C and Ctrl+V themselves: as keys of a menu they would reach nothing else.
    { menu: 'edit', label: t('menu.copy'), plain: true, run: () => host.copy() },
    { menu: 'edit', label: t('menu.paste'), plain: true, run: () => host.paste() },
    { menu: 'edit', label: t('menu.emoji'), keys: 'Ctrl+E', group: true, enabled: inRoom, run: () => host.emoji() },
    { menu: 'edit', label: t('menu.find'), keys: 'Ctrl+F', group: true, enabled: inRoom, run: () => host.find(false) },
    { menu: 'edit', label: t('menu.findEverywhere'), keys: 'Ctrl+Shift+F', enabled: inRoom, run: () => host.find(true) },
  ];
}

function viewActions(host: ActionHost): Action[] {
  const { preferences } = host;
  const inRoom = (): boolean => host.roomShown;
  return [
    {
      menu: 'view', label: t('menu.rooms'), keys: 'Ctrl+Shift+R', enabled: inRoom, checked: () => preferences.values.roomsShown,
      run: () => preferences.change({ roomsShown: !preferences.values.roomsShown }),
    },
    {
      menu: 'view', label: t('menu.members'), keys: 'Ctrl+M', enabled: inRoom, checked: () => preferences.values.membersShown,
      run: () => preferences.change({ membersShown: !preferences.values.membersShown }),
    },
    { menu: 'view', label: t('menu.larger'), keys: 'Ctrl++', group: true, run: () => host.setTextSize(1) },
    { menu: 'view', label: t('menu.smaller'), keys: 'Ctrl+-', run: () => host.setTextSize(-1) },
    { menu: 'view', label: t('menu.normal'), keys: 'Ctrl+0', run: () => host.setTextSize(0) },
  ];
}

function goActions(host: ActionHost): Action[] {
  const inRoom = (): boolean => host.roomShown;
  return [
    { menu: 'go', label: t('menu.switchRoom'), keys: 'Ctrl+K', plain: true, enabled: inRoom, run: () => host.switcher() },
    { menu: 'go', label: t('menu.previousRoom'), keys: 'Alt+Up', group: true, enabled: inRoom, run: () => host.stepRoom(-1) },
    { menu: 'go', label: t('menu.nextRoom'), keys: 'Alt+Down', enabled: inRoom, run: () => host.stepRoom(1) },
    { menu: 'go', label: t('menu.nextUnread'), keys: 'Alt+A', enabled: inRoom, run: () => host.nextUnread() },
    { menu: 'go', label: t('menu.latest'), keys: 'Ctrl+End', group: true, enabled: inRoom, run: () => host.latest() },
    { menu: 'go', label: t('menu.pageUp'), keys: 'Ctrl+PgUp', plain: true, enabled: inRoom, run: () => host.scrollPages(-1) },
    { menu: 'go', label: t('menu.pageDown'), keys: 'Ctrl+PgDown', plain: true, enabled: inRoom, run: () => host.scrollPages(1) },
  ];
}

function roomActions(host: ActionHost): Action[] {
  const { client } = host;
  const online = (): boolean => host.roomShown && client.phase.name === 'online';
  const inChannel = (): boolean => online() && client.activeRoom?.isChannel === true;
  const operates = (): boolean => inChannel() && client.activeRoom?.isOperator === true;
  const active = (): Room | undefined => client.activeRoom;
  return [
    { menu: 'room', label: t('menu.joinRoom'), keys: 'Ctrl+J', enabled: online, run: () => host.joinRoom() },
    { menu: 'room', label: t('menu.talkTo'), keys: 'Ctrl+T', enabled: online, run: () => host.talkTo() },
    { menu: 'room', label: t('menu.listRooms'), enabled: online, run: () => host.listRooms() },
    { menu: 'room', label: t('menu.topic'), group: true, enabled: inChannel, run: () => host.topic() },
    { menu: 'room', label: t('menu.inviteSomebody'), keys: 'Ctrl+I', enabled: inChannel, run: () => host.invite() },
    { menu: 'room', label: t('menu.markRead'), keys: 'Ctrl+Shift+M', enabled: () => host.roomShown, run: () => host.markRead() },
    ...levels(host),
    {
      menu: 'room', label: t('menu.hand'), keys: 'Ctrl+H', group: true, enabled: () => inChannel() && client.features.hasClassroom,
      checked: () => active()?.hands.some(({ nick }) => nick === client.nick) ?? false, run: () => host.hand(),
    },
    { menu: 'room', label: t('classroom.announce'), enabled: () => operates() && client.features.hasClassroom, run: () => host.announce() },
    {
      menu: 'room', label: t('classroom.onlyOperators'), enabled: operates, checked: () => active()?.moderated ?? false,
      run: () => {
        const room = active();
        if (room !== undefined) client.setModerated(room.name, !room.moderated);
      },
    },
    {
      menu: 'room', label: t('menu.leaveRoom'), keys: 'Ctrl+W', group: true, enabled: () => host.roomShown && active() !== undefined,
      run: () => {
        const room = active();
        if (room !== undefined) host.leaveRoom(room);
      },
    },
  ];
}

/** What is told of the room: one of three, or what the settings say for all. */
function levels({ client }: ActionHost): Action[] {
  const labels: readonly (readonly [NotificationLevel, string])[] = [
    ['all', t('menu.notifyAll')], ['mentions', t('menu.notifyMentions')], ['none', t('menu.notifyNone')],
  ];
  return labels.map(([level, label], place) => ({
    menu: 'room',
    label: `${t('menu.notifications').replace('&', '')}: ${label}`,
    ...(place === 0 ? { group: true } : {}),
    enabled: () => client.activeRoom !== undefined,
    checked: () => client.activeRoom?.notificationLevel === level,
    run: () => {
      const room = client.activeRoom;
      if (room !== undefined) client.setNotificationLevel(room.name, room.notificationLevel === level ? undefined : level);
    },
  }));
}

function messageMenu(host: ActionHost): Action[] {
  const inRoom = (): boolean => host.roomShown;
  const one = (name: MessageActionName, label: string, keys?: string): Action => ({
    menu: 'message', label, ...(keys === undefined ? {} : { keys }), enabled: () => host.roomShown && host.canOnMessage(name), run: () => host.onMessage(name),
  });
  return [
    { menu: 'message', label: t('menu.chooseEarlier'), keys: 'Ctrl+Shift+Up', enabled: inRoom, run: () => host.chooseMessage(-1) },
    { menu: 'message', label: t('menu.chooseLater'), keys: 'Ctrl+Shift+Down', enabled: inRoom, run: () => host.chooseMessage(1) },
    { ...one('reply', t('message.reply'), 'Ctrl+R'), group: true },
    one('react', t('message.react'), 'Ctrl+Shift+E'),
    { menu: 'message', label: t('menu.editLast'), enabled: inRoom, run: () => host.editLast() },
    one('edit', t('message.edit')),
    one('copy', t('message.copyText'), 'Ctrl+Shift+C'),
    one('quote', t('message.quote'), 'Ctrl+Shift+Q'),
    one('mention', t('menu.mention')),
    { ...one('delete', t('message.delete')), group: true },
  ];
}

function helpActions(host: ActionHost): Action[] {
  return [
    { menu: 'help', label: t('menu.shortcuts'), keys: 'F1', run: () => host.shortcuts() },
    { menu: 'help', label: t('menu.commands'), run: () => host.commands() },
    { menu: 'help', label: t('menu.about'), group: true, run: () => host.about() },
  ];
}
