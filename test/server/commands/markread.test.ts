import assert from 'node:assert/strict';
import { enroll } from '../../helpers/accounts';
import { historian } from '../../helpers/history';
import { TestServer } from '../../helpers/server';

const marker = /(?:^| ):ritrovo\.chat MARKREAD (.*)$/;
const markersOf = (lines: readonly string[]): string[] => lines.map((line) => marker.exec(line)?.[1]).filter((rest) => rest !== undefined);

// https://ircv3.net/specs/extensions/read-marker
describe('MARKREAD', () => {
  it('answers * where nothing was read, then the time that was set', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    const time = 'timestamp=2024-01-02T03:04:05.678Z';
    assert.deepEqual(markersOf(await anna.ask('MARKREAD #lobby', `MARKREAD #lobby ${time}`, 'MARKREAD #LOBBY', 'MARKREAD bob')), ['#lobby *', `#lobby ${time}`, `#LOBBY ${time}`, 'bob *']);
  });

  it('only ever goes on', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    await anna.ask('MARKREAD #lobby timestamp=2024-01-02T00:00:00.000Z');
    assert.deepEqual(markersOf(await anna.ask('MARKREAD #lobby timestamp=2023-01-02T00:00:00.000Z')), ['#lobby timestamp=2024-01-02T00:00:00.000Z']);
  });

  it('takes the time of what was said before the clock was set back', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    const [, time = ''] = /time=([^;]+)/.exec((await anna.ask('PRIVMSG #lobby :ciao'))[0] ?? '') ?? [];
    const realNow = Date.now;
    try {
      Date.now = () => realNow() - 3_600_000;
      assert.deepEqual(markersOf(await anna.ask(`MARKREAD #lobby timestamp=${time}`)), [`#lobby timestamp=${time}`]);
    } finally {
      Date.now = realNow;
    }
  });

  it('never is in the time to come', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    const [answer = ''] = markersOf(await anna.ask('MARKREAD #lobby timestamp=2999-01-01T00:00:00.000Z'));
    assert.ok(Date.parse(answer.split('=')[1] ?? '') <= Date.now());
  });

  it('comes with a JOIN, before the end of the names, for those who asked', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    await anna.ask('MARKREAD #a timestamp=2024-01-02T00:00:00.000Z');
    const lines = await anna.ask('JOIN #a');
    assert.deepEqual(markersOf(lines), ['#a timestamp=2024-01-02T00:00:00.000Z']);
    assert.ok(lines.findIndex((line) => marker.test(line)) < lines.findIndex((line) => line.includes(' 366 ')));
    const bob = await server.join('bob');
    assert.deepEqual(markersOf(await bob.ask('JOIN #a')), []);
  });

  it('of an account is known to its other clients at once, and after a restart', async () => {
    const server = await TestServer.start();
    const capabilities = historian;
    const { anna, phone, bob } = await server.joinAll(['anna', 'phone', 'bob'], { capabilities });
    enroll(server, 'Anna');
    for (const name of ['anna', 'phone']) server.logIn(name, 'Anna');
    await anna.ask('MARKREAD #lobby timestamp=2024-01-02T00:00:00.000Z');
    assert.deepEqual(markersOf(await phone.fence()), ['#lobby timestamp=2024-01-02T00:00:00.000Z']);
    assert.deepEqual(markersOf(await bob.fence()), []);
    assert.deepEqual(markersOf(await bob.ask('MARKREAD #lobby')), ['#lobby *']);
    const again = await server.restart();
    const returned = await again.join('annina', { capabilities });
    for (const user of again.server.users) user.account = 'anna';
    assert.deepEqual(markersOf(await returned.ask('MARKREAD #lobby')), ['#lobby timestamp=2024-01-02T00:00:00.000Z']);
  });

  it('is refused without a target, for what is none, and with what is no time', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['standard-replies'] });
    const answers = await anna.ask('MARKREAD', 'MARKREAD #a,#b', 'MARKREAD #lobby *', 'MARKREAD #lobby 2024-01-02T00:00:00.000Z', 'MARKREAD #lobby timestamp=x');
    assert.deepEqual(answers.map((line) => line.split(' ').slice(1, 4).join(' ')), [
      'FAIL MARKREAD NEED_MORE_PARAMS', 'FAIL MARKREAD INVALID_PARAMS', 'FAIL MARKREAD INVALID_PARAMS', 'FAIL MARKREAD INVALID_PARAMS', 'FAIL MARKREAD INVALID_PARAMS',
    ]);
  });
});
