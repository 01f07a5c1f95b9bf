import assert from 'node:assert/strict';
import { contrastOf, leastContrast, readable } from '../../../src/client/text/colours';
import { mircColour } from '../../../src/client/text/mirc-colours';
import { tintsOf } from '../../../src/client/text/theme';
import { dark, light } from './themes';

for (const [name, theme] of [['light', light], ['dark', dark]] as const) {
  describe(`the ${name} theme`, () => {
    it('has text that can be read on each of its tints', () => {
      const { code, reaction, ownReaction, announcement, hit } = tintsOf(theme);
      for (const tint of [code, reaction, ownReaction, announcement, hit, theme.mention]) {
        for (const colour of [theme.text, theme.dim, theme.link]) {
          assert.ok(contrastOf(readable(colour, tint), tint) >= leastContrast, `${colour} on ${tint}`);
        }
      }
    });

    it('has tints that can be told from what is behind them', () => {
      const { code, reaction, ownReaction, announcement, hit, hidden } = tintsOf(theme);
      for (const tint of [code, reaction, ownReaction, announcement, hit, hidden]) assert.ok(contrastOf(tint, theme.base) > 1.1, tint);
      assert.notEqual(reaction, ownReaction);
    });

    it('shows each of mIRC’s colours so that it can be read', () => {
      for (let number = 0; number <= 98; number++) {
        const colour = mircColour(number) ?? assert.fail(String(number));
        assert.match(colour, /^#[\da-f]{6}$/);
        assert.ok(contrastOf(readable(colour, theme.base), theme.base) >= leastContrast, String(number));
        assert.ok(contrastOf(readable(theme.text, colour), colour) >= leastContrast, String(number));
      }
      assert.equal(mircColour(99), undefined);
    });
  });
}
