import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fuzzyMatch, fuzzyRank } from '../../../src/client/text/fuzzy';
import { processorTime } from '../../helpers/processor-time';

const rank = (typed: string, ...texts: string[]): readonly string[] => fuzzyRank(texts, typed, (text) => text);

describe('the switcher', () => {
  it('finds by a few letters in their order, without case, accents and spaces', () => {
    assert.deepEqual(rank('lby', '#lobby', '#help', '#byl'), ['#lobby']);
    assert.deepEqual(rank('CITTA', '#città'), ['#città']);
    assert.deepEqual(rank('j r', 'Join a room'), ['Join a room']);
  });

  it('prefers starts of words, then letters that stand together', () => {
    assert.deepEqual(rank('dev', '#video-events', '#general-dev', '#dev'), ['#dev', '#general-dev', '#video-events']);
    assert.deepEqual(rank('fe', 'cafe', 'find everywhere'), ['find everywhere', 'cafe']);
    assert.deepEqual(rank('set', 'Smaller text', 'Settings'), ['Settings', 'Smaller text']);
  });

  it('prefers the shorter of two that fit alike', () => {
    assert.deepEqual(rank('anna', 'annabella', 'anna'), ['anna', 'annabella']);
  });

  it('prefers what was used lately where two fit alike, and not against a better fit', () => {
    const weight = (text: string): number => (text === '#team-b' ? 5 : 0);
    assert.deepEqual(fuzzyRank(['#team-a', '#team-b'], 'team', (text) => text, weight), ['#team-b', '#team-a']);
    assert.equal(fuzzyRank(['#a-t-e-x-m', '#team'], 'team', (text) => text, (text) => (text === '#team' ? 0 : 3))[0], '#team');
  });

  it('keeps all in their order where nothing is typed', () => {
    assert.deepEqual(rank('', 'b', 'a'), ['b', 'a']);
  });

  it('says where the letters are', () => {
    assert.deepEqual(fuzzyMatch('gd', '#general-dev')?.places, [1, 9]);
  });

  it('finds exactly the texts that have the letters in their order', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-', ' ', 'C'), maxLength: 12 });
    fc.assert(fc.property(letters, letters, (typed, text) => {
      const wanted = typed.toLowerCase().replace(/\s/g, '');
      const pattern = new RegExp(Array.from(wanted, (letter) => (letter === '-' ? '\\-' : letter)).join('.*'), 'i');
      const match = fuzzyMatch(typed, text);
      assert.equal(match !== undefined, pattern.test(text));
      assert.equal(match?.places.map((place) => text.toLowerCase()[place]).join('') ?? wanted, wanted);
    }));
  });

  it('is quick over thousands', () => {
    const texts = Array.from({ length: 5000 }, (_, index) => `#room-${index}-of-the-school`);
    const passed = processorTime(() => rank('rs4', ...texts));
    assert.ok(passed < 500, `${passed} ms`);
  });
});
