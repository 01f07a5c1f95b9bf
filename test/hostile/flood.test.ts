import assert from 'node:assert/strict';
import { percentile } from '../../bench/window/figures';
import type { IrcClient } from '../helpers/irc-client';
import { chance, report, share } from './report';
import { Victim } from './victim';

/** What one address may have. */
const connections = 64;
const people = 100;
/** How long others may wait while one address floods, in ms: half of them, and at worst on a machine that is busy with other tests. */
const bounds = { usual: 100, worst: 3000 };

/** What is dear for a server, or was for some. */
const floods: readonly ((count: number) => string)[] = [
  () => `WHO *${'a*'.repeat(60)}b`,
  () => 'WHO * %tcuihsnfdlaor,1',
  () => `LIST ${Array.from({ length: 30 }, (_, index) => `*${index}*`).join(',')}`,
  () => 'LIST',
  () => 'NAMES #lobby',
  () => 'CHATHISTORY LATEST #lobby * 500',
  () => 'WHOIS witness,person1,person2,person3',
  () => '',
  () => 'x'.repeat(500),
  (count) => `NICK flood${count % 1000}x${count}`,
  (count) => `JOIN #flood${count % 50}`,
  (count) => `PRIVMSG #lobby :flood ${count}`,
  (count) => `PRIVMSG witness,person1,person2,person3 :flood ${count}`,
  () => 'SEARCH #lobby text=flood',
  () => 'METADATA * SYNC',
  (count) => `TOPIC #lobby :${count}`,
  (count) => `MODE #flood${count % 50} +bbb a*!*@* b*!*@* c*!*@*`,
  () => 'MONITOR + witness,a,b,c,d,e,f',
  () => 'PING x',
  () => 'MOTD',
];

describe('hostile: floods of one address', () => {
  it('keep nobody else waiting', async function () {
    this.timeout(share + 120_000);
    const random = chance();
    const victim = await Victim.start();
    const crowd: IrcClient[] = [];
    for (let person = 0; person < people; person++) crowd.push(await victim.guest(`person${person}`, `192.0.2.${1 + person}`));
    const attackers: IrcClient[] = [];
    for (let which = 0; which < connections; which++) attackers.push(await victim.guest(`attacker${which}`, '203.0.113.9', 'CAP REQ :draft/chathistory batch message-tags', 'CAP END'));
    for (const { socket } of [...crowd, ...attackers]) socket.removeAllListeners('data').resume();
    victim.watch();
    const end = performance.now() + share;
    let inputs = 0;
    const attack = async ({ socket }: IrcClient): Promise<void> => {
      const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      for (let count = 0; performance.now() < end && !socket.destroyed; count++) {
        const flood = random.pick(floods);
        const lines = Array.from({ length: 50 }, () => flood(++inputs));
        // Once it is full the socket is tried again only a while later: the server reads as slowly as it may.
        if (!socket.write(lines.map((line) => `${line}\n`).join(''))) await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 500))]);
        else await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await Promise.all(attackers.map(attack));
    attackers.forEach((attacker) => attacker.destroy());
    await victim.holds();
    report({ attack: 'flood', seed: random.seed, inputs, waits: victim.waits, memory: victim.memory });
    const usual = percentile(victim.waits, 50);
    assert.ok(usual < bounds.usual, `half of the answers took more than ${usual.toFixed(0)} ms`);
    assert.ok(Math.max(...victim.waits) < bounds.worst, `an answer took ${Math.max(...victim.waits).toFixed(0)} ms`);
    assert.ok(victim.memory < 700, `${victim.memory} MB`);
  });
});
