import assert from 'node:assert/strict';
import { NameSkeletons, visibleName } from '../../../src/client/text/look-alikes';

describe('names that look alike', () => {
  const alike: readonly (readonly [string, string])[] = [
    ['anna', 'аnna'], ['anna', 'annа'], ['соре', 'cope'], ['Вера', 'Bepa'], ['paul', 'pau1'], ['paul', 'pauI'], ['tom', 'torn'], ['BOB', 'B0B'], ['wim', 'vvim'],
    ['anna', 'ａｎｎａ'], ['anna', 'an\u200bna'], ['anna', '\u202eanna'], ['anna', 'anna\u2060'], ['ann|', 'annl'],
  ];
  for (const [one, other] of alike) {
    it(`are found where both are there: ${JSON.stringify([one, other])}`, () => {
      const names = new NameSkeletons([one, other, 'carla']);
      assert.deepEqual([one, other, 'carla'].map((name) => names.isDoubtful(name)), [true, true, false]);
    });
  }

  it('are found where the one who writes has left the room', () => {
    assert.deepEqual([new NameSkeletons(['paul']).isDoubtful('pauI'), new NameSkeletons(['paul']).isDoubtful('anna')], [true, false]);
  });

  it('are none where nobody is there that they could be taken for', () => {
    const names = ['Вера', 'Сара', 'Анна', 'Νίκος', 'zoë', 'Łukasz', 'anna', 'anna_', 'anna1', 'bruno', '田中', 'עדי', 'محمد', 'I', '10'];
    const skeletons = new NameSkeletons(names);
    assert.deepEqual(names.filter((name) => skeletons.isDoubtful(name)), []);
  });

  it('with something that is not seen, or of scripts that look alike, are found by themselves', () => {
    for (const name of ['an\u200bna', 'anna\u202e', 'ann\u00ada', 'ᅟ', 'dаrio']) assert.ok(new NameSkeletons([name]).isDoubtful(name), JSON.stringify(name));
  });

  it('are shown with a sign for what is not seen', () => {
    assert.deepEqual([visibleName('an\u200bna\u202e'), visibleName('zoë')], ['an\ufffdna\ufffd', 'zoë']);
  });
});
