import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatSource, parseSource } from '../../src/shared/source';

// https://modern.ircdocs.horse/#source
describe('source', () => {
  it('reads a person', () => {
    assert.deepEqual(parseSource('anna!u@host'), { nick: 'anna', user: 'u', host: 'host' });
  });

  it('reads a server and parts that are missing', () => {
    assert.deepEqual(parseSource('ritrovo.chat'), { nick: 'ritrovo.chat', user: undefined, host: undefined });
    assert.deepEqual(parseSource('anna@host'), { nick: 'anna', user: undefined, host: 'host' });
    assert.deepEqual(parseSource('anna!u'), { nick: 'anna', user: 'u', host: undefined });
  });

  it('reads what it writes', () => {
    const word = fc.stringMatching(/^[a-z0-9.:-]+$/);
    fc.assert(
      fc.property(word, word, word, (nick, user, host) => {
        assert.deepEqual(parseSource(formatSource(nick, user, host)), { nick, user, host });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseSource(text)));
  });
});
