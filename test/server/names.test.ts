import assert from 'node:assert/strict';
import type { Client } from '../../src/server/client';
import { Names } from '../../src/server/names';

/** Names are held by identity: an empty object is as good an owner as any. */
const owner = (): Client => Object.create(null) as Client;

describe('Names', () => {
  it('gives a name to one owner only, without regard to case', () => {
    const names = new Names();
    const [anna, other] = [owner(), owner()];
    assert.ok(names.claim('Straße', anna));
    assert.equal(names.claim('STRASSE', other), false);
    assert.equal(names.find('strasse'), anna);
  });

  it('lets an owner claim their own name in other letters', () => {
    const names = new Names();
    const anna = owner();
    names.claim('anna', anna);
    assert.ok(names.claim('ANNA', anna));
    names.replace('anna', 'ANNA', anna);
    assert.equal(names.find('anna'), anna);
  });

  it('frees a name for the next', () => {
    const names = new Names();
    const [anna, other] = [owner(), owner()];
    names.claim('anna', anna);
    names.release('ANNA', anna);
    assert.ok(names.claim('anna', other));
  });

  it('frees no name for somebody who does not own it', () => {
    const names = new Names();
    const [anna, other] = [owner(), owner()];
    names.claim('anna', anna);
    names.release('anna', other);
    assert.equal(names.find('anna'), anna);
  });

  it('frees the old name when it is replaced', () => {
    const names = new Names();
    const anna = owner();
    names.claim('anna', anna);
    names.claim('annika', anna);
    names.replace('anna', 'annika', anna);
    assert.equal(names.find('anna'), undefined);
    assert.equal(names.find('annika'), anna);
  });
});
