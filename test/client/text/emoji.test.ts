import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { allEmoji, emojiGroups, emojiNamed, namesToEmoji, searchEmoji, withTone } from '../../../src/client/text/emoji';
import { countOnlyEmoji, findEmoji } from '../../../src/client/text/emoji-match';
import { EmojiUse } from '../../../src/client/text/emoji-use';

const root = path.resolve(__dirname, '../../..');
const texts = (emoji: readonly { text: string }[]): string[] => emoji.map(({ text }) => text);

describe('the emoji that the window knows', () => {
  it('are what emojibase-data has', () => {
    const script = "import('./scripts/emoji.mjs').then(({ emojiFile }) => process.stdout.write(emojiFile()))";
    const fresh = execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8', maxBuffer: 10_000_000 });
    assert.equal(fs.readFileSync(path.join(root, 'assets/emoji.json'), 'utf8'), fresh, 'run: node scripts/emoji.mjs');
  });

  it('have names, labels and a group each, and are found as emoji in a text', () => {
    assert.ok(allEmoji().length > 1800);
    for (const { text, names, label, group } of allEmoji()) {
      assert.ok(names.length > 0 && names.every((name) => /^[\w+-]+$/.test(name)), text);
      assert.ok(label.en !== '' && label.it !== '' && emojiGroups.includes(group), text);
      assert.equal(countOnlyEmoji(text), 1, text);
    }
  });

  it('stand in the order of the groups', () => {
    const groups = [...new Set(allEmoji().map(({ group }) => group))];
    assert.deepEqual(groups, emojiGroups);
  });

  it('have skin tones where people are shown, and are then one emoji', () => {
    const wave = emojiNamed('wave') ?? assert.fail();
    assert.equal(withTone(wave, 3), '👋🏽');
    assert.equal(withTone(wave, 0), '👋');
    for (const emoji of allEmoji().filter(({ takesTone }) => takesTone)) assert.equal(countOnlyEmoji(withTone(emoji, 5)), 1, emoji.text);
    assert.equal(withTone(emojiNamed('pizza') ?? assert.fail(), 3), '🍕');
  });
});

describe('names between colons', () => {
  it('become emoji', () => {
    assert.equal(namesToEmoji('good :thumbsup: and :+1: :tada:!'), 'good 👍 and 👍 🎉!');
    assert.equal(namesToEmoji(':wave:', 2), '👋🏼');
  });

  it('stay where there is no such emoji, and in times, addresses and code', () => {
    for (const text of ['10:30:45', ':nothing_like_this:', 'http://x.lan:100:/', 'a:100:b', '`:tada:`', '```\n:tada:\n```', ':)', '::', 'std::map::x']) assert.equal(namesToEmoji(text), text);
  });
});

describe('the search of emoji', () => {
  it('finds by name, by what it is called and by words that go with it', () => {
    assert.equal(texts(searchEmoji('pizza', 'en'))[0], '🍕');
    assert.equal(texts(searchEmoji('thumbsup', 'en'))[0], '👍');
    assert.ok(texts(searchEmoji('happy', 'en')).includes('😀'));
    assert.ok(texts(searchEmoji('lol', 'en')).slice(0, 20).includes('😂'));
  });

  it('finds Italian words in an Italian window, and English ones too', () => {
    assert.equal(texts(searchEmoji('cuore rosso', 'it'))[0], '❤️');
    assert.ok(texts(searchEmoji('gatto', 'it')).includes('🐱'));
    assert.ok(texts(searchEmoji('pollice', 'it')).slice(0, 4).includes('👍'));
    assert.ok(texts(searchEmoji('cat', 'it')).includes('🐱'));
    assert.deepEqual(texts(searchEmoji('gatto', 'en')), []);
  });

  it('finds what is only begun, and the whole word first', () => {
    assert.ok(texts(searchEmoji('piz', 'en')).includes('🍕'));
    assert.equal(texts(searchEmoji('heart', 'en'))[0], '❤️');
    assert.ok(texts(searchEmoji('cuor', 'it')).slice(0, 5).includes('❤️'));
  });

  it('wants all words', () => {
    assert.deepEqual(texts(searchEmoji('cat zzzz', 'en')), []);
    assert.ok(searchEmoji('cat heart', 'en').every(({ label }) => label.en.includes('cat')));
  });

  it('finds nothing for nothing, and has an end', () => {
    assert.deepEqual(searchEmoji('  ', 'en'), []);
    assert.ok(searchEmoji('a', 'en').length <= 100);
  });

  it('prefers what is used', () => {
    const place = (used: readonly string[]): number => texts(searchEmoji('cat', 'en', used)).indexOf('😹');
    assert.ok(place(['😹']) < place([]));
  });
});

describe('emoji in a text', () => {
  it('are found whole', () => {
    const text = 'a 👨‍👩‍👧 b 🇮🇹🏳️‍🌈 1️⃣ 👍🏽';
    assert.deepEqual(findEmoji(text).map(({ start, end }) => text.slice(start, end)), ['👨‍👩‍👧', '🇮🇹', '🏳️‍🌈', '1️⃣', '👍🏽']);
  });

  it('are no digits and no signs of the text’s own font', () => {
    assert.deepEqual(findEmoji('7 # * © ™ ↔ ☺ ✔'), []);
    assert.equal(findEmoji('☺️').length, 1);
  });

  it('are counted where there is nothing else', () => {
    assert.deepEqual(['😀', ' 😀 🎉\n', '😀!', '', '  ', '7', 'a😀'].map(countOnlyEmoji), [1, 2, 0, 0, 0, 0, 0]);
  });
});

describe('the emoji that are used', () => {
  it('are offered by how often and how lately they were', () => {
    const use = new EmojiUse();
    for (const emoji of ['🍕', '🍕', '🐱']) use.used(emoji);
    assert.deepEqual(use.top(3), ['🍕', '🐱', '👍']);
    for (let times = 0; times < 40; times++) use.used('🚀');
    use.used('🐱');
    assert.deepEqual(use.top(3), ['🚀', '🐱', '🍕']);
  });

  it('are kept, bounded, and never trusted', () => {
    const use = new EmojiUse();
    for (let number = 0; number < 500; number++) use.used(`e${number}`);
    assert.ok(Object.keys(use.saved).length <= 60);
    assert.equal(new EmojiUse(use.saved).top(1)[0], 'e499');
    assert.equal(new EmojiUse({ bad: Number.NaN, worse: -1 }).top(1)[0], '👍');
  });
});
