import assert from 'node:assert/strict';
import { capabilityBits as bits } from '../../src/server/capabilities';
import { Event } from '../../src/server/delivery';

const source = 'anna!u@h';

describe('Event', () => {
  it('is encoded once for everybody with the same capabilities that matter to it', () => {
    const event = new Event({ source, verb: 'PRIVMSG', params: ['#lobby', 'ciao'], id: 'x' });
    const plain = event.encodedFor(0);
    assert.equal(event.encodedFor(bits['multi-prefix'] | bits['away-notify']), plain);
    const timed = event.encodedFor(bits['server-time']);
    assert.notEqual(timed, plain);
    assert.equal(event.encodedFor(0), plain);
    assert.equal(event.encodedFor(bits['server-time'] | bits.batch), timed);
  });

  it('is written plainly for those who asked for nothing', () => {
    const event = new Event({ source, verb: 'PRIVMSG', params: ['#lobby', 'ciao'], id: 'x', clientTags: new Map([['+a', '1']]) });
    assert.equal(String(event.encodedFor(0)), ':anna!u@h PRIVMSG #lobby :ciao\r\n');
  });

  // https://ircv3.net/specs/extensions/server-time
  it('has its time for those with server-time, and no other tag', () => {
    const event = new Event({ source, verb: 'JOIN', params: ['#lobby'], id: 'x' });
    assert.equal(String(event.encodedFor(bits['server-time'])), `@time=${event.time.toISOString()} :anna!u@h JOIN #lobby\r\n`);
  });

  // https://ircv3.net/specs/extensions/message-tags
  it('has id and client-only tags for those with message-tags', () => {
    const event = new Event({ source, verb: 'TAGMSG', params: ['#lobby'], id: 'x', clientTags: new Map([['+a', 'b c']]) });
    assert.equal(String(event.encodedFor(bits['message-tags'])), '@msgid=x;+a=b\\sc :anna!u@h TAGMSG #lobby\r\n');
  });

  // https://ircv3.net/specs/extensions/extended-join
  it('has other parameters for those with the capability of its variant', () => {
    const variant = { having: bits['extended-join'], params: ['#lobby', '*', 'Anna B'] };
    const event = new Event({ source, verb: 'JOIN', params: ['#lobby'], variant });
    assert.equal(String(event.encodedFor(0)), ':anna!u@h JOIN #lobby\r\n');
    assert.equal(String(event.encodedFor(bits['extended-join'])), ':anna!u@h JOIN #lobby * :Anna B\r\n');
  });

  it('passes over those without the capability that it is for', () => {
    const event = new Event({ source, verb: 'AWAY', params: [], only: bits['away-notify'] });
    assert.equal(event.encodedFor(bits['server-time']), undefined);
    assert.equal(String(event.encodedFor(bits['away-notify'])), ':anna!u@h AWAY\r\n');
  });

  it('takes further tags for one recipient, and does not keep them', () => {
    const event = new Event({ source, verb: 'JOIN', params: ['#lobby'] });
    assert.equal(event.lineFor(0, new Map([['label', '1']])), '@label=1 :anna!u@h JOIN #lobby');
    assert.equal(String(event.encodedFor(0)), ':anna!u@h JOIN #lobby\r\n');
  });
});
