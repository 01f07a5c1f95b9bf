import assert from 'node:assert/strict';
import { contrastOf, isDark, leastContrast, mix, nickColour, readable } from '../../../src/client/text/colours';

const backgrounds = ['#ffffff', '#fff3cc', '#1b1e20', '#000000', '#2a2e32'];
const names = Array.from({ length: 5000 }, (_, index) => `name${index}`);

describe('the colours of names', () => {
  for (const background of backgrounds) {
    it(`can be read on ${background}`, () => {
      for (const name of names) {
        assert.ok(contrastOf(nickColour(name, background), background) >= leastContrast, name);
      }
    });
  }

  it('are the same for a name however it is written', () => {
    assert.equal(nickColour('Nicolò', '#ffffff'), nickColour('nicolo\u0300', '#ffffff'));
  });

  it('are of all hues', () => {
    const colours = new Set(names.map((name) => nickColour(name, '#ffffff')));
    assert.ok(colours.size > 500, `${colours.size} colours for ${names.length} names`);
  });
});

describe('readable', () => {
  it('leaves a colour that can be read as it is', () => {
    assert.equal(readable('#112233', '#ffffff'), '#112233');
  });

  it('makes a colour darker on light and lighter on dark, until it can be read', () => {
    for (const background of backgrounds) assert.ok(contrastOf(readable('#808080', background), background) >= leastContrast);
  });
});

describe('contrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    assert.equal(Math.round(contrastOf('#000000', '#ffffff')), 21);
    assert.equal(contrastOf('#abcdef', '#abcdef'), 1);
  });

  it('tells dark from light', () => {
    assert.equal(isDark('#1b1e20'), true);
    assert.equal(isDark('#efefef'), false);
  });

  it('has mixtures between its ends', () => {
    assert.equal(mix('#000000', '#ffffff', 0.5), '#808080');
  });
});
