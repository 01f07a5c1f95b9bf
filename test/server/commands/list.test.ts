import assert from 'node:assert/strict';
import { numericsOf, TestServer } from '../../helpers/server';

const namesIn = (lines: readonly string[]): (string | undefined)[] => numericsOf(lines, '322').map((row) => row.split(' ')[0]);

// https://modern.ircdocs.horse/#list-message
describe('LIST', () => {
  it('lists the rooms with how many are in them and the topic', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a', 'TOPIC #a :roses');
    assert.deepEqual(await bob.ask('LIST'), [
      ':ritrovo.chat 322 bob #lobby 2 :',
      ':ritrovo.chat 322 bob #a 1 :roses',
      ':ritrovo.chat 323 bob :End of LIST',
    ]);
  });

  it('lists the rooms that are asked for', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(numericsOf(await anna.ask('JOIN #a,#b', 'LIST #B,#nowhere,#b'), '322'), ['#b 1 :']);
  });

  it('lists a secret room to its members only', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    assert.equal(numericsOf(await anna.ask('JOIN #a', 'MODE #a +s', 'LIST'), '322').length, 2);
    assert.equal(numericsOf(await bob.ask('LIST'), '322').length, 1);
  });

  // https://modern.ircdocs.horse/#elist-parameter
  describe('with conditions (ELIST)', () => {
    it('M, N and U: by mask, by what a mask does not fit, by people', async () => {
      const server = await TestServer.start();
      const { anna, bob } = await server.joinAll(['anna', 'bob']);
      await anna.ask('JOIN #chess,#go');
      await bob.ask('JOIN #chess');
      assert.deepEqual(namesIn(await anna.ask('LIST *ESS*')), ['#chess']);
      assert.deepEqual(namesIn(await anna.ask('LIST #g?')), ['#go']);
      assert.deepEqual(namesIn(await anna.ask('LIST !*o*')), ['#chess']);
      assert.deepEqual(namesIn(await anna.ask('LIST >1')), ['#lobby', '#chess']);
      assert.deepEqual(namesIn(await anna.ask('LIST <2')), ['#go']);
      assert.deepEqual(namesIn(await anna.ask('LIST >1,*ess')), ['#chess']);
      assert.deepEqual(namesIn(await anna.ask('LIST >1,#go,#chess')), ['#chess']);
    });

    it('C and T: by minutes since the room was made and since its topic was set', async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna');
      await anna.ask('JOIN #old,#new', 'TOPIC #old :long ago', 'TOPIC #new :now');
      const old = server.server.rooms.find('#old') ?? assert.fail();
      old.createdAt = new Date(Date.now() - 3_600_000);
      old.topic = { text: 'long ago', by: 'anna', at: new Date(Date.now() - 1_800_000) };
      assert.deepEqual(namesIn(await anna.ask('LIST C>30')), ['#old']);
      assert.deepEqual(namesIn(await anna.ask('LIST C<30')), ['#lobby', '#new']);
      assert.deepEqual(namesIn(await anna.ask('LIST t>10')), ['#old']);
      assert.deepEqual(namesIn(await anna.ask('LIST T<10')), ['#new']);
      assert.deepEqual(namesIn(await anna.ask('LIST T>40')), []);
    });
  });

  // https://modern.ircdocs.horse/#safelist-parameter
  it('ends with a word before it would cost somebody their connection (SAFELIST)', async () => {
    const server = await TestServer.start({ sendq: 16_384 });
    const anna = await server.join('anna');
    for (let index = 0; index < 40; index++) server.server.rooms.open(`#room${String(index)}`);
    const lines = await anna.ask('LIST');
    assert.ok(numericsOf(lines, '322').length > 10);
    assert.match(lines.at(-2) ?? '', /^:ritrovo\.chat NOTICE anna :There are more rooms/);
    assert.deepEqual(numericsOf(lines, '323'), [':End of LIST']);
  });
});
