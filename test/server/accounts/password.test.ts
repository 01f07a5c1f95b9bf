import assert from 'node:assert/strict';
import { hashPassword, isPasswordHash, verifyNothing, verifyPassword } from '../../../src/server/accounts/password';

describe('a password', () => {
  it('is verified by its hash, and no other is', async () => {
    const hash = await hashPassword('correct horse');
    assert.equal(await verifyPassword('correct horse', hash), true);
    assert.equal(await verifyPassword('correct horsf', hash), false);
    assert.equal(await verifyPassword('', hash), false);
  });

  it('has another hash each time, which does not show it and fits into lists and configuration files', async () => {
    const [one, other] = await Promise.all([hashPassword('secret'), hashPassword('secret')]);
    assert.notEqual(one, other);
    assert.match(one, /^scrypt(?:\.\d+){3}\.[\w-]+\.[\w-]+$/);
    assert.ok(!one.includes('secret'));
  });

  it('is the same in both spellings of a letter', async () => {
    assert.equal(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9')), true);
  });

  it('is refused by what is no hash, or by one that asks for too much', async () => {
    const hash = await hashPassword('secret');
    assert.ok(isPasswordHash(hash));
    const tooMuch = hash.replace('scrypt.14.', 'scrypt.31.');
    for (const text of ['', 'secret', '$2b$10$abc', 'scrypt.14.8.5', tooMuch, hash.replace('.8.', '.0.')]) {
      assert.equal(isPasswordHash(text), false, text);
      assert.equal(await verifyPassword('secret', text), false, text);
    }
  });

  it('is refused after the same time where there is no account', async () => {
    const hash = await hashPassword('secret');
    await verifyNothing('warm');
    const best = { known: Infinity, unknown: Infinity };
    const time = async (which: keyof typeof best, run: () => Promise<boolean>): Promise<void> => {
      const start = performance.now();
      assert.equal(await run(), false);
      best[which] = Math.min(best[which], performance.now() - start);
    };
    const areAlike = (): boolean => best.unknown > best.known / 2 && best.unknown < best.known * 2;
    // In turn, and the best of each: what else a machine does takes time from one or the other, and gives none.
    for (let round = 0; round < 3 || (round < 6 && !areAlike()); round++) {
      await time('known', () => verifyPassword('wrong', hash));
      await time('unknown', () => verifyNothing('wrong'));
    }
    assert.ok(areAlike(), `${String(best.known)} and ${String(best.unknown)} ms`);
  });

  it('leaves the server’s loop free while many are verified', async () => {
    const hash = await hashPassword('secret');
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await Promise.all(Array.from({ length: 8 }, () => verifyPassword('wrong', hash)));
    clearInterval(timer);
    assert.ok(turns > 20, `${String(turns)} turns`);
  });
});
