import assert from 'node:assert/strict';
import type { IrcClient } from '../../helpers/irc-client';
import { numericsOf, source, TestServer } from '../../helpers/server';

/** A server with anna, operator of #a, and bob, in the room too. */
async function room(): Promise<{ server: TestServer; anna: IrcClient; bob: IrcClient }> {
  const server = await TestServer.start();
  const { anna, bob } = await server.joinAll(['anna', 'bob']);
  await anna.ask('JOIN #a');
  await bob.ask('JOIN #a');
  await anna.fence();
  return { server, anna, bob };
}

// https://modern.ircdocs.horse/#mode-message
describe('MODE of a room', () => {
  it('shows the modes and when the room was made', async () => {
    const { anna } = await room();
    const lines = await anna.ask('MODE #a');
    assert.deepEqual(numericsOf(lines, '324'), ['#a :+nt']);
    assert.match(numericsOf(lines, '329')[0] ?? '', /^#a :?\d{10}$/);
  });

  it('shows the key to members only', async () => {
    const { server, anna } = await room();
    const carla = await server.join('carla');
    await anna.ask('MODE #a +kl secret 5');
    assert.deepEqual(numericsOf(await anna.ask('MODE #a'), '324'), ['#a +ntkl secret :5']);
    assert.deepEqual(numericsOf(await carla.ask('MODE #a'), '324'), ['#a +ntkl * :5']);
  });

  it('tells changes to all, in one line', async () => {
    const { anna, bob } = await room();
    const told = [`:${source('anna')} MODE #a +mv-t bob`];
    assert.deepEqual(await anna.ask('MODE #a +mv-t BOB'), told);
    assert.deepEqual(await bob.fence(), told);
  });

  it('tells nothing that was so already', async () => {
    const { anna } = await room();
    assert.deepEqual(await anna.ask('MODE #a +nt', 'MODE #a -o bob', 'MODE #a -k x', 'MODE #a -l', 'MODE #a -b nobody'), []);
  });

  it('is for operators: 482 for the others, and for everybody in the shared room', async () => {
    const { anna, bob } = await room();
    assert.deepEqual(await bob.askVerbs('MODE #a +m'), ['482']);
    assert.deepEqual(await anna.askVerbs('MODE #lobby +m'), ['482']);
    assert.deepEqual(numericsOf(await anna.ask('MODE #lobby'), '324'), ['#lobby :+n']);
  });

  it('is answered with 403 for no room, 472 for an unknown letter and 441 for a stranger', async () => {
    const { server, anna } = await room();
    await server.join('carla');
    await anna.fence();
    assert.deepEqual(await anna.askVerbs('MODE #nowhere', 'MODE #a +X', 'MODE #a +o carla', 'MODE #a +v nobody'), ['403', '472', '441', '441']);
  });

  it('+o makes an operator and -o takes it away', async () => {
    const { anna, bob } = await room();
    await anna.ask('MODE #a +o bob');
    await bob.fence();
    assert.deepEqual(await bob.ask('MODE #a -o anna'), [`:${source('bob')} MODE #a -o anna`]);
    await anna.fence();
    assert.deepEqual(await anna.askVerbs('MODE #a +m'), ['482']);
  });

  it('+m lets only those with a rank speak', async () => {
    const { anna, bob } = await room();
    await anna.ask('MODE #a +m');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x'), ['404']);
    await anna.ask('MODE #a +v bob');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x'), []);
    assert.deepEqual((await anna.fence()).at(-1), `:${source('bob')} PRIVMSG #a :x`);
  });

  it('-t lets every member set the topic', async () => {
    const { anna, bob } = await room();
    await anna.ask('MODE #a -t');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('TOPIC #a :x'), ['TOPIC']);
  });

  it('-k and -l open a room again', async () => {
    const { server, anna } = await room();
    const carla = await server.join('carla');
    await anna.ask('MODE #a +kl secret 2');
    assert.deepEqual(await carla.askVerbs('JOIN #a', 'JOIN #a secret'), ['475', '471']);
    assert.equal((await anna.ask('MODE #a -kl *')).at(-1), `:${source('anna')} MODE #a -kl *`);
    assert.ok((await carla.askVerbs('JOIN #a')).includes('366'));
  });

  it('takes a limit that is a whole number from 1, and nothing else', async () => {
    const { anna } = await room();
    assert.deepEqual(await anna.askVerbs('MODE #a +l', 'MODE #a +l 0', 'MODE #a +l -1', 'MODE #a +l x', 'MODE #a +l 1.5'), Array<string>(5).fill('696'));
    assert.equal((await anna.ask('MODE #a +l 7')).length, 1);
  });

  it('refuses a key that cannot be given in JOIN with 525', async () => {
    const { anna } = await room();
    assert.deepEqual(await anna.askVerbs('MODE #a +k a,b', 'MODE #a +k :a b', `MODE #a +k ${'x'.repeat(33)}`), ['525', '525', '525']);
    assert.deepEqual(await anna.ask('MODE #a +k', 'MODE #a +k :'), [':ritrovo.chat 696 anna #a k * :Which key? MODE <room> +k <key>', ':ritrovo.chat 525 anna #a :A key has at most 32 characters and no spaces or commas']);
  });

  describe('+b', () => {
    it('keeps somebody out and quiet, until -b', async () => {
      const { anna, bob } = await room();
      assert.deepEqual(await anna.ask('MODE #a +b bob'), [`:${source('anna')} MODE #a +b bob!*@*`]);
      await bob.fence();
      assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x', 'PART #a', 'JOIN #a'), ['404', 'PART', '474']);
      await anna.ask('MODE #a -b bob!*@*');
      assert.ok((await bob.askVerbs('JOIN #a')).includes('366'));
    });

    it('fits by user and by address', async () => {
      const { server, anna } = await room();
      const carla = await server.join('carla');
      for (const mask of ['*!test@*', '*@127.0.0.1', 'C?RL*', '*!*@127.0.0.*']) {
        await anna.ask(`MODE #a +b ${mask}`);
        assert.deepEqual(await carla.askVerbs('JOIN #a'), ['474'], mask);
        await anna.ask(`MODE #a -b ${mask}`);
      }
    });

    it('alone lists the bans with who set them and when, also to those who are no operators', async () => {
      const { anna, bob } = await room();
      await anna.ask('MODE #a +bb x y!u@h');
      await bob.fence();
      for (const question of ['MODE #a b', 'MODE #a +b']) {
        const lines = await bob.ask(question);
        assert.deepEqual(numericsOf(lines, '367').map((row) => row.replace(/ :?\d+$/, '')), [`#a x!*@* ${source('anna')}`, `#a y!u@h ${source('anna')}`]);
        assert.deepEqual(numericsOf(lines, '368').length, 1);
      }
    });

    it('with an empty mask bans nobody', async () => {
      const { anna } = await room();
      assert.deepEqual(await anna.askVerbs('MODE #a +b :'), ['368']);
    });

    it('is answered with 478 when there are as many bans as there may be', async () => {
      const { anna } = await room();
      for (let index = 0; index < 100; index += 10) {
        await anna.ask(`MODE #a +bbbbbbbbbb ${Array.from({ length: 10 }, (_, offset) => `n${String(index + offset)}`).join(' ')}`);
      }
      assert.deepEqual(await anna.askVerbs('MODE #a +b one-more'), ['478']);
    });

    it('is told in as many lines as the masks need, each whole', async () => {
      const { anna } = await room();
      const masks = Array.from({ length: 12 }, (_, index) => 'x'.repeat(36) + String.fromCharCode(97 + index));
      const lines = await anna.ask(`MODE #a +bbbbbbbbbbbb ${masks.join(' ')}`);
      for (const line of lines) assert.ok(Buffer.byteLength(line) <= 510);
      const told = lines.map((line) => / MODE #a \+(b+) (.*)$/.exec(line));
      for (const match of told) assert.equal(match?.[1]?.length, match?.[2]?.split(' ').length);
      assert.deepEqual(told.flatMap((match) => match?.[2]?.split(' ')), masks.map((mask) => `${mask}!*@*`));
    });
  });
});

// https://modern.ircdocs.horse/#user-modes
describe('MODE of a person', () => {
  it('shows and changes one’s own invisibility', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('MODE anna', 'MODE ANNA +i', 'MODE anna +i', 'MODE anna', 'MODE anna -i'), [
      ':ritrovo.chat 221 anna :+',
      `:${source('anna')} MODE anna +i`,
      ':ritrovo.chat 221 anna :+i',
      `:${source('anna')} MODE anna -i`,
    ]);
  });

  it('is answered with 501 for an unknown letter, 502 for somebody else and 401 for nobody', async () => {
    const server = await TestServer.start();
    const { anna } = await server.joinAll(['anna', 'bob']);
    assert.deepEqual(await anna.askVerbs('MODE anna +x', 'MODE bob +i', 'MODE bob', 'MODE nobody'), ['501', '502', '502', '401']);
  });
});
