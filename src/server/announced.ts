import { inLines } from '../shared/isupport';
import { capabilityBits, isSwitch, type Asker } from './capabilities';
import type { Client } from './client';
import { sendTokens } from './commands/isupport';
import { isupportLines } from './isupport';
import { Reply } from './reply';
import type { Server } from './server';
import { joinWords } from './text';

/** How many bytes of names go into one line of CAP: the longest names of a server and of a person fit beside them. */
const maxNamesLength = 270;

/** Capabilities depend on whether a client has shown a certificate; nothing else tells their values apart. */
const askers: readonly Asker[] = [{ connection: { certificateFingerprint: undefined } }, { connection: { certificateFingerprint: '00' } }];

/** What is different of the capabilities. */
interface Changes {
  /** New ones, and old ones with another value, as they are written. */
  readonly added: readonly string[];
  /** The names of new ones, for clients to which a value, and sts without its value, says nothing. */
  readonly newNames: readonly string[];
  readonly removed: readonly string[];
}

const noChange: Changes = { added: [], newNames: [], removed: [] };

/** What clients were told of the server, capabilities and ISUPPORT, at one moment; so that changes can be told later. */
export class Announced {
  private readonly capabilities: readonly ReadonlySet<string>[];
  private readonly tokens: ReadonlySet<string>;

  constructor(private readonly server: Server) {
    this.capabilities = askers.map((asker) => new Set(server.offers.listed(true, asker)));
    this.tokens = new Set(isupportLines(server).flat());
  }

  /** Tells everybody who is there what is different now. */
  tellChangesSince(before: Announced): void {
    const isupport = this.isupportSince(before);
    const changes = askers.map((_, kind) => this.capabilitiesSince(before, kind));
    for (const client of this.server.clients) {
      const { added, newNames, removed } = changes[client.connection.certificateFingerprint === undefined ? 0 : 1] ?? noChange;
      const reply = new Reply(client, undefined);
      if ((client.capabilities & capabilityBits['cap-notify']) !== 0) {
        for (const names of joinWords(removed, maxNamesLength)) reply.message('CAP', client.displayNick, 'DEL', names);
        const shown = client.capabilityVersion >= 302 ? added : newNames;
        for (const names of joinWords(shown, maxNamesLength)) reply.message('CAP', client.displayNick, 'NEW', names);
      }
      switchOff(client, removed);
      if (client.user !== undefined && isupport.length > 0) sendTokens(client, isupport, reply);
      reply.end();
    }
  }

  /** Source: https://ircv3.net/specs/extensions/capability-negotiation#the-cap-new-subcommand */
  private capabilitiesSince(before: Announced, kind: number): Changes {
    const now = this.capabilities[kind] ?? new Set();
    const then = before.capabilities[kind] ?? new Set();
    const names = new Set([...now].map(nameOf));
    const namesThen = new Set([...then].map(nameOf));
    return {
      newNames: [...names].filter((name) => !namesThen.has(name) && name !== 'sts'),
      added: [...now].filter((written) => !then.has(written)),
      // Clients that remember to use TLS only do not forget it for that. Source: https://ircv3.net/specs/extensions/sts#rescheduling-expiry
      removed: [...then].map(nameOf).filter((name) => name !== 'sts' && !names.has(name)),
    };
  }

  private isupportSince(before: Announced): string[][] {
    const names = new Set([...this.tokens].map(nameOf));
    const removed = [...before.tokens].map(nameOf).filter((name) => !names.has(name));
    return inLines([...[...this.tokens].filter((token) => !before.tokens.has(token)), ...removed.map((name) => `-${name}`)]);
  }
}

/** What is no longer offered is no longer on. Source: https://ircv3.net/specs/extensions/capability-negotiation#the-cap-del-subcommand */
function switchOff(client: Client, removed: readonly string[]): void {
  for (const name of removed) if (isSwitch(name)) client.capabilities &= ~capabilityBits[name];
}

const nameOf = (written: string): string => written.split('=', 1)[0] ?? written;
