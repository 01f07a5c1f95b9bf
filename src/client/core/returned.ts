import type { Fold } from '../../shared/casemap';
import { asTyped, type PendingText } from './pending';
import type { NewItem } from './room';

/** What is left to send of a text that was given back. */
export interface Arrival {
  /** The text that was given back, or what was left of it before. */
  readonly text: string;
  /** What did not arrive; empty where all of it did. */
  readonly left: string;
}

/**
 * The texts that were given back when the connection was lost before their echo came. Some of them did arrive: they
 * stand in the history that is fetched later, and are not to be sent again.
 */
export class ReturnedTexts {
  private texts: readonly PendingText[] = [];

  /** Those of the connection that was lost just now; what was given back before can arrive no more. */
  set(texts: readonly PendingText[]): void {
    this.texts = texts;
  }

  /** Looks for them in what was missed. @returns undefined where none of the room's texts is there */
  seen(room: string, items: readonly NewItem[], fold: Fold): Arrival | undefined {
    const isHere = (one: PendingText): boolean => fold(one.room) === fold(room);
    const before = this.texts.filter(isHere);
    const left = [...before];
    for (const item of items) {
      if (item.kind !== 'message' || !item.own) continue;
      const at = left.findIndex(({ text }) => text === (item.style === 'action' ? `/me ${item.text}` : item.text));
      if (at !== -1) left.splice(at, 1);
    }
    if (left.length === before.length) return undefined;
    this.texts = this.texts.filter((one) => !isHere(one) || left.includes(one));
    return { text: asTyped(before), left: asTyped(left) };
  }
}

/** What was given back stands before what is being typed. */
export function giveBack(typed: string, text: string): string {
  return typed === '' || typed === text ? text : `${text} ${typed}`;
}

/** What is being typed without what has arrived. A text that the person has changed since is theirs. */
export function takeArrived(typed: string, { text, left }: Arrival): string {
  if (typed === text) return left;
  if (!typed.startsWith(`${text} `)) return typed;
  const own = typed.slice(text.length + 1);
  return left === '' ? own : giveBack(own, left);
}
