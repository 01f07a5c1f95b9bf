import { capabilityBits } from '../../src/server/capabilities';
import { commands } from '../../src/server/commands';
import type { Vocabulary } from './mutation';

/** What ends the test rather than the fault: the restart is tested elsewhere, and who quits says no more. */
const left: ReadonlySet<string> = new Set(['RESTART', 'QUIT', 'SQUIT', 'DLINE']);
const verbs = [...commands.keys()].filter((verb) => !left.has(verb));

/** All capabilities, but the one without which nobody knows when the room has been joined. */
export const everything = Object.keys(capabilityBits).filter((name) => name !== 'no-implicit-names');

/** Words that lines are made of: what is special somewhere, and what makes sense. */
const words = [
  '#lobby', '#a', '#b,#c', '#A:b', 'anna', 'bob', '*', '0', '', ':', ':a b', ':a b c!*@*', ':x', '-', '+', '$', '$a:', '$m:$a:x', '%tcuihsnfdlaor,999', '*!*@*',
  '*a*a*a*a*a*b', '?'.repeat(80), 'x'.repeat(300), '\\', '\\n', '\u0000', '\u202e', '\ud83d\ude00', 'a\u0301'.repeat(40), '+beI', '+q-o+v', '+klf', 'b', 'LS 302', 'REQ', 'END', ':batch -batch', '+1',
  'draft/multiline', '-1', 'LATEST', 'BETWEEN', 'TARGETS', 'AROUND', 'msgid=x', 'timestamp=2020-01-01T00:00:00.000Z', '*', '50', '99999999999', 'SUB', 'SET', 'SYNC', 'LIST', 'GET', 'key', 'REGISTER', 'INFO',
  'AMODE', 'IDENTIFY', 'GHOST', 'CERT', 'PLAIN', 'EXTERNAL', 'SCRAM-SHA-256', 'YWE=', '=', '1d', '192.0.2.0/24', '::1', 'text=x', 'in=#lobby;from=a\\nb', '__proto__', 'constructor', '\u0001VERSION\u0001', '\u0001ACTION \u0001',
];
const tags = [
  'label=x', 'label=\\n', 'batch=1', 'batch=1;draft/multiline-concat', '+draft/reply=a\\nb', '+draft/react=\\r', '+typing=active', 'draft/target-msgid=a\\nb', 'draft/target-msgid=\\:\\s', 'draft/edit-text=\\n\\n', 'msgid=x', 'time=x',
  '+a', '=', ';;;', '+\u0001=\\\\', 'draft/target-msgid=:x;draft/edit-text=x',
];

/** What clients send; every twentieth line has a source, which servers ignore. */
export const clientLines: Vocabulary = { sources: [':someone ', ...Array.from({ length: 19 }, () => '')], verbs, words, tags };

const nicks = ['anna', 'bob', 'carol', 'ANNA', '*', 'x'.repeat(400), '\u202eanna', 'anna\u200b', ''];
const rooms = ['#lobby', '#LOBBY', '#a', '&b', '#' + 'x'.repeat(400), '#lobby,#a', '*', '0'];
const numbers = [1, 2, 4, 5, 5, 221, 301, 305, 306, 311, 312, 317, 318, 319, 321, 322, 323, 324, 329, 330, 332, 333, 341, 346, 348, 352, 353, 354, 366, 367, 372, 375, 376, 396, 401, 403, 404, 405,
  410, 421, 422, 432, 433, 437, 441, 442, 443, 461, 464, 465, 471, 473, 474, 475, 477, 482, 671, 730, 731, 733, 734, 761, 762, 766, 770, 900, 903, 904, 905, 908];

/** What servers send, for a client that is called anna and is in #lobby. */
export const serverLines: Vocabulary = {
  sources: [':test ', ':anna!u@h ', ':bob!b@h ', ':carol!c@h ', ':', ': ', ':x!y ', '', `:${'n'.repeat(300)}!u@h `, ':irc.example.org '],
  verbs: [
    ...numbers.map((number) => String(number).padStart(3, '0')), 'PRIVMSG', 'PRIVMSG', 'NOTICE', 'TAGMSG', 'JOIN', 'JOIN', 'PART', 'QUIT', 'NICK', 'KICK', 'MODE', 'TOPIC', 'INVITE', 'AWAY', 'ACCOUNT', 'CHGHOST', 'SETNAME',
    'BATCH', 'BATCH', 'CAP', 'FAIL', 'WARN', 'NOTE', 'ERROR', 'PING', 'PONG', 'AUTHENTICATE', 'MARKREAD', 'METADATA', 'RENAME', 'REDACT', 'EDIT', 'REGISTER', 'VERIFY', 'WALLOPS', 'ACK', 'CHATHISTORY', 'SEARCH', '999', 'XYZZY',
  ],
  words: [
    ...nicks, ...rooms, 'anna', '#lobby', ':hello', ':a b c', ':', ':\u0001ACTION waves\u0001', ':\u0001VERSION\u0001', ':\u0001', ':\u00034,12colour\u0003', ':<img src="/dev/zero">', ':https://example.org/\u202e', '@+bob!b@h', ':anna @bob +carol',
    '+b', '+ooo', '-k', '+l', '+', '*!*@*', '=', '@', 'LS', '*', ':sasl=PLAIN batch', 'ACK', ':-batch', 'NEW', 'DEL', ':sts=duration=99999999999,port=1', '+1', '-1', '+2', '-2', 'chathistory', 'draft/multiline', 'netsplit', 'labeled-response',
    'draft/chathistory-targets', 'search', 'metadata', 'timestamp=2020-01-01T00:00:00.000Z', 'timestamp=x', 'msgid=a', 'NETWORK=<b>x', 'CASEMAPPING=x', 'CHANTYPES=', 'PREFIX=(ov', 'PREFIX=()', 'LINELEN=1', 'NICKLEN=0', 'MODES=x', 'CHANMODES=,,,,',
    'draft/FILEHOST=file:///etc/passwd', 'ACCOUNT_REQUIRED', 'INVALID_UTF8', 'PLAIN', '=', '1700000000', '99999999999999999', '-5', 'H@', 'G*', '__proto__', 'constructor', ':' + 'y'.repeat(2000), '\u{1f600}', 'a\u0301'.repeat(60), '\u0000',
  ],
  tags: [
    'time=2020-01-01T00:00:00.000Z', 'time=x', 'time=9999-12-31T23:59:59.999Z', 'msgid=a', 'msgid=b', 'msgid=', `msgid=${'m'.repeat(300)}`, 'account=anna', 'account', 'batch=1', 'batch=2', 'label=x', 'label=1', '+draft/reply=a', '+draft/react=\u{1f44d}',
    '+draft/unreact=\u{1f44d}', '+typing=active', '+typing=x', '+draft/typing=done', '+ritrovo/hand=up', '+ritrovo/announce=on', 'draft/multiline-concat', 'draft/edited=x', 'draft/target-msgid=a', '__proto__=x', '=', ';;', '\\', `+x=${'z'.repeat(4000)}`,
  ],
};
