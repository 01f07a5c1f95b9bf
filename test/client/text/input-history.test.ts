import assert from 'node:assert/strict';
import { InputHistory } from '../../../src/client/text/input-history';

describe('what was sent before', () => {
  it('comes back newest first, and what was being typed comes back last', () => {
    const history = new InputHistory();
    for (const text of ['one', 'two', 'two']) history.add(text);
    assert.equal(history.back('typing'), 'two');
    assert.equal(history.back('two'), 'one');
    assert.equal(history.back('one'), undefined);
    assert.equal(history.forward(), 'two');
    assert.equal(history.forward(), 'typing');
    assert.equal(history.forward(), undefined);
  });

  it('is bounded', () => {
    const history = new InputHistory();
    for (let number = 0; number < 200; number++) history.add(String(number));
    let steps = 0;
    while (history.back('') !== undefined) steps++;
    assert.equal(steps, 100);
  });
});
