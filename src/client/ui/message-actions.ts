import { QApplication } from '@nodegui/nodegui';
import type { Client } from '../core/client';
import type { Message } from '../core/events';
import { t } from '../i18n';
import { keyCode, type KeyPress } from './keys';
import type { PopupEntry } from './popup';
import { literal } from './texts';

/** What the actions on messages need of the window. */
export interface MessageHost {
  readonly client: Client;
  reply(message: Message): void;
  edit(message: Message): void;
  /** Asks which emoji, and reacts with it. */
  pickReaction(message: Message): void;
  /** Puts text into the box. */
  write(text: string): void;
  confirmDelete(message: Message): void;
  talk(nick: string): void;
}

/** What can be done with one message. */
export interface MessageAction {
  readonly label: (message: Message) => string;
  /** The key in the list of messages, without modifiers. */
  readonly key: number;
  can(message: Message, client: Client): boolean;
  run(message: Message, host: MessageHost): void;
}

const there = (message: Message): boolean => message.deleted === undefined;
const known = (message: Message): boolean => there(message) && message.msgid !== undefined;

export const messageActions = {
  reply: {
    label: () => t('message.reply'), key: keyCode.r,
    can: (message, { features }) => known(message) && features.canReply,
    run: (message, host) => host.reply(message),
  },
  react: {
    label: () => t('message.react'), key: keyCode.plus,
    can: (message, { features }) => known(message) && features.canReact,
    run: (message, host) => host.pickReaction(message),
  },
  edit: {
    label: () => t('message.edit'), key: keyCode.e,
    can: (message, { features }) => known(message) && message.own && features.canEdit,
    run: (message, host) => host.edit(message),
  },
  copy: {
    label: () => t('message.copyText'), key: keyCode.c,
    can: there,
    run: (message) => QApplication.clipboard()?.setText(message.text),
  },
  quote: {
    label: () => t('message.quote'), key: keyCode.q,
    can: there,
    run: (message, host) => host.write(`> ${message.text.replaceAll('\n', ' ')} — ${message.nick}: `),
  },
  mention: {
    label: ({ nick }) => t('message.mention', { nick: literal(nick) }), key: keyCode.m,
    can: ({ own }) => !own,
    run: (message, host) => host.write(`${message.nick}: `),
  },
  talk: {
    label: ({ nick }) => t('message.talk', { nick: literal(nick) }), key: keyCode.p,
    can: ({ own }, { activeRoom }) => !own && activeRoom?.isChannel === true,
    run: (message, host) => host.talk(message.nick),
  },
  delete: {
    label: () => t('message.delete'), key: keyCode.delete,
    can: (message, { features, activeRoom }) => known(message) && features.canRedact && (message.own || activeRoom?.isOperator === true),
    run: (message, host) => host.confirmDelete(message),
  },
} as const satisfies Record<string, MessageAction>;

export type MessageActionName = keyof typeof messageActions;

const all: readonly MessageAction[] = Object.values(messageActions);

/** Whether the key means an action that this message allows; does it then. */
export function takeMessageKey({ key, control, alt }: KeyPress, message: Message, host: MessageHost): boolean {
  if (control || alt) return false;
  const action = all.find((one) => one.key === key);
  if (!action?.can(message, host.client)) return false;
  action.run(message, host);
  return true;
}

/** The menu of a message: what can be done with it here and now. */
export function messageEntries(message: Message, host: MessageHost): readonly PopupEntry[] {
  return all
    .filter((action) => action.can(message, host.client))
    .map((action) => ({ label: action.label(message), run: () => action.run(message, host) }));
}
