import { z } from 'zod';
import { AddressError, parseAddress } from '../shared/address';
import { maxTyped } from './core/input';
import { giveBack, takeArrived, type Arrival } from './core/returned';
import { serverKey } from './core/transport';

/** As much as the box holds. */
const maxLength = maxTyped;
/** The most of all together, in characters: the settings are written anew with each. */
const maxTogether = 4 * maxTyped;
const maxDrafts = 200;
/** `HOST:PORT ROOM`, each as long as the settings allow. */
const maxKeyLength = 600;

/** `HOST:PORT ROOM` to what was being typed there. */
export const draftsSchema = z.record(z.string().max(maxKeyLength), z.string().max(maxLength));

/** The first version kept drafts by room alone: they belong to the server that was joined last. */
export function draftsOfServer(drafts: Readonly<Record<string, string>>, lastServer: string | undefined): Record<string, string> {
  const server = keyOf(lastServer);
  return Object.fromEntries(Object.entries(drafts).map(([key, text]) => [key.includes(' ') ? key : `${server} ${key}`, text]));
}

function keyOf(typed: string | undefined): string {
  try {
    return typed === undefined ? '' : serverKey(parseAddress(typed));
  } catch (error) {
    if (error instanceof AddressError) return '';
    throw error;
  }
}

/** What is being typed, server by server and room by room: it survives the end of the program. */
export class Drafts {
  private readonly texts: Map<string, string>;

  /** `server`: the one that the rooms are on now, `HOST:PORT`. */
  constructor(kept: Readonly<Record<string, string>>, private readonly server: () => string, private readonly changed: () => void = () => undefined) {
    this.texts = new Map(Object.entries(kept));
  }

  get(room: string): string {
    return this.texts.get(this.keyOf(room)) ?? '';
  }

  set(room: string, text: string): void {
    const key = this.keyOf(room);
    const before = this.texts.get(key) ?? '';
    this.texts.delete(key);
    if (text !== '') this.texts.set(key, text.slice(0, maxLength));
    this.makeRoom();
    if (before !== text) this.changed();
  }

  /** The oldest goes first. */
  private makeRoom(): void {
    let together = 0;
    for (const text of this.texts.values()) together += text.length;
    for (const [oldest, text] of this.texts) {
      if (this.texts.size <= maxDrafts && together <= maxTogether) return;
      this.texts.delete(oldest);
      together -= text.length;
    }
  }

  /** Puts text that came back in front of what is being typed meanwhile. */
  giveBack(room: string, text: string): void {
    this.set(room, giveBack(this.get(room), text));
  }

  /** Takes away what came back although it had arrived. */
  takeArrived(room: string, arrival: Arrival): void {
    this.set(room, takeArrived(this.get(room), arrival));
  }

  get all(): Record<string, string> {
    return Object.fromEntries(this.texts);
  }

  private keyOf(room: string): string {
    return `${this.server()} ${room}`;
  }
}
