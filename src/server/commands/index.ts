import type { Message } from '../../shared/message';
import { Numeric } from '../../shared/numerics';
import type { Client } from '../client';
import { Reply } from '../reply';
import { NotStoredError } from '../store/not-stored';
import { admin } from './admin';
import { audit } from './audit';
import { authenticate } from './authenticate';
import { away } from './away';
import { batch } from './batch';
import { cap } from './cap';
import { chanserv } from './chanserv';
import type { Command } from './command';
import { chathistory } from './chathistory';
import { cs } from './cs';
import { dline } from './dline';
import { edit } from './edit';
import { connect } from './connect';
import { error } from './error';
import { help } from './help';
import { helpop } from './helpop';
import { info } from './info';
import { invite } from './invite';
import { ison } from './ison';
import { isupport } from './isupport';
import { join } from './join';
import { kick } from './kick';
import { kill } from './kill';
import { kline } from './kline';
import { links } from './links';
import { list } from './list';
import { lusers } from './lusers';
import { markread } from './markread';
import { metadata } from './metadata';
import { mode } from './mode';
import { monitor } from './monitor';
import { motd } from './motd';
import { names } from './names';
import { nick } from './nick';
import { nickserv } from './nickserv';
import { refuseUnstoredCommand } from './not-stored';
import { notice } from './notice';
import { ns } from './ns';
import { oper } from './oper';
import { part } from './part';
import { pass } from './pass';
import { persistence } from './persistence';
import { ping } from './ping';
import { pong } from './pong';
import { privmsg } from './privmsg';
import { quit } from './quit';
import { redact } from './redact';
import { register } from './register';
import { rehash } from './rehash';
import { restart } from './restart';
import { search } from './search';
import { rename } from './rename';
import { sethost } from './sethost';
import { setname } from './setname';
import { squit } from './squit';
import { stats } from './stats';
import { summon } from './summon';
import { tagmsg } from './tagmsg';
import { time } from './time';
import { topic } from './topic';
import { undline } from './undline';
import { unkline } from './unkline';
import { trace } from './trace';
import { user } from './user';
import { userhost } from './userhost';
import { users } from './users';
import { verify } from './verify';
import { version } from './version';
import { wallops } from './wallops';
import { webirc } from './webirc';
import { who } from './who';
import { whois } from './whois';
import { whowas } from './whowas';

/** The verb table: everything that a client can ask for. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['ADMIN', admin],
  ['AUDIT', audit],
  ['AUTHENTICATE', authenticate],
  ['AWAY', away],
  ['BATCH', batch],
  ['CAP', cap],
  ['CHANSERV', chanserv],
  ['CHATHISTORY', chathistory],
  ['CONNECT', connect],
  ['CS', cs],
  ['DLINE', dline],
  ['EDIT', edit],
  ['ERROR', error],
  ['HELP', help],
  ['HELPOP', helpop],
  ['INFO', info],
  ['INVITE', invite],
  ['ISON', ison],
  ['ISUPPORT', isupport],
  ['JOIN', join],
  ['KICK', kick],
  ['KILL', kill],
  ['KLINE', kline],
  ['LINKS', links],
  ['LIST', list],
  ['LUSERS', lusers],
  ['MARKREAD', markread],
  ['METADATA', metadata],
  ['MODE', mode],
  ['MONITOR', monitor],
  ['MOTD', motd],
  ['NAMES', names],
  ['NICK', nick],
  ['NICKSERV', nickserv],
  ['NOTICE', notice],
  ['NS', ns],
  ['OPER', oper],
  ['PART', part],
  ['PASS', pass],
  ['PERSISTENCE', persistence],
  ['PING', ping],
  ['PONG', pong],
  ['PRIVMSG', privmsg],
  ['QUIT', quit],
  ['REDACT', redact],
  ['REGISTER', register],
  ['REHASH', rehash],
  ['RENAME', rename],
  ['RESTART', restart],
  ['SEARCH', search],
  ['SETHOST', sethost],
  ['SETNAME', setname],
  ['SQUIT', squit],
  ['STATS', stats],
  ['SUMMON', summon],
  ['TAGMSG', tagmsg],
  ['TIME', time],
  ['TOPIC', topic],
  ['TRACE', trace],
  ['UNDLINE', undline],
  ['UNKLINE', unkline],
  ['USER', user],
  ['USERHOST', userhost],
  ['USERS', users],
  ['VERIFY', verify],
  ['VERSION', version],
  ['WALLOPS', wallops],
  ['WEBIRC', webirc],
  ['WHO', who],
  ['WHOIS', whois],
  ['WHOWAS', whowas],
]);

/** HTTP's verbs: a browser that was pointed here by a stranger's page must not be able to chat. */
const httpVerbs: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'CONNECT']);

/** Checks a message against the verb table and runs its handler. Never throws: an error in a handler, or in what it answers, ends nothing but that command. */
export function runCommand(client: Client, message: Message): void {
  const reply = new Reply(client, labelOf(message));
  try {
    dispatch(client, message, reply);
  } catch (error) {
    fail(client, message, reply, error);
  }
  if (reply.work === undefined) conclude(client, message, reply);
  else void finish(client, message, reply, reply.work);
}

/** Waits for what a handler does later; until then no further line of this client is taken, so that all stay in order. */
async function finish(client: Client, message: Message, reply: Reply, work: Promise<void>): Promise<void> {
  client.connection.hold();
  client.server.pause.follow(work);
  try {
    await work;
  } catch (error) {
    fail(client, message, reply, error);
  }
  try {
    await reply.endInTurns();
  } catch (error) {
    client.server.faults.note('reply', error, { verb: message.verb });
    answerInstead(client, message, reply);
  }
  client.connection.release();
}

/** Sends what was gathered; where that cannot be written, the client is told so instead. */
function conclude(client: Client, message: Message, reply: Reply): void {
  if (!client.server.faults.attempt('reply', () => reply.end(), { verb: message.verb })) answerInstead(client, message, reply);
}

function answerInstead(client: Client, { verb }: Message, reply: Reply): void {
  const instead = new Reply(client, reply.takeLabel());
  client.server.faults.attempt('reply', () => {
    instead.numeric(Numeric.ERR_UNKNOWNERROR, verb, failedWords);
    instead.end();
  });
}

const failedWords = 'The server failed to do this; it has been logged';

function fail({ server }: Client, message: Message, reply: Reply, error: unknown): void {
  const { verb, params } = message;
  if (error instanceof NotStoredError) return refuseUnstoredCommand({ message, params, reply }, error);
  server.faults.note('command', error, { verb });
  reply.numeric(Numeric.ERR_UNKNOWNERROR, verb, failedWords);
}

/** The most bytes of a label. Source: https://ircv3.net/specs/extensions/labeled-response#tag-value */
const maxLabelLength = 64;

/** The label of a command. An empty or longer one is none: cut off, it would be an answer to something else. */
function labelOf({ tags }: Message): string | undefined {
  const label = tags.get('label') ?? '';
  return label === '' || Buffer.byteLength(label) > maxLabelLength ? undefined : label;
}

function dispatch(client: Client, message: Message, reply: Reply): void {
  const { server, user } = client;
  const { verb, params } = message;
  const command = commands.get(verb);
  const context = { server, client, message, params, reply };
  if (user === undefined && httpVerbs.has(verb)) {
    client.quit('This is a chat server (IRC), not a web server');
  } else if (command === undefined) {
    if (user === undefined) reply.numeric(Numeric.ERR_NOTREGISTERED, 'Give a name first: NICK and USER');
    else reply.numeric(Numeric.ERR_UNKNOWNCOMMAND, verb.slice(0, maxEchoedVerb), 'There is no such command; HELP lists them');
  } else if ((command.allowed === 'registered' || command.allowed === 'operator') && user === undefined) {
    reply.numeric(Numeric.ERR_NOTREGISTERED, 'Give a name first: NICK and USER');
  } else if (command.allowed === 'before-registration' && user !== undefined) {
    reply.numeric(Numeric.ERR_ALREADYREGISTERED, 'You are registered already');
  } else if (command.allowed === 'operator' && user?.operator === undefined) {
    reply.numeric(Numeric.ERR_NOPRIVILEGES, 'This is for the operators of the server; OPER makes you one');
  } else if (params.length < command.parameters) {
    reply.numeric(Numeric.ERR_NEEDMOREPARAMS, verb, `Parameters are missing: ${command.usage}`);
  } else {
    server.commandCounts.set(verb, (server.commandCounts.get(verb) ?? 0) + 1);
    if (command.allowed === 'always' || command.allowed === 'before-registration') command.run(context);
    else if (user !== undefined) command.run({ ...context, user });
  }
}

/** How much of an unknown verb is repeated, in characters. */
const maxEchoedVerb = 64;
