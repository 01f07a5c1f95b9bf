import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatCtcp, parseCtcp } from '../../src/shared/ctcp';

// https://modern.ircdocs.horse/ctcp.html
describe('ctcp', () => {
  it('reads command and text', () => {
    assert.deepEqual(parseCtcp('\x01ACTION waves a hand\x01'), { command: 'ACTION', text: 'waves a hand' });
    assert.deepEqual(parseCtcp('\x01version\x01'), { command: 'VERSION', text: '' });
  });

  it('reads a message whose end was cut off', () => {
    assert.deepEqual(parseCtcp('\x01ACTION waves'), { command: 'ACTION', text: 'waves' });
  });

  for (const text of ['', 'ACTION', '\x01', '\x01\x01', '\x01 text\x01', 'a\x01ACTION b\x01']) {
    it(`finds none in ${JSON.stringify(text)}`, () => {
      assert.equal(parseCtcp(text), undefined);
    });
  }

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]+$/), fc.stringMatching(/^[ -~]*$/), (command, text) => {
        assert.deepEqual(parseCtcp(formatCtcp(command, text)), { command, text });
      }),
    );
  });
});
