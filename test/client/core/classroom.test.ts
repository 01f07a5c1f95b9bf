import assert from 'node:assert/strict';
import { operatorPassword, startWithOperator } from '../../helpers/operators';
import { TestServer } from '../../helpers/server';
import { Cable } from './cable';
import { Opened, type Watched } from './helpers';

const hands = (client: Watched): string[] => client.session.activeRoom?.hands.map(({ nick }) => nick) ?? [];

describe('a classroom on our server', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  async function join(server: { readonly port: number }, nick: string, options: ConstructorParameters<typeof Watched>[0] = {}): Promise<Watched> {
    const client = opened.client(options);
    client.session.connect({ host: '127.0.0.1', port: server.port }, nick);
    await client.next('room-changed', () => client.session.activeRoom?.members.some((member) => member.nick === nick) === true && client.session.features.hasClassroom);
    return client;
  }

  it('a server operator announces in the shared room, and lets only operators write there', async () => {
    const server = await startWithOperator();
    const teacher = await join(server, 'teacher');
    const anna = await join(server, 'anna');
    assert.equal(teacher.session.activeRoom?.isOperator, false);
    teacher.session.submit(`/quote OPER root ${operatorPassword}`);
    await teacher.next('room-changed', () => teacher.session.activeRoom?.isOperator === true);
    teacher.session.announce('#lobby', 'Test at ten');
    await anna.next('room-changed', () => anna.session.activeRoom?.announcement?.text === 'Test at ten');
    teacher.session.setModerated('#lobby', true);
    await anna.next('room-changed', () => anna.session.activeRoom?.moderated === true);
    assert.deepEqual([anna.session.activeRoom?.mayWrite, teacher.session.activeRoom.mayWrite], [false, true]);
    const late = await join(server, 'late');
    await late.next('room-changed', () => late.session.activeRoom?.moderated === true);
    assert.equal(late.session.activeRoom?.members.find(({ nick }) => nick === 'teacher')?.prefix, '@', 'who comes later knows who may announce');
    teacher.session.submit('/quote MODE teacher -o');
    await anna.next('room-changed', () => anna.session.activeRoom?.members.find(({ nick }) => nick === 'teacher')?.prefix === '');
  });

  it('nobody else announces in the shared room', async () => {
    const server = await TestServer.start();
    const anna = await join(server, 'anna');
    const bob = await join(server, 'bob');
    anna.session.announce('#lobby', 'No school today');
    const item = await bob.message('No school today');
    assert.ok(item.kind === 'message' && item.announcement !== true);
    assert.equal(bob.session.activeRoom?.announcement, undefined);
  });

  it('a hand that went down with the connection goes up again, in its old place', async () => {
    const server = await TestServer.start();
    const teacher = await join(server, 'teacher');
    const cable = await Cable.to(server.port);
    const anna = await join(cable, 'anna', { stayByDefault: true, backoff: [10] });
    const bob = await join(server, 'bob');
    anna.session.raiseHand('#lobby');
    await bob.next('room-changed', () => hands(bob).length === 1);
    bob.session.raiseHand('#lobby');
    await teacher.next('room-changed', () => hands(teacher).join() === 'anna,bob');
    cable.cut();
    await teacher.next('room-changed', () => hands(teacher).join() === 'bob');
    cable.mend();
    await teacher.next('room-changed', () => hands(teacher).join() === 'anna,bob');
    cable.close();
  });
});

describe('a classroom on other servers', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('operators of the server take no rank in a room that they joined themselves', async () => {
    const { peer } = await opened.online({ capabilities: 'message-tags', room: undefined });
    peer.send(':test 381 anna :You are now an IRC operator');
    await peer.fence();
    assert.ok(!peer.lines.some((line) => line.startsWith('MODE #lobby +o')));
  });
});
