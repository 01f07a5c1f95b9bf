import { foldUnicode } from '../shared/casemap';
import type { Client } from './client';

const nobody: ReadonlySet<Client> = new Set();

/** Who watches which names. Source: https://ircv3.net/specs/extensions/monitor */
export class Monitor {
  private readonly watchers = new Map<string, Set<Client>>();
  /** The names that a client watches, as it wrote them, by their folded form. */
  private readonly lists = new Map<Client, Map<string, string>>();

  /** The names that a client watches, in the order in which it asked. */
  listOf(client: Client): string[] {
    return [...(this.lists.get(client)?.values() ?? [])];
  }

  countOf(client: Client): number {
    return this.lists.get(client)?.size ?? 0;
  }

  isWatching(client: Client, name: string): boolean {
    return this.lists.get(client)?.has(foldUnicode(name)) ?? false;
  }

  watchersOf(name: string): ReadonlySet<Client> {
    return this.watchers.size === 0 ? nobody : (this.watchers.get(foldUnicode(name)) ?? nobody);
  }

  add(client: Client, name: string): void {
    const key = foldUnicode(name);
    const list = this.lists.get(client) ?? new Map<string, string>();
    this.lists.set(client, list.set(key, name));
    const watchers = this.watchers.get(key) ?? new Set<Client>();
    this.watchers.set(key, watchers.add(client));
  }

  remove(client: Client, name: string): void {
    const key = foldUnicode(name);
    this.lists.get(client)?.delete(key);
    const watchers = this.watchers.get(key);
    watchers?.delete(client);
    if (watchers?.size === 0) this.watchers.delete(key);
  }

  /** Forgets all that a client watches. */
  clear(client: Client): void {
    for (const name of this.listOf(client)) this.remove(client, name);
    this.lists.delete(client);
  }
}
