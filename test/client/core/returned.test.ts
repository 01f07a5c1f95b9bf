import assert from 'node:assert/strict';
import { giveBack, takeArrived } from '../../../src/client/core/returned';
import { TestServer } from '../../helpers/server';
import { Cable } from './cable';
import { Opened, type Watched } from './helpers';

describe('a text whose echo did not come before the connection was lost', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  async function join(port: number, nick: string): Promise<Watched> {
    const client = opened.client({ stayByDefault: true, backoff: [10], fenceTimeout: 5000 });
    client.session.connect({ host: '127.0.0.1', port }, nick);
    await client.next('item-added', ({ item }) => item.kind === 'event' && item.text.startsWith('You joined'));
    return client;
  }

  /** Anna and bob in the room; what the server says does not reach anna any more. */
  async function deaf(): Promise<{ anna: Watched; bob: Watched; cable: Cable }> {
    const server = await TestServer.start();
    const bob = await join(server.port, 'bob');
    const cable = await Cable.to(server.port);
    const anna = await join(cable.port, 'anna');
    cable.deafen();
    return { anna, bob, cable };
  }

  it('is taken away again where it had arrived', async () => {
    const { anna, bob, cable } = await deaf();
    anna.session.submit('one');
    anna.session.submit('/me waves');
    await bob.message('waves');
    cable.cut();
    assert.equal((await anna.next('text-returned')).text, 'one\n/me waves');
    cable.mend();
    const { room, text, left } = await anna.next('text-arrived');
    assert.deepEqual([room, text, left], ['#lobby', 'one\n/me waves', '']);
    assert.deepEqual(anna.told.filter((line) => line.startsWith('<anna>')), ['<anna> one', '<anna> waves']);
    cable.close();
  });

  it('stays where it had not, without those before it that had', async () => {
    const { anna, bob, cable } = await deaf();
    anna.session.submit('one');
    await bob.message('one');
    cable.mute();
    anna.session.submit('two');
    cable.cut();
    assert.equal((await anna.next('text-returned')).text, 'one\ntwo');
    cable.mend();
    assert.equal((await anna.next('text-arrived')).left, 'two');
    cable.close();
  });
});

describe('what is being typed', () => {
  it('stands behind what was given back', () => {
    assert.equal(giveBack('', 'one'), 'one');
    assert.equal(giveBack('more', 'one'), 'one more');
    assert.equal(giveBack('one', 'one'), 'one');
  });

  it('is left when what was given back had arrived', () => {
    assert.equal(takeArrived('one', { text: 'one', left: '' }), '');
    assert.equal(takeArrived('one more', { text: 'one', left: '' }), 'more');
    assert.equal(takeArrived('one two more', { text: 'one two', left: 'two' }), 'two more');
  });

  it('is the person’s where they have changed it', () => {
    assert.equal(takeArrived('on', { text: 'one', left: '' }), 'on');
    assert.equal(takeArrived('', { text: 'one', left: 'one' }), '');
    assert.equal(takeArrived('onerous', { text: 'one', left: '' }), 'onerous');
  });
});
