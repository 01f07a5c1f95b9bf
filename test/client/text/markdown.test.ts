import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findLinks } from '../../../src/client/text/links';
import { cut } from '../../../src/client/text/marks';
import { markdown } from '../../../src/client/text/markdown';
import { processorTime } from '../../helpers/processor-time';

/** The text as it is shown, with the kind of each part that is marked: `a [bold:b] c`. */
function read(text: string): string {
  return cut(text, markdown(text, findLinks(text))).map(({ text: part, marks: { replaced, ...marks } }) => {
    if (replaced !== undefined) return replaced;
    const kinds = Object.keys(marks);
    return kinds.length === 0 ? part : `[${kinds.sort().join('+')}:${part}]`;
  }).join('');
}

const cases: readonly (readonly [typed: string, shown: string])[] = [
  ['this is **bold** text', 'this is [bold:bold] text'],
  ['*italic* and _italic_.', '[italic:italic] and [italic:italic].'],
  ['***both***', '[bold+italic:both]'],
  ['~~gone~~!', '[strike:gone]!'],
  ['run `npm test` now', 'run [code:npm test] now'],
  ['``a ` b``', '[code:a ` b]'],
  ['it is ||the butler||', 'it is [spoiler:the butler]'],
  ['**bold _both_ bold**', '[bold:bold ][bold+italic:both][bold: bold]'],
  ['(*really*), “*yes*”', '([italic:really]), “[italic:yes]”'],
  ['*a*, *b*', '[italic:a], [italic:b]'],
  ['**Ciao!**', '[bold:Ciao!]'],
  ['*😀 sì*', '[italic:😀 sì]'],
  ['`**not bold**`', '[code:**not bold**]'],
  ['重要**です**か', '重要[bold:です]か'],
  ['> quoted\nanswer', '▎ [quote:quoted]\nanswer'],
  ['> a\n> *b*', '▎ [quote:a]\n▎ [italic+quote:b]'],
  ['```\nlet a = 1;\n  b\n```', '[codeBlock:let a = 1;\n  b]'],
  ['see\n```ts\nx *y* z\n```\ndone', 'see\n[codeBlock:x *y* z]\ndone'],
  ['```one line```', '[codeBlock:one line]'],
];

/** Ordinary text that looks a little like marks. */
const ordinary: readonly string[] = [
  'snake_case_words and __init__ and _private', '2*3*4 = 24', '2**3**4', 'a * b * c', '5 * 3*2', '¯\\_(ツ)_/¯', '¯_(ツ)_/¯', '* item', '* one * two', '- *',
  'http://x.lan/a_b_c *', 'https://x.lan/*a*', 'http://x.lan/__a__/~~b~~', 'f(*args, **kwargs)', '*.ts,*.js', 'rm *.txt *.md', 'ls foo* bar*', '(*a)*(*b)',
  'if (x||y) && (z||w)', 'a || b || c', 'a||b||c', '^_^ >_< -_- *_* o_o', '(*_*) (>_<)', 'don`t and can`t', '``` is a fence', '~/a ~/b', '~~', '****', '||||', '* *', '_ _',
  '>_<', '>:( and >.<', '5 > 3', '>> shift', 'a_b c_d', 'x = y*z; p = *q', '**', '`', '``', '` `', 'C:\\_tmp_\\*', '\\*not\\*', '*no *', '* no*', '**no **', '_a*', '*a_',
  'a* b*', '1 * 2\n3 * 4', '*one\ntwo*', '**one\n\ntwo**', '||one\ntwo||', 'snake_case **', 'mail a_b_c@x.lan', '“*” and “*”',
];

describe('markdown', () => {
  for (const [typed, shown] of cases) it(`reads ${JSON.stringify(typed)}`, () => assert.equal(read(typed), shown));

  for (const text of ordinary) it(`leaves ${JSON.stringify(text)} as it is`, () => assert.equal(read(text), text));

  it('leaves the marks of an address to the address', () => {
    assert.equal(read('*http://x.lan/a*b*'), '[italic:http://x.lan/a*b]');
  });

  it('numbers the hidden texts of a message', () => {
    const spoilers = markdown('||a|| ||b||', []).filter(({ kind }) => kind === 'spoiler');
    assert.deepEqual(spoilers.map(({ value }) => value), [0, 1]);
  });

  it('shows every other character of any text once and in its order', () => {
    const piece = fc.constantFrom('*', '**', '_', '~~', '`', '```', '||', '> ', '\n', ' ', 'a', 'b', '😀', 'http://x.lan/', '(', ')', '.');
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const spans = cut(text, markdown(text, findLinks(text)));
      assert.equal(spans.map((span) => span.text).join(''), text);
      const hidden = spans.filter(({ marks }) => marks.replaced !== undefined).map((span) => span.text).join('');
      assert.match(hidden, /^[*_~`|>\s\w+#.-]*$/);
    }), { numRuns: 2000 });
  });

  it('takes little time for the worst of texts', () => {
    for (const piece of ['*a ', '**', '`', '`a ', '```a ', ' ```', '||a', '_a_ ', '> ', '*_~~||', '```\na```\n', '[']) {
      const text = piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000);
      const passed = processorTime(() => read(text));
      assert.ok(passed < 300, `${JSON.stringify(piece)}: ${passed} ms`);
    }
  });
});
