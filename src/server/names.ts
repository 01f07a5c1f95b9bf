import { foldUnicode } from '../shared/casemap';
import type { Client } from './client';

/** Who has which name. A name has one owner, without regard to case; it is free again when the owner lets go. */
export class Names {
  private readonly owners = new Map<string, Client>();

  /** Takes a name for a client. False when somebody else has it; a client may claim its own again in other letters. */
  claim(name: string, client: Client): boolean {
    const key = foldUnicode(name);
    const owner = this.owners.get(key);
    if (owner !== undefined && owner !== client) return false;
    this.owners.set(key, client);
    return true;
  }

  /** Frees a name; does nothing where it is not the client's. */
  release(name: string, client: Client): void {
    const key = foldUnicode(name);
    if (this.owners.get(key) === client) this.owners.delete(key);
  }

  /** Frees the old name when a client has claimed a new one; the two may be the same but for case. */
  replace(old: string, name: string, client: Client): void {
    if (foldUnicode(old) !== foldUnicode(name)) this.release(old, client);
  }

  find(name: string): Client | undefined {
    return this.owners.get(foldUnicode(name));
  }
}
