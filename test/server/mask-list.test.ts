import assert from 'node:assert/strict';
import { MaskList, normalizeMask } from '../../src/server/mask-list';

const anna = { source: 'anna!u@10.0.0.5', account: 'Annette' };
const stranger = { source: 'bob!u@10.0.0.6', account: undefined };

function listOf(...masks: readonly string[]): MaskList {
  const list = new MaskList();
  for (const mask of masks) list.add({ mask, by: 'x', at: new Date() });
  return list;
}

// https://ircv3.net/specs/extensions/account-extban and https://modern.ircdocs.horse/#extban-parameter
describe('normalizeMask', () => {
  const cases: Readonly<Record<string, string | undefined>> = {
    anna: 'anna!*@*',
    $a: '$a',
    '$a:Annette': '$a:Annette',
    '$m:anna': '$m:anna!*@*',
    '$m:$a:Annette': '$m:$a:Annette',
    '$m:$m:x': undefined,
    '$m:': undefined,
    '$a:': undefined,
    '$x:y': undefined,
    $: undefined,
  };
  for (const [given, kept] of Object.entries(cases)) {
    it(kept === undefined ? `does not know ${given}` : `keeps ${given} as ${kept}`, () => {
      assert.equal(normalizeMask(given), kept);
    });
  }
});

describe('MaskList', () => {
  it('fits by source, by account and by any account', () => {
    assert.deepEqual([anna, stranger].map((one) => listOf('*!*@10.0.0.5').fits(one, false)), [true, false]);
    assert.deepEqual([anna, stranger].map((one) => listOf('$a:ANN*').fits(one, false)), [true, false]);
    assert.deepEqual([anna, stranger].map((one) => listOf('$a').fits(one, false)), [true, false]);
    assert.equal(listOf().fits(anna, true), false);
  });

  it('counts what only silences where that is asked for', () => {
    const list = listOf('$m:anna!*@*');
    assert.deepEqual([list.fits(anna, true), list.fits(anna, false)], [true, false]);
  });

  it('finds and takes out an entry in any case, and says that it has changed', () => {
    const list = listOf('anna!*@*');
    const { version } = list;
    assert.equal(list.find('ANNA!*@*'), 'anna!*@*');
    list.remove('Anna!*@*');
    assert.deepEqual([list.size, list.version > version, [...list]], [0, true, []]);
    const after = list.version;
    list.remove('anna!*@*');
    assert.equal(list.version, after);
  });
});
