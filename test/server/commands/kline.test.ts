import assert from 'node:assert/strict';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';

describe('KLINE', () => {
  it('turns away who fits the mask, with 465 and the reason', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    const bob = await server.join('bob');
    assert.equal((await root.ask('KLINE bob*!*@* :Be nice')).filter((line) => line.includes(' NOTICE root :KLINE ')).join(), ':ritrovo.chat NOTICE root :KLINE bob*!*@*: Banned for ever');
    assert.equal((await bob.closed()).at(-1), 'ERROR :Closing link: Banned from the server');
    const guest = await server.connect();
    const lines = await guest.askAnything('NICK bobby', 'USER b 0 * :B');
    assert.deepEqual(lines.slice(-2), [
      ':ritrovo.chat 465 bobby :You are banned from this server: Be nice',
      'ERROR :Closing link: You are banned from this server: Be nice',
    ]);
    await server.join('carla');
  });

  it('ends when its time is over', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    await root.ask('KLINE 1h bob :x');
    const [ban] = server.server.bans.list('mask');
    assert.equal(ban?.mask, 'bob!*@*');
    assert.ok(Math.abs((ban.until?.getTime() ?? 0) - Date.now() - 3_600_000) < 10_000);
    server.server.bans.add({ ...ban, until: new Date(Date.now() - 1) });
    await server.join('bob');
    assert.deepEqual(server.server.bans.list('mask'), []);
  });

  it('spares the operator who gives it, and refuses a mask that everybody fits', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root', ['standard-replies']);
    assert.match((await root.ask('KLINE *!*@*'))[0] ?? '', / FAIL KLINE TOO_WIDE \*!\*@\* :/);
    await root.ask('KLINE *@127.0.0.1 :me');
    assert.deepEqual(await root.ask('PING x'), [':ritrovo.chat PONG ritrovo.chat :x']);
  });

  it('refuses a mask with a space or a colon before it, which nobody could fit', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root', ['standard-replies']);
    for (const mask of [':a b c!*@*', '::a', ':']) assert.match((await root.ask(`KLINE ${mask}`))[0] ?? '', / FAIL KLINE INVALID_TARGET \* :A mask has no spaces/);
    assert.deepEqual(server.server.bans.list('mask'), []);
  });
});
