import assert from 'node:assert/strict';
import type { IrcClient } from '../helpers/irc-client';
import { mutatedLine } from '../helpers/mutation';
import { clientLines, everything } from '../helpers/vocabulary';
import { chance, report, share } from './report';
import { Victim } from './victim';

/** How many lines go out before the answers are waited for. */
const group = 50;

describe('hostile: sessions of mutated lines of all verbs', () => {
  it('end no server, throw nothing that nobody expects, and are answered', async function () {
    this.timeout(share + 60_000);
    const random = chance();
    const victim = await Victim.start('--command-burst', '1000', '--command-rate', '10000');
    victim.watch();
    let guests = 0;
    let inputs = 0;
    const newcomer = (which: number): Promise<IrcClient> => {
      const caps = which === 0 ? [] : ['CAP LS 302', `CAP REQ :${everything.filter(() => which > 1 || random.oneIn(2)).join(' ')}`, 'CAP END'];
      const rights = which === 3 ? [`OPER root ${Victim.password}`] : [];
      return victim.guest(`guest${++guests}`, `198.51.100.${1 + (guests % 250)}`, ...caps).then(async (client) => {
        if (rights.length > 0) await client.askAnything(...rights);
        return client;
      });
    };
    const end = performance.now() + share;
    const act = async (which: number): Promise<void> => {
      let actor = await newcomer(which);
      while (performance.now() < end) {
        if (actor.isClosed) actor = await newcomer(which);
        // What takes the operator's rights, or the server, away is no fault.
        const lines = random.several(group, () => mutatedLine(random, clientLines)).filter((line) => !/restart|dline|kline|rehash|kill/i.test(line));
        inputs += lines.length;
        await actor.askAnything(...lines);
      }
    };
    await Promise.all([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3].map(act));
    await victim.holds();
    report({ attack: 'sessions', seed: random.seed, inputs, waits: victim.waits, memory: victim.memory });
    assert.ok(victim.memory < 500, `${victim.memory} MB`);
  });
});
