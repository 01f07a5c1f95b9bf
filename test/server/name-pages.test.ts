import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NamePages } from '../../src/server/name-pages';
import { numericsOf, TestServer } from '../helpers/server';

describe('NamePages', () => {
  it('holds every word once, in order, in texts of at most so many bytes, filled as far as they go', () => {
    const word = fc.constantFrom('anna', '@bob', '李李李', 'x', 'y'.repeat(20));
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 20, max: 60 }), fc.nat(30), (words, limit, split) => {
        const pages = new NamePages(limit, words.slice(0, split));
        for (const late of words.slice(split)) pages.add(late);
        const texts = pages.pages;
        assert.deepEqual(texts.flatMap((text) => text.split(' ')), words);
        for (const [index, text] of texts.entries()) {
          assert.ok(Buffer.byteLength(text) <= limit);
          const next = texts[index + 1]?.split(' ')[0];
          if (next !== undefined) assert.ok(Buffer.byteLength(`${text} ${next}`) > limit);
        }
      }),
    );
  });
});

// https://modern.ircdocs.horse/#names-message
describe('the names that a room keeps', () => {
  it('are those of a new list after joins, parts, new names, ranks and hosts', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['userhost-in-names', 'multi-prefix'] });
    const names = async (): Promise<string[]> => numericsOf(await anna.ask('NAMES #a'), '353').map((row) => row.replace(/^= #a :/, ''));
    await anna.ask('JOIN #a');
    assert.deepEqual(await names(), ['@anna!test@127.0.0.1']);
    const bob = await server.join('bob');
    await bob.ask('JOIN #a');
    assert.deepEqual(await names(), ['@anna!test@127.0.0.1 bob!test@127.0.0.1']);
    await bob.ask('NICK roberto');
    await anna.ask('MODE #a +v roberto');
    assert.deepEqual(await names(), ['@anna!test@127.0.0.1 +roberto!test@127.0.0.1']);
    await bob.ask('PART #a');
    assert.deepEqual(await names(), ['@anna!test@127.0.0.1']);
  });
});
