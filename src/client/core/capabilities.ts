import type { Capability } from '../../shared/capabilities';
import type { MessageParts } from '../../shared/message';

/** What the client asks for where a server offers it. */
const wanted: ReadonlySet<string> = new Set<Capability>([
  'message-tags', 'server-time', 'echo-message', 'batch', 'labeled-response', 'cap-notify', 'multi-prefix',
  'away-notify', 'extended-join', 'userhost-in-names', 'standard-replies', 'account-notify', 'account-tag', 'chghost',
  'setname', 'invite-notify', 'extended-monitor', 'draft/chathistory', 'draft/event-playback', 'draft/read-marker',
  'draft/multiline', 'draft/message-edit', 'draft/message-redaction', 'draft/search', 'draft/account-registration', 'draft/channel-rename', 'sasl',
]);

/** How deep a list may be that a server names, whatever it sends. */
const maxOffered = 500;

/**
 * What one server offers and what is switched on.
 * Source: https://ircv3.net/specs/extensions/capability-negotiation
 */
export class Capabilities {
  /** All that is offered, with the values: '' where there is none. */
  private readonly offered = new Map<string, string>();
  private readonly enabled = new Set<string>();
  private readonly refused = new Set<string>();
  /** Whether the server has listed all that it offers. */
  listed = false;
  /** Whether the server knows CAP at all, as far as it is known. */
  answered = false;
  /** How many requests are not answered yet. */
  private asked = 0;

  has(name: Capability): boolean {
    return this.enabled.has(name);
  }

  /** Whether the server offers it, and has not refused to switch it on. */
  offers(name: Capability): boolean {
    return this.offered.has(name) && !this.refused.has(name);
  }

  /** What stands behind the name: `draft/multiline=max-bytes=4096` has `max-bytes=4096`. */
  valueOf(name: Capability): string {
    return this.offered.get(name) ?? '';
  }

  /** One number of a value such as `max-bytes=4096,max-lines=24`. */
  numberOf(name: Capability, key: string): number | undefined {
    const [, digits] = new RegExp(`(?:^|,)${key}=(\\d{1,9})(?:,|$)`).exec(this.valueOf(name)) ?? [];
    return digits === undefined ? undefined : Number(digits);
  }

  /** Another connection: nothing that was told holds. */
  forget(): void {
    this.offered.clear();
    this.enabled.clear();
    this.refused.clear();
    this.listed = false;
    this.answered = false;
    this.asked = 0;
  }

  /** Whether every request was answered. */
  get settled(): boolean {
    return this.asked === 0;
  }

  /** Asks for everything wanted that is offered and not on, and for what is named besides. */
  request(...besides: readonly Capability[]): MessageParts[] {
    const names = [...this.offered.keys()].filter((name) => wanted.has(name) || besides.some((one) => one === name));
    const missing = names.filter((name) => !this.enabled.has(name) && !this.refused.has(name));
    if (missing.length > 0) this.asked++;
    return missing.length === 0 ? [] : [request(missing)];
  }

  /** Takes a CAP message of the server; returns what is to be sent. */
  handle(params: readonly string[]): MessageParts[] {
    this.answered = true;
    const [, subcommand = '', ...rest] = params;
    const names = (rest.at(-1) ?? '').split(' ').filter((name) => name !== '');
    switch (subcommand.toUpperCase()) {
      case 'LS':
        this.offer(names);
        // "*" before the list: more lines follow.
        if (rest.length < 2 || rest[0] !== '*') this.listed = true;
        return [];
      case 'NEW':
        return this.offer(names) ? this.request() : [];
      case 'DEL':
        for (const name of names) {
          this.offered.delete(name);
          this.enabled.delete(name);
        }
        return [];
      case 'ACK':
        this.asked = Math.max(0, this.asked - 1);
        for (const name of names) {
          if (name.startsWith('-')) this.enabled.delete(name.slice(1));
          else if (this.offered.has(name)) this.enabled.add(name);
        }
        return [];
      case 'NAK':
        this.asked = Math.max(0, this.asked - 1);
        return this.retry(names);
      default:
        return [];
    }
  }

  /** @returns whether something is among them that the client wants */
  private offer(names: readonly string[]): boolean {
    let isWanted = false;
    for (const entry of names) {
      const equals = entry.indexOf('=');
      const name = equals === -1 ? entry : entry.slice(0, equals);
      if (this.offered.size >= maxOffered && !wanted.has(name)) continue;
      this.offered.set(name, equals === -1 ? '' : entry.slice(equals + 1));
      this.refused.delete(name);
      if (wanted.has(name)) isWanted = true;
    }
    return isWanted;
  }

  /** A refused list is refused as a whole: each alone may be accepted. */
  private retry(names: readonly string[]): MessageParts[] {
    const refused = names.filter((name) => this.offered.has(name));
    if (refused.length > 1) {
      this.asked += refused.length;
      return refused.map((name) => request([name]));
    }
    refused.forEach((name) => this.refused.add(name));
    return [];
  }
}

function request(names: readonly string[]): MessageParts {
  return { verb: 'CAP', params: ['REQ', names.join(' ')] };
}
