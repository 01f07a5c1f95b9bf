import assert from 'node:assert/strict';
import { faultPlaces } from '../../src/server/faults';
import type { IrcClient } from '../helpers/irc-client';
import { mutatedLine } from '../helpers/mutation';
import { Random } from '../helpers/random';
import { TestServer } from '../helpers/server';
import { clientLines, everything } from '../helpers/vocabulary';

/** How long lines are sent, in ms, and from which number all of them follow; both can be given for a longer look. */
const duration = Number(process.env.MUTATION_TIME ?? 3000);
const random = process.env.MUTATION_SEED === undefined ? new Random() : new Random(Number(process.env.MUTATION_SEED));
/** How many lines go out before the answers are waited for. */
const group = 200;

describe('mutated lines of all verbs', () => {
  it(`end no server, and nothing that nobody expects is thrown (MUTATION_SEED=${String(random.seed)})`, async function () {
    this.timeout(duration + 60_000);
    const server = await TestServer.start({ commandBurst: 1_000_000, commandRate: 1_000_000 });
    const errors: unknown[] = [];
    server.server.log.error = ((entry: unknown) => errors.push(entry));
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
      const sent = Array.from({ length: group }, () => mutatedLine(random, clientLines));
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
