import assert from 'node:assert/strict';
import * as words from '../../../src/client/ui/words';

const address = { host: 'chat.lan', port: 8080 };

describe('the words of the window', () => {
  it('tell the state of the connection', () => {
    assert.equal(words.statusText({ name: 'online', address, nick: 'anna' }, 0), 'Connected to chat.lan as anna');
    const phase = { name: 'reconnecting', address, why: 'gone', retryAt: 3000, attempt: 2 } as const;
    assert.equal(words.statusText(phase, 0), 'Reconnecting to chat.lan in 3 s, attempt 2');
    assert.equal(words.statusText(phase, 3000), 'Reconnecting to chat.lan, attempt 2');
  });

  it('count down, and never below zero', () => {
    assert.equal(words.closesIn('The server was shut down.', words.secondsUntil(3900, 0)), 'The server was shut down. Ritrovo closes in 4 s.');
    assert.equal(words.secondsUntil(0, 500), 0);
  });

  it('end a reason with one full stop', () => {
    assert.equal(words.triesAgain('no answer', 0, 1), 'no answer. Trying again (attempt 1).');
  });

  it('tell the ping', () => {
    assert.equal(words.pingText(0.3), 'Ping under 1 ms');
    assert.equal(words.pingText(12.4), 'Ping 12 ms');
  });

  it('title the window with the room and what is new', () => {
    assert.equal(words.windowTitle('#lobby', 0), '#lobby – Ritrovo');
    assert.equal(words.windowTitle('#lobby', 3), '(3) #lobby – Ritrovo');
    assert.equal(words.windowTitle(undefined, 0), 'Ritrovo');
  });
});
