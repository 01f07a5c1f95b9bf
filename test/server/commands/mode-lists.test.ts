import assert from 'node:assert/strict';
import type { IrcClient } from '../../helpers/irc-client';
import { numericsOf, source, TestServer } from '../../helpers/server';

/** A server with #a of anna's, and bob and carla, who are not in it; bob is logged in as Robert. */
async function room(): Promise<{ server: TestServer; anna: IrcClient; bob: IrcClient; carla: IrcClient }> {
  const server = await TestServer.start({ commandBurst: 1000 });
  const people = await server.joinAll(['anna', 'bob', 'carla']);
  server.logIn('bob', 'Robert');
  await people.anna.ask('JOIN #a');
  return { server, ...people };
}

const mayJoin = async (client: IrcClient): Promise<boolean> => (await client.askVerbs('JOIN #a', 'PART #a')).includes('JOIN');
const maySpeak = async (client: IrcClient): Promise<boolean> => !(await client.askVerbs('PRIVMSG #a :x')).includes('404');

describe('MODE with lists', () => {
  // https://modern.ircdocs.horse/#ban-exception-channel-mode
  it('+e lets in and lets speak whom a ban would keep out', async () => {
    const { anna, bob, carla } = await room();
    await anna.ask('MODE #a +be *!*@127.0.0.1 bob');
    assert.deepEqual([await mayJoin(bob), await mayJoin(carla)], [true, false]);
    await bob.ask('JOIN #a');
    assert.equal(await maySpeak(bob), true);
    await anna.ask('MODE #a -e BOB!*@*');
    await bob.fence();
    assert.equal(await maySpeak(bob), false);
  });

  // https://modern.ircdocs.horse/#invite-exception-channel-mode
  it('+I lets in without an invitation', async () => {
    const { anna, bob, carla } = await room();
    await anna.ask('MODE #a +iI bob');
    assert.deepEqual([await mayJoin(bob), await mayJoin(carla)], [true, false]);
  });

  // https://ircv3.net/specs/extensions/account-extban
  it('$a: means whoever is logged in to an account, $a anybody who is logged in', async () => {
    const { server, anna, bob, carla } = await room();
    assert.deepEqual(await anna.ask('MODE #a +b $a:robert'), [`:${source('anna')} MODE #a +b $a:robert`]);
    assert.deepEqual([await mayJoin(bob), await mayJoin(carla)], [false, true]);
    await anna.ask('MODE #a -b $A:ROBERT', 'MODE #a +b $a:rob*');
    server.logIn('carla', 'Robin');
    assert.deepEqual([await mayJoin(bob), await mayJoin(carla)], [false, false]);
    await anna.ask('MODE #a -b $a:rob*', 'MODE #a +iI $a');
    const dora = await server.join('dora');
    assert.deepEqual([await mayJoin(bob), await mayJoin(dora)], [true, false]);
  });

  it('$m: lets in and silences, also by account, and +e lets speak again', async () => {
    const { anna, bob, carla } = await room();
    await anna.ask('MODE #a +b $m:*!*@*');
    await bob.ask('JOIN #a');
    await carla.ask('JOIN #a');
    assert.deepEqual([await maySpeak(bob), await maySpeak(carla)], [false, false]);
    await anna.ask('MODE #a +e $m:$a:robert');
    await bob.fence();
    assert.deepEqual([await maySpeak(bob), await maySpeak(carla)], [true, false]);
    await anna.ask('MODE #a -b $m:*!*@*', 'MODE #a +b $m:$a:robert', 'MODE #a -e $m:$a:robert');
    await bob.fence();
    await carla.fence();
    assert.deepEqual([await maySpeak(bob), await maySpeak(carla)], [false, true]);
  });

  it('whether a member may speak follows their name and their account', async () => {
    const { server, anna, bob, carla } = await room();
    await anna.ask('MODE #a +bb quiet $m:$a:robin');
    await carla.ask('JOIN #a');
    assert.equal(await maySpeak(carla), true);
    await carla.ask('NICK quiet');
    assert.equal(await maySpeak(carla), false);
    // Only somebody who may speak can change their name.
    await anna.ask('MODE #a +v quiet');
    await carla.ask('NICK carla');
    await anna.ask('MODE #a -v carla');
    assert.equal(await maySpeak(carla), true);
    server.logIn('carla', 'Robin');
    assert.equal(await maySpeak(carla), false);
    await bob.fence();
  });

  it('refuses an extended mask that there is not with 696', async () => {
    const { anna } = await room();
    for (const mask of ['$', '$z:x', '$a:', '$m', '$m:', '$m:$m:x', '$m:$z:y']) {
      assert.match((await anna.ask(`MODE #a +b ${mask}`))[0] ?? '', new RegExp(` 696 anna #a b ${mask.replace(/[$]/g, '\\$')} :`), mask);
    }
    assert.deepEqual(await anna.askVerbs('MODE #a +I $m:x'), ['696']);
  });

  it('lists each with who set it and when, and an end', async () => {
    const { anna, bob } = await room();
    await anna.ask('MODE #a +beI x y z');
    const lines = await bob.ask('MODE #a +beI');
    for (const [code, end, mask] of [['367', '368', 'x'], ['348', '349', 'y'], ['346', '347', 'z']] as const) {
      assert.match(numericsOf(lines, code)[0] ?? '', new RegExp(`^#a ${mask}!\\*@\\* ${source('anna')} :?\\d+$`));
      assert.equal(numericsOf(lines, end).length, 1);
    }
    assert.deepEqual(await bob.askVerbs('MODE #a +b somebody'), ['482']);
  });

  it('sends a list once, however often one line asks for it', async () => {
    const { anna, bob } = await room();
    await anna.ask('MODE #a +b x');
    const lines = await bob.ask(`MODE #a +${'bbe'.repeat(150)}`);
    assert.deepEqual(['367', '368', '349'].map((code) => numericsOf(lines, code).length), [1, 1, 1]);
  });
});
