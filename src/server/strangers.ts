/** Somebody who has not said who they are yet. */
export interface Stranger {
  /** Ends the connection at once and frees its place. */
  cut(): void;
}

/** The strangers of one address. */
interface Group {
  readonly key: string;
  /** In the order in which they came, or last made progress. */
  readonly members: Set<Stranger>;
}

/**
 * Who is connected and has not registered: silent ones, half TLS handshakes, requests of HTTP that never end. Where room is
 * short they go first, from the address that has most of them, and of these the one that has been there longest; so that
 * whoever fills the server with silent connections keeps out themselves and nobody else.
 */
export class Strangers {
  private readonly groups = new Map<string, Group>();
  private readonly groupOf = new Map<Stranger, Group>();
  /** The groups by how many they are, so that the largest is found at once. */
  private readonly bySize: Set<Group>[] = [];

  get size(): number {
    return this.groupOf.size;
  }

  /** @param key what the address is counted by; one who is there already is counted there from now on */
  add(key: string, stranger: Stranger): void {
    this.remove(stranger);
    const group = this.groups.get(key) ?? { key, members: new Set() };
    this.groups.set(key, group);
    this.groupOf.set(stranger, group);
    this.resize(group, () => group.members.add(stranger));
  }

  /** They have registered, or are gone. */
  remove(stranger: Stranger): void {
    const group = this.groupOf.get(stranger);
    if (group === undefined) return;
    this.groupOf.delete(stranger);
    this.resize(group, () => group.members.delete(stranger));
    if (group.members.size === 0) this.groups.delete(group.key);
  }

  /** Cuts one off. @param key only one of this address @returns whether there was one */
  evict(key?: string): boolean {
    const group = key === undefined ? this.largest() : this.groups.get(key);
    const [stranger] = group?.members ?? [];
    if (stranger === undefined) return false;
    this.remove(stranger);
    stranger.cut();
    return true;
  }

  private largest(): Group | undefined {
    while (this.bySize.length > 0 && (this.bySize.at(-1)?.size ?? 0) === 0) this.bySize.pop();
    const [group] = this.bySize.at(-1) ?? [];
    return group;
  }

  private resize(group: Group, change: () => void): void {
    this.bySize[group.members.size]?.delete(group);
    change();
    const { size } = group.members;
    while (this.bySize.length <= size) this.bySize.push(new Set());
    if (size > 0) this.bySize[size]?.add(group);
  }
}
