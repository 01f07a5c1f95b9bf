import type { Message } from '../../../src/shared/message';
import type { Peer, Script } from './helpers';

/** One line of a room's past as it stands on the wire, behind its tags. */
export interface Kept {
  readonly msgid: string;
  /** In ms since 1970. */
  readonly time: number;
  readonly line: string;
  readonly tags?: string;
}

export const historyCapabilities =
  'message-tags server-time echo-message batch labeled-response draft/chathistory draft/event-playback draft/read-marker';

/** A scripted server that keeps what is said, as https://ircv3.net/specs/extensions/chathistory has it. */
export class KeptHistory {
  readonly rooms = new Map<string, Kept[]>();
  readonly asked: string[] = [];
  /** Whether it answers with its newest page whatever it is asked. */
  repeats = false;
  /** Whether it has no answer but a refusal. */
  refuses = false;
  private batches = 0;
  private count = 0;

  constructor(readonly limit = 100) {}

  /** Keeps a message of somebody, one second after the one before; returns the line as live members get it. */
  say(room: string, nick: string, text: string): string {
    const kept = this.keep(room, `:${nick}!u@h PRIVMSG ${room} :${text}`);
    return `@msgid=${kept.msgid};time=${new Date(kept.time).toISOString()} ${kept.line}`;
  }

  keep(room: string, line: string, tags?: string): Kept {
    const list = this.rooms.get(room) ?? [];
    const kept = { msgid: `m${++this.count}`, time: Date.UTC(2026, 0, 1) + this.count * 1000, line, ...(tags === undefined ? {} : { tags }) };
    list.push(kept);
    this.rooms.set(room, list);
    return kept;
  }

  script(more: Partial<Script> = {}): Script {
    return {
      capabilities: historyCapabilities,
      ...more,
      intercept: (message, peer) => this.answer(message, peer) || more.intercept?.(message, peer) === true,
    };
  }

  private answer({ verb, params, tags }: Message, peer: Peer): boolean {
    if (verb === 'NICK' && !peer.registered) peer.welcomeTokens = `CHATHISTORY=${this.limit} MSGREFTYPES=msgid,timestamp`;
    if (verb !== 'CHATHISTORY') return false;
    const [subcommand = '', target = '', selector = '', limit = ''] = params;
    this.asked.push(params.join(' '));
    const label = tags.get('label');
    if (this.refuses) {
      peer.send(`@label=${label ?? ''} :test FAIL CHATHISTORY MESSAGE_ERROR ${subcommand} ${target} :Not now`);
      return true;
    }
    const reference = `b${++this.batches}`;
    const opening = label === undefined ? '' : `@label=${label} `;
    if (subcommand === 'TARGETS') {
      const people = [...this.rooms].filter(([name]) => !name.startsWith('#'));
      peer.send(
        `${opening}:test BATCH +${reference} draft/chathistory-targets`,
        ...people.map(([name, lines]) => `@batch=${reference} :test CHATHISTORY TARGETS ${name} timestamp=${new Date(lines.at(-1)?.time ?? 0).toISOString()}`),
        `:test BATCH -${reference}`,
      );
      return true;
    }
    const lines = this.select(this.rooms.get(target) ?? [], subcommand, selector, Math.min(Number(limit), this.limit));
    peer.send(
      `${opening}:test BATCH +${reference} chathistory ${target}`,
      ...lines.map(({ msgid, time, line, tags: more }) => `@batch=${reference};msgid=${msgid};time=${new Date(time).toISOString()}${more === undefined ? '' : `;${more}`} ${line}`),
      `:test BATCH -${reference}`,
    );
    return true;
  }

  private select(all: readonly Kept[], subcommand: string, selector: string, limit: number): readonly Kept[] {
    const [kind = '', value = ''] = selector.split('=');
    const at = kind === 'msgid' ? all.findIndex(({ msgid }) => msgid === value) : all.findIndex(({ time }) => time >= Date.parse(value));
    switch (this.repeats ? 'LATEST' : subcommand) {
      case 'LATEST': return all.slice(-limit);
      case 'BEFORE': return all.slice(Math.max(0, at - limit), Math.max(0, at));
      case 'AFTER': return at === -1 ? [] : all.slice(at + 1, at + 1 + limit);
      case 'AROUND': return at === -1 ? [] : all.slice(Math.max(0, at - Math.floor(limit / 2)), at + Math.ceil(limit / 2));
      default: return [];
    }
  }
}
