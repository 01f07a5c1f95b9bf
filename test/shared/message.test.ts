import assert from 'node:assert/strict';
import fc from 'fast-check';
import { format, formatSafely, isMiddle, MessageFormatError, parse, type Message } from '../../src/shared/message';

/** The message of a line, in a form that is easy to compare. */
function taken(line: string): unknown {
  const message = parse(line);
  if (message === undefined) return undefined;
  return { ...message, tags: Object.fromEntries(message.tags) };
}

const text = fc.string({ unit: 'binary' }).map((value) => value.replace(/[\0\r\n]/g, ''));
const middle = text.filter(isMiddle);
const word = fc.stringMatching(/^[A-Za-z0-9.!@_-]+$/);
const tags = fc
  .array(fc.tuple(fc.stringMatching(/^\+?[a-z][a-z0-9./-]*$/), text))
  .map((entries) => new Map(entries));

const messages = fc.record(
  {
    tags,
    source: fc.option(word, { nil: undefined }),
    verb: fc.oneof(fc.stringMatching(/^[A-Z]+$/), fc.stringMatching(/^\d{3}$/)),
    params: fc.oneof(fc.constant([]), fc.tuple(fc.array(middle, { maxLength: 14 }), text).map(([most, last]) => [...most, last])),
  },
  { noNullPrototype: true },
) satisfies fc.Arbitrary<Message>;

// https://modern.ircdocs.horse/#message-format
describe('parse', () => {
  it('reads a verb alone', () => {
    assert.deepEqual(taken('QUIT'), { tags: {}, source: undefined, verb: 'QUIT', params: [] });
  });

  it('reads a verb in any case', () => {
    assert.equal(parse('quit')?.verb, 'QUIT');
    assert.equal(parse('pRiVmSg a b')?.verb, 'PRIVMSG');
  });

  it('reads tags, source, verb, parameters and a text with spaces', () => {
    assert.deepEqual(taken('@id=1;+draft/x=a\\sb;only :anna!u@host PRIVMSG #lobby :ciao a tutti'), {
      tags: { id: '1', '+draft/x': 'a b', only: '' },
      source: 'anna!u@host',
      verb: 'PRIVMSG',
      params: ['#lobby', 'ciao a tutti'],
    });
  });

  it('takes several spaces between the parts as one', () => {
    assert.deepEqual(taken('@a  :server   001   anna    :hello'), { tags: { a: '' }, source: 'server', verb: '001', params: ['anna', 'hello'] });
  });

  it('reads an empty last parameter', () => {
    assert.deepEqual(parse('TOPIC #lobby :')?.params, ['#lobby', '']);
  });

  it('keeps the second colon and colons inside words', () => {
    assert.deepEqual(parse('PRIVMSG a ::-)')?.params, ['a', ':-)']);
    assert.deepEqual(parse('NAMES #a:b c')?.params, ['#a:b', 'c']);
  });

  it('drops spaces at the end of a line without a text, and keeps those of a text', () => {
    assert.deepEqual(parse('JOIN #a  ')?.params, ['#a']);
    assert.deepEqual(parse('PRIVMSG #a :b  ')?.params, ['#a', 'b  ']);
  });

  for (const line of ['', ' ', '@tag', '@tag ', ':source', ':source  ', '@a :b ']) {
    it(`finds no message in ${JSON.stringify(line)}`, () => {
      assert.equal(parse(line), undefined);
    });
  }

  it('never throws, whatever the line', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[@:; =\\a-c]*$/)), (line) => void parse(line)));
  });
});

describe('format', () => {
  const lines: readonly (readonly [Parameters<typeof format>[0], string])[] = [
    [{ verb: 'QUIT', params: [] }, 'QUIT'],
    [{ verb: 'NICK', params: ['anna'] }, 'NICK anna'],
    [{ verb: 'PRIVMSG', params: ['#lobby', 'ciao'] }, 'PRIVMSG #lobby :ciao'],
    [{ verb: 'ERROR', params: ['SHUTDOWN'] }, 'ERROR :SHUTDOWN'],
    [{ verb: 'TOPIC', params: ['#lobby', ''] }, 'TOPIC #lobby :'],
    [{ verb: 'JOIN', params: [':a'] }, 'JOIN ::a'],
    [{ source: 'ritrovo.chat', verb: '001', params: ['anna', 'hello'] }, ':ritrovo.chat 001 anna :hello'],
    [{ tags: new Map([['a', ''], ['b', 'x;y z']]), verb: 'TAGMSG', params: ['#lobby'] }, '@a;b=x\\:y\\sz TAGMSG #lobby'],
    [{ tags: new Map(), verb: 'PONG', params: ['t'] }, 'PONG :t'],
  ];
  for (const [message, line] of lines) {
    it(`writes ${line}`, () => {
      assert.equal(format(message), line);
    });
  }

  it('gives a line that parses to the same message', () => {
    fc.assert(
      fc.property(messages, (message) => {
        assert.deepEqual(parse(format(message)), message);
      }),
    );
  });

  it('refuses line ends and NUL wherever they stand', () => {
    for (const bad of ['a\rb', 'a\nb', 'a\0b']) {
      assert.throws(() => format({ verb: 'PRIVMSG', params: ['a', bad] }), MessageFormatError);
      assert.throws(() => format({ source: bad, verb: 'PRIVMSG', params: [] }), MessageFormatError);
    }
  });

  it('refuses a parameter before the last that is empty, has a space or starts with a colon', () => {
    for (const bad of ['', 'a b', ':a', 'a\nb', '\r', 'a\0']) {
      assert.equal(isMiddle(bad), false);
      assert.throws(() => format({ verb: 'PRIVMSG', params: [bad, 'text'] }), MessageFormatError);
    }
  });
});

describe('formatting what comes from elsewhere', () => {
  const anything = fc.string({ unit: fc.constantFrom('a', ' ', ':', '\r', '\n', '\0', ';', '=', '@', '\\') });

  it('gives one line that parses to the same verb and as many parameters, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anything, anything)), fc.option(anything, { nil: undefined }), anything, fc.array(anything), (tags, source, verb, params) => {
        const line = formatSafely({ tags: new Map(tags), source, verb: `X${verb}`, params });
        assert.ok(!/[\0\r\n]/.test(line), JSON.stringify(line));
        const message = parse(line);
        assert.equal(message?.verb, /[ \0\r\n]/.test(verb) ? '*' : `X${verb}`.toUpperCase());
        assert.equal(message.params.length, params.length);
        assert.equal(message.source === undefined, source === undefined);
      }),
    );
  });

  it('changes nothing that can be written as it is', () => {
    fc.assert(fc.property(messages, (message) => assert.equal(formatSafely(message), format(message))));
  });

  it('writes * for a parameter that cannot stand in the middle, and a space for a line end in the last', () => {
    assert.equal(formatSafely({ source: 'server', verb: 'FAIL', params: ['EDIT', 'a\nb', '', 'x\r\ny'] }), ':server FAIL EDIT * * :x y');
  });
});
