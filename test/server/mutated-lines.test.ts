import assert from 'node:assert/strict';
import { capabilityBits } from '../../src/server/capabilities';
import { commands } from '../../src/server/commands';
import { faultPlaces } from '../../src/server/faults';
import type { IrcClient } from '../helpers/irc-client';
import { TestServer } from '../helpers/server';

/** How long lines are sent, in ms, and from which number all of them follow; both can be given for a longer look. */
const duration = Number(process.env.MUTATION_TIME ?? 3000);
const seed = Number(process.env.MUTATION_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** How many lines go out before the answers are waited for. */
const group = 200;

/** Mulberry32: a small generator whose numbers follow from the seed. */
function generator(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** What ends the test rather than the fault: the restart is tested elsewhere, and who quits says no more. */
const left: ReadonlySet<string> = new Set(['RESTART', 'QUIT', 'SQUIT', 'DLINE']);
const verbs = [...commands.keys()].filter((verb) => !left.has(verb));

/** All capabilities, but the one without which nobody knows when the room has been joined. */
const everything = Object.keys(capabilityBits).filter((name) => name !== 'no-implicit-names');

/** Words that lines are made of: what is special somewhere, and what makes sense. */
const words = [
  '#lobby', '#a', '#b,#c', '#A:b', 'anna', 'bob', '*', '0', '', ':', ':a b', ':a b c!*@*', ':x', '-', '+', '$', '$a:', '$m:$a:x', '%tcuihsnfdlaor,999', '*!*@*',
  '*a*a*a*a*a*b', '?'.repeat(80), 'x'.repeat(300), '\\', '\\n', '\u0000', '\u202e', '\ud83d\ude00', 'a\u0301'.repeat(40), '+beI', '+q-o+v', '+klf', 'b', 'LS 302', 'REQ', 'END', ':batch -batch', '+1',
  'draft/multiline', '-1', 'LATEST', 'BETWEEN', 'TARGETS', 'AROUND', 'msgid=x', 'timestamp=2020-01-01T00:00:00.000Z', '*', '50', '99999999999', 'SUB', 'SET', 'SYNC', 'LIST', 'GET', 'key', 'REGISTER', 'INFO',
  'AMODE', 'IDENTIFY', 'GHOST', 'CERT', 'PLAIN', 'EXTERNAL', 'SCRAM-SHA-256', 'YWE=', '=', '1d', '192.0.2.0/24', '::1', 'text=x', 'in=#lobby;from=a\\nb', '__proto__', 'constructor', '\u0001VERSION\u0001', '\u0001ACTION \u0001',
];
const tags = [
  'label=x', 'label=\\n', 'batch=1', 'batch=1;draft/multiline-concat', '+draft/reply=a\\nb', '+draft/react=\\r', '+typing=active', 'draft/target-msgid=a\\nb', 'draft/target-msgid=\\:\\s', 'draft/edit-text=\\n\\n', 'msgid=x', 'time=x',
  '+a', '=', ';;;', '+\u0001=\\\\', 'draft/target-msgid=:x;draft/edit-text=x',
];

class Lines {
  constructor(private readonly next: (below: number) => number) {}

  line(): string {
    const { next } = this;
    const params = Array.from({ length: next(6) }, () => this.pick(words));
    const prefix = next(3) === 0 ? `@${Array.from({ length: 1 + next(3) }, () => this.pick(tags)).join(';')} ` : next(20) === 0 ? ':someone ' : '';
    const line = `${prefix}${this.pick(verbs)} ${params.join(' ')}`;
    // Every fourth one is damaged in one place.
    return (next(4) === 0 ? this.damage(line) : line).replace(/[\r\n]/g, '');
  }

  private pick(from: readonly string[]): string {
    return from[this.next(from.length)] ?? '';
  }

  private damage(line: string): string {
    const at = this.next(line.length + 1);
    const [before, after] = [line.slice(0, at), line.slice(at)];
    switch (this.next(4)) {
      case 0: return before + after.slice(1 + this.next(4));
      case 1: return before + String.fromCodePoint(this.next(4) === 0 ? 0x80 + this.next(0xd000) : this.next(128)) + after;
      case 2: return before + this.pick(words) + after;
      default: return before + before.slice(-this.next(20)) + after;
    }
  }
}

describe('mutated lines of all verbs', () => {
  it(`end no server, and nothing that nobody expects is thrown (MUTATION_SEED=${String(seed)})`, async function () {
    this.timeout(duration + 60_000);
    const server = await TestServer.start({ commandBurst: 1_000_000, commandRate: 1_000_000 });
    const errors: unknown[] = [];
    server.server.log.error = ((entry: unknown) => errors.push(entry));
    const lines = new Lines(generator(seed));
    let guests = 0;
    const newcomer = async (which: number): Promise<IrcClient> => {
      const name = `guest${String(++guests)}`;
      if (which === 0) return server.connect();
      const client = await server.join(name, { capabilities: which === 1 ? [] : everything });
      if (which === 3) server.makeOperator(name);
      return client;
    };
    const actors = await Promise.all([0, 1, 2, 3].map(newcomer));
    const witness = await server.join('witness', { capabilities: everything });
    const end = performance.now() + duration;
    for (let round = 0; performance.now() < end; round++) {
      const which = round % actors.length;
      let actor = actors[which] ?? assert.fail();
      if (actor.isClosed || which === 0) actor = actors[which] = await newcomer(which);
      const sent = Array.from({ length: group }, () => lines.line());
      if (which === 0) {
        actor.send(...sent, 'QUIT');
        await actor.closed();
      } else {
        await actor.askAnything(...sent);
      }
      const thrown = faultPlaces.filter((place) => server.server.faults.count(place) > 0);
      assert.deepEqual(thrown, [], `${sent.join('\n')}\n${JSON.stringify(errors, (_, value: unknown) => (value instanceof Error ? value.stack : value))}`);
    }
    await witness.fence();
  });
});
