import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#topic-message
describe('TOPIC', () => {
  it('is set by anybody in the shared room, and told to all', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    const told = [`:${source('anna')} TOPIC #lobby :Lunch at one`];
    assert.deepEqual(await anna.ask('TOPIC #lobby :Lunch at one'), told);
    assert.deepEqual(await bob.fence(), told);
  });

  it('is shown with who set it and when', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('TOPIC #lobby'), ['331']);
    await anna.ask('TOPIC #lobby :Lunch');
    const lines = await anna.ask('TOPIC #lobby');
    assert.deepEqual(numericsOf(lines, '332'), ['#lobby :Lunch']);
    const [who, when] = /^#lobby (\S+) :?(\d+)$/.exec(numericsOf(lines, '333')[0] ?? '')?.slice(1) ?? [];
    assert.equal(who, source('anna'));
    assert.ok(Math.abs(Number(when) - Date.now() / 1000) < 10);
  });

  it('is taken away by an empty one', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual((await anna.ask('TOPIC #lobby :x', 'TOPIC #lobby :')).at(-1), `:${source('anna')} TOPIC #lobby :`);
    assert.deepEqual(await anna.askVerbs('TOPIC #lobby'), ['331']);
  });

  it('of a room with +t is for its operators', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    assert.deepEqual(await bob.askVerbs('TOPIC #a :mine'), ['482']);
    await anna.ask('MODE #a -t');
    assert.deepEqual((await bob.askVerbs('TOPIC #a :mine')).at(-1), 'TOPIC');
  });

  it('is answered with 403 for no room and for a secret one, and 442 when a stranger sets it', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a', 'MODE #a -t');
    assert.deepEqual(await bob.askVerbs('TOPIC #nowhere', 'TOPIC #a :x', 'TOPIC #a'), ['403', '442', '331']);
    await anna.ask('MODE #a +s');
    assert.deepEqual(await bob.askVerbs('TOPIC #a', 'TOPIC #a :x'), ['403', '403']);
  });

  it('is cut to TOPICLEN', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const [line = ''] = await anna.ask(`TOPIC #lobby :${'x'.repeat(400)}`);
    assert.equal(line.split(' :')[1]?.length, 300);
  });

  it('of the shared room is kept over a restart of the server, with who set it', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('TOPIC #lobby :Lunch');
    const bob = await (await server.restart()).join('bob');
    const lines = await bob.ask('TOPIC #lobby');
    assert.deepEqual(numericsOf(lines, '332'), ['#lobby :Lunch']);
    assert.match(numericsOf(lines, '333')[0] ?? '', /^#lobby anna!test@127\.0\.0\.1 /);
  });

  it('is not kept when it was taken away', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('TOPIC #lobby :Lunch');
    await anna.ask('TOPIC #lobby :');
    const bob = await (await server.restart()).join('bob');
    assert.deepEqual(await bob.askVerbs('TOPIC #lobby'), ['331']);
  });

  it('of another room ends with the room', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const lines = await anna.ask('JOIN #garden', 'TOPIC #garden :Roses', 'PART #garden', 'JOIN #garden');
    assert.deepEqual(numericsOf(lines, '332'), []);
  });
});
