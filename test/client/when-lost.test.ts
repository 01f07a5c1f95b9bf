import assert from 'node:assert/strict';
import { serverOfTerminal, staysWhenLost } from '../../src/client/when-lost';
import { parseAddress } from '../../src/shared/address';

const lab = parseAddress('lab:8080');
const home = parseAddress('home:8080');

describe('what becomes of a window whose server is lost', () => {
  it('one that a terminal started for a server ends with it', () => {
    assert.equal(staysWhenLost({ stay: undefined, startedFor: lab }, 'usual', lab), false);
  });

  it('one that a person opened stays, and so does one that went to another server since', () => {
    assert.equal(staysWhenLost({ stay: undefined, startedFor: undefined }, 'usual', lab), true);
    assert.equal(staysWhenLost({ stay: undefined, startedFor: lab }, 'usual', home), true);
  });

  it('the settings say otherwise, and the flag counts before them', () => {
    assert.equal(staysWhenLost({ stay: undefined, startedFor: lab }, 'stay', lab), true);
    assert.equal(staysWhenLost({ stay: undefined, startedFor: undefined }, 'close', lab), false);
    assert.equal(staysWhenLost({ stay: true, startedFor: lab }, 'close', lab), true);
    assert.equal(staysWhenLost({ stay: false, startedFor: undefined }, 'stay', lab), false);
  });

  it('a link that the desktop opened, and the address of npm start, are no server of a terminal', () => {
    const began = (given: string, inTerminal: boolean, launcher?: string): boolean => serverOfTerminal(lab, [given], { inTerminal, launcher }) !== undefined;
    assert.deepEqual([began('lab', true), began('lab', false), began('irc://lab', true)], [true, true, true]);
    assert.deepEqual([began('irc://lab', false), began('lab', true, 'npm start')], [false, false]);
    assert.equal(serverOfTerminal(undefined, [], { inTerminal: true, launcher: undefined }), undefined);
  });
});
