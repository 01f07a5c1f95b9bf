import assert from 'node:assert/strict';
import { Rank, ranks } from '../../../src/server/ranks';
import type { IrcClient } from '../../helpers/irc-client';
import { numericsOf, source, TestServer } from '../../helpers/server';

/** A server with #a: anna, bob and carla are in it with the ranks given. */
async function roomWith(anna: number, bob: number, carla = 0): Promise<{ server: TestServer; anna: IrcClient; bob: IrcClient; carla: IrcClient }> {
  const server = await TestServer.start();
  const people = await server.joinAll(['anna', 'bob', 'carla']);
  for (const client of [people.anna, people.bob, people.carla]) await client.ask('JOIN #a');
  const room = server.server.rooms.find('#a') ?? assert.fail();
  for (const [nick, rank] of Object.entries({ anna, bob, carla })) {
    for (const { bit } of ranks) room.setRank(server.user(nick), bit, (rank & bit) !== 0);
  }
  for (const client of Object.values(people)) await client.fence();
  return { server, ...people };
}

const { founder, admin, operator, halfOperator, voice } = Rank;

// https://modern.ircdocs.horse/#channel-membership-prefixes
describe('ranks in a room', () => {
  const given: readonly (readonly [giver: number, letters: string])[] = [[founder, 'qaohv'], [admin, 'ohv'], [operator, 'ohv'], [halfOperator, 'v'], [voice, ''], [0, '']];
  for (const [giver, letters] of given) {
    const title = ranks.find(({ bit }) => bit === giver)?.title ?? 'nobody';
    it(`${title} gives ${letters === '' ? 'none' : letters}`, async () => {
      const { anna } = await roomWith(giver, 0);
      for (const { mode } of ranks) {
        const [line = ''] = await anna.ask(`MODE #a +${mode} bob`);
        if (letters.includes(mode)) assert.equal(line, `:${source('anna')} MODE #a +${mode} bob`);
        else assert.match(line, / 482 anna #a :/);
      }
    });
  }

  it('are shown by their prefixes, the highest or all', async () => {
    const { server, anna } = await roomWith(founder | voice, admin | operator, halfOperator);
    assert.deepEqual(numericsOf(await anna.ask('NAMES #a'), '353'), ['= #a :~anna &bob %carla']);
    const dora = await server.join('dora', { capabilities: ['multi-prefix'] });
    assert.deepEqual(numericsOf(await dora.ask('NAMES #a'), '353'), ['= #a :~+anna &@bob %carla']);
    assert.deepEqual(numericsOf(await dora.ask('WHOIS bob'), '319'), ['bob :#lobby &@#a']);
  });

  it('are not taken from somebody of a higher rank, but anybody lays down their own', async () => {
    const { anna, bob } = await roomWith(operator, founder | operator);
    assert.match((await anna.ask('MODE #a -o bob'))[0] ?? '', / 482 anna #a :bob has a higher rank than you$/);
    assert.deepEqual(await bob.ask('MODE #a -q bob'), [`:${source('bob')} MODE #a -q bob`]);
    await anna.fence();
    assert.deepEqual(await anna.ask('MODE #a -o bob'), [`:${source('anna')} MODE #a -o bob`]);
    assert.deepEqual(await anna.ask('MODE #a -o anna'), [`:${source('anna')} MODE #a -o anna`]);
  });

  it('are answered with 696 without a nick', async () => {
    const { anna } = await roomWith(operator, 0);
    assert.deepEqual(await anna.ask('MODE #a +o'), [':ritrovo.chat 696 anna #a o * :Who? MODE <room> +o <nick>']);
  });

  // https://modern.ircdocs.horse/#kick-message
  it('let somebody be kicked by an equal or higher rank only', async () => {
    const { anna, bob, carla } = await roomWith(halfOperator, operator, voice);
    assert.match((await anna.ask('KICK #a bob'))[0] ?? '', / 482 anna #a :bob has a higher rank than you$/);
    assert.deepEqual(await carla.askVerbs('KICK #a anna'), ['482']);
    assert.deepEqual(await bob.askVerbs('KICK #a anna,carla,nobody :out'), ['KICK', 'KICK', '441']);
    assert.deepEqual(await anna.fence(), [`:${source('bob')} KICK #a anna :out`]);
  });

  it('a half-operator bans, invites and sets the topic, and changes no other mode', async () => {
    const { anna } = await roomWith(halfOperator, operator);
    assert.deepEqual(await anna.askVerbs('MODE #a +b x', 'TOPIC #a :x', 'MODE #a +m', 'MODE #a +kl key 5', 'MODE #a -k+v key bob'), ['MODE', 'TOPIC', '482', '482', '482', 'MODE']);
  });

  it('a voice speaks through bans and moderation', async () => {
    const { anna, bob, carla } = await roomWith(operator, voice, 0);
    await anna.ask('MODE #a +mbb bob carla');
    await bob.fence();
    await carla.fence();
    assert.deepEqual(await bob.ask('PRIVMSG #a :x'), []);
    await carla.fence();
    assert.deepEqual(await carla.askVerbs('PRIVMSG #a :x'), ['404']);
  });
});
