import type { Fold } from '../../shared/casemap';
import type { Outgoing } from './events';

/** What stands between a text and the one before it, where both were one text. */
export type Joint = '' | ' ' | '\n';

/** A text that was written to the server and not yet confirmed by its echo. */
export interface PendingText {
  readonly room: string;
  /** What the person typed for it: a `/me` stands before an action. */
  readonly text: string;
  readonly label: string | undefined;
  readonly joint: Joint;
}

/** The most texts on their way; a paste that is longer is given back. */
export const maxPending = 1000;

/**
 * The texts whose echo has not come yet. The echo is the server's word that a text arrived; a text without one when
 * the connection is lost, or one that was refused, goes back to the person.
 * Source: https://ircv3.net/specs/extensions/echo-message
 */
export class PendingTexts {
  private texts: (PendingText & Outgoing)[] = [];
  private lastKey = 0;

  /** `changed` hears of each room whose texts on their way are others now. */
  constructor(private readonly changed: (room: string) => void = () => undefined) {}

  /** How many more there may be. */
  get space(): number {
    return maxPending - this.texts.length;
  }

  /** @returns its key */
  add(text: PendingText): number {
    this.texts.push({ ...text, key: ++this.lastKey, since: new Date() });
    // A server that echoes nothing must not make the list grow for ever.
    if (this.texts.length > maxPending) this.texts.shift();
    this.changed(text.room);
    return this.lastKey;
  }

  /** These were not sent after all. */
  withdraw(room: string, keys: ReadonlySet<number>): void {
    this.texts = this.texts.filter(({ key }) => !keys.has(key));
    this.changed(room);
  }

  /** A room, or the person of a conversation, has another name. */
  renamed(from: string, to: string, fold: Fold): void {
    const isThere = ({ room }: PendingText): boolean => fold(room) === fold(from);
    if (!this.texts.some(isThere)) return;
    this.texts = this.texts.map((text) => (isThere(text) ? { ...text, room: to } : text));
    this.changed(to);
  }

  /** What is on its way to a room, oldest first. */
  of(room: string, fold: Fold): Outgoing[] {
    return this.texts.filter((one) => fold(one.room) === fold(room)).map(({ key, text, since }) => ({ key, text, since }));
  }

  /** Takes out the text that a label names; where there is none, the oldest of the room. */
  take(label: string | undefined, room: string | undefined, fold: Fold): PendingText | undefined {
    let index = label === undefined ? -1 : this.texts.findIndex((text) => text.label === label);
    if (index === -1 && room !== undefined) {
      index = this.texts.findIndex((text) => fold(text.room) === fold(room) && (label === undefined || text.label === undefined));
    }
    const [taken] = index === -1 ? [] : this.texts.splice(index, 1);
    if (taken !== undefined) this.changed(taken.room);
    return taken;
  }

  /** Takes out all of them, oldest first. */
  takeAll(): readonly PendingText[] {
    const { texts } = this;
    this.texts = [];
    for (const room of new Set(texts.map((text) => text.room))) this.changed(room);
    return texts;
  }
}

/** Texts of one room as they were typed. */
export function asTyped(texts: readonly PendingText[]): string {
  return texts.map(({ text, joint }, index) => (index === 0 ? text : joint + text)).join('');
}
