import { Numeric as N } from '../../../shared/numerics';
import { aboutAccount, account, loggedIn, loggedOut } from './account';
import { away, isAway, noLongerAway, nowAway } from './away';
import { cap } from './cap';
import type { Handler } from './context';
import { edit } from './edit';
import { error } from './error';
import { invite, inviting } from './invite';
import { isupport } from './isupport';
import { join } from './join';
import { kick } from './kick';
import { list } from './list';
import { markread } from './markread';
import { mode, modesAre } from './mode';
import { ison, offline, online } from './monitor';
import { motd, motdEnd } from './motd';
import { names, namesEnd } from './names';
import { nick } from './nick';
import { nickRefused } from './nick-refused';
import { notice } from './notice';
import { oper } from './oper';
import { other } from './other';
import { chghost, visibleHost } from './own-host';
import { part } from './part';
import { ping } from './ping';
import { pong } from './pong';
import { privmsg } from './privmsg';
import { quit } from './quit';
import { redact } from './redact';
import { refused } from './refused';
import { fail, standardNote, warn } from './standard-reply';
import { rename } from './rename';
import { tagmsg } from './tagmsg';
import { topic, topicIs, topicIsNone, topicWhoTime } from './topic';
import { userhost } from './userhost';
import { who, whois, whox } from './whois';

/** Numerics that tell a person nothing: greetings, counts, ends of lists. */
const silent: readonly string[] = [
  N.RPL_WELCOME, N.RPL_YOURHOST, N.RPL_CREATED, N.RPL_MYINFO, '042', N.RPL_UMODEIS, '250', N.RPL_LUSERCLIENT,
  N.RPL_LUSEROP, N.RPL_LUSERUNKNOWN, N.RPL_LUSERCHANNELS, N.RPL_LUSERME, N.RPL_LOCALUSERS, N.RPL_GLOBALUSERS,
  N.RPL_ENDOFWHO, N.RPL_ENDOFWHOIS, '321', N.RPL_LISTEND, N.RPL_CREATIONTIME, N.RPL_MOTDSTART,
  N.RPL_ENDOFWHOWAS,   // The ends of MONITOR's lists.
  '732', '733',
];

/** Source: https://ircv3.net/specs/extensions/sasl-3.1#numerics-used-by-this-extension */
const loginNumerics = { in: '900', out: '901' } as const;

const ignore: Handler = () => undefined;

/** Verb or numeric to what it does. */
const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...silent.map((verb): [string, Handler] => [verb, ignore]),
  ['ACCOUNT', account], [loginNumerics.in, loggedIn], [loginNumerics.out, loggedOut], ['REGISTER', aboutAccount], ['AUTHENTICATE', aboutAccount],
  ...['902', '903', '904', '905', '906', '907'].map((verb): [string, Handler] => [verb, aboutAccount]),
  ['AWAY', away], [N.RPL_AWAY, isAway], [N.RPL_NOWAWAY, nowAway], [N.RPL_UNAWAY, noLongerAway],
  ['CAP', cap],
  ['CHGHOST', chghost], ['396', visibleHost],
  ['EDIT', edit],
  ['ERROR', error],
  ['FAIL', fail], ['WARN', warn], ['NOTE', standardNote],
  ['INVITE', invite], [N.RPL_INVITING, inviting],
  [N.RPL_ISUPPORT, isupport],
  ['JOIN', join],
  ['KICK', kick],
  [N.RPL_LIST, list],
  ['MARKREAD', markread],
  ['MODE', mode], [N.RPL_CHANNELMODEIS, modesAre],
  ['730', online], ['731', offline], [N.RPL_ISON, ison],
  [N.RPL_MOTD, motd], [N.RPL_ENDOFMOTD, motdEnd], [N.ERR_NOMOTD, motdEnd],
  [N.RPL_NAMREPLY, names], [N.RPL_ENDOFNAMES, namesEnd],
  ['NICK', nick],
  [N.ERR_NICKNAMEINUSE, nickRefused], [N.ERR_ERRONEUSNICKNAME, nickRefused],
  ['NOTICE', notice],
  [N.RPL_YOUREOPER, oper],
  ['PART', part],
  ['PING', ping],
  ['PONG', pong],
  ['PRIVMSG', privmsg],
  ['QUIT', quit],
  ['REDACT', redact],
  ['RENAME', rename],
  ['TAGMSG', tagmsg],
  [N.RPL_USERHOST, userhost],
  ['TOPIC', topic], [N.RPL_TOPIC, topicIs], [N.RPL_NOTOPIC, topicIsNone], [N.RPL_TOPICWHOTIME, topicWhoTime],
  [N.RPL_WHOISUSER, whois], [N.RPL_WHOISSERVER, whois], [N.RPL_WHOISOPERATOR, whois], [N.RPL_WHOISIDLE, whois],
  [N.RPL_WHOISCHANNELS, whois], [N.RPL_WHOISHOST, whois], [N.RPL_WHOREPLY, who], [N.RPL_WHOSPCRPL, whox],
]);

/** What to do with a message: a verb without a meaning here does nothing, a numeric tells its words. */
export function handlerFor(verb: string): Handler {
  const known = handlers.get(verb);
  if (known !== undefined) return known;
  if (/^[45]\d\d$/.test(verb)) return refused;
  return /^\d{3}$/.test(verb) ? other : ignore;
}
