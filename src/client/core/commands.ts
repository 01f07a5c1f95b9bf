import { isNickname, maxNicknameLength, normalizeNickname } from '../../shared/nickname';
import { t, type Key } from '../i18n';
import { activeRoom, InputError, say, type InputHost } from './input';

/** One `/command`. */
export interface Command {
  readonly usage: string;
  /** What it is for. */
  readonly help: Key;
  /** Whether it needs a connection. */
  readonly online: boolean;
  /** @throws InputError, whose message is for the person; MessageFormatError */
  run(rest: string, host: InputHost): void;
}

const commands: Readonly<Record<string, Command>> = {
  away: command('/away [why]', 'command.away', (rest, host) => {
    host.send({ verb: 'AWAY', params: [rest === '' ? 'away' : rest] });
  }),
  back: command('/back', 'command.back', (_rest, host) => host.send({ verb: 'AWAY', params: [] })),
  help: {
    usage: '/help', help: 'command.help', online: false,
    run: (_rest, host) => {
      for (const { usage, help } of Object.values(commands)) tell(host, `${usage}: ${t(help)}`);
      tell(host, t('told.quit'));
    },
  },
  invite: command('/invite NAME [ROOM]', 'command.invite', (rest, host) => {
    const [nick, room] = words(rest, 1, '/invite NAME [ROOM]');
    host.send({ verb: 'INVITE', params: [nick, room ?? activeRoom(host)] });
  }),
  join: command('/join ROOM [KEY]', 'command.join', (rest, host) => {
    const [name, ...key] = words(rest, 1, '/join ROOM [KEY]');
    const room = host.store.isChannel(name) ? name : `#${name}`;
    if (host.store.room(room)?.joined === true) return host.store.apply({ type: 'activate', room });
    host.awaitJoin(room);
    host.send({ verb: 'JOIN', params: [room, ...key.slice(0, 1)] });
  }),
  kick: command('/kick NAME [why]', 'command.kick', (rest, host) => {
    const [nick, ...why] = words(rest, 1, '/kick NAME [why]');
    host.send({ verb: 'KICK', params: [activeRoom(host), nick, ...reason(why)] });
  }),
  list: command('/list', 'command.list', (_rest, host) => host.send({ verb: 'LIST', params: [] })),
  me: command('/me TEXT', 'command.me', (rest, host) => {
    if (rest === '') throw usage('/me TEXT');
    say(rest, activeRoom(host), host, 'action');
  }),
  mode: command('/mode [ROOM] [MODES]', 'command.mode', (rest, host) => {
    const params = rest.split(/\s+/).filter((word) => word !== '');
    const named = params[0] !== undefined && !/^[+-]/.test(params[0]);
    host.send({ verb: 'MODE', params: named ? params : [activeRoom(host), ...params] });
  }),
  msg: command('/msg NAME TEXT', 'command.msg', (rest, host) => {
    const [nick, ...text] = words(rest, 2, '/msg NAME TEXT');
    say(rest.slice(nick.length).trim() || text.join(' '), nick, host);
  }),
  names: {
    usage: '/names', help: 'command.names', online: false,
    run: (_rest, host) => {
      const members = host.store.active?.members ?? [];
      tell(host, t('told.here', { number: members.length, names: members.map(({ prefix, nick }) => prefix.charAt(0) + nick).join(' ') }));
    },
  },
  nick: command('/nick NAME', 'command.nick', (rest, host) => {
    const nick = normalizeNickname(rest);
    if (!isNickname(nick)) throw new InputError(t('problem.nameRule', { most: maxNicknameLength }));
    host.send({ verb: 'NICK', params: [nick] });
  }),
  notice: command('/notice NAME TEXT', 'command.notice', (rest, host) => {
    const [target] = words(rest, 2, '/notice NAME TEXT');
    say(rest.slice(target.length).trim(), target, host, 'notice');
  }),
  part: {
    usage: '/part [ROOM] [why]', help: 'command.part', online: false,
    run: (rest, host) => part(rest, host),
  },
  query: command('/query NAME [TEXT]', 'command.query', (rest, host) => {
    const [nick] = words(rest, 1, '/query NAME [TEXT]');
    if (host.store.isChannel(nick)) throw new InputError(t('problem.goToRoom', { room: nick }));
    host.store.apply({ type: 'open', room: nick });
    host.store.apply({ type: 'activate', room: nick });
    const text = rest.slice(nick.length).trim();
    if (text !== '') say(text, nick, host);
  }),
  quit: {
    usage: '/quit [why]', help: 'command.quit', online: false,
    run: (rest, host) => host.quitWith(rest),
  },
  quote: command('/quote LINE', 'command.quote', (rest, host) => {
    if (rest === '') throw usage('/quote LINE');
    host.sendRaw(rest);
  }),
  topic: command('/topic [TEXT]', 'command.topic', (rest, host) => {
    const room = activeRoom(host);
    const topic = host.store.active?.topic ?? '';
    if (rest !== '') host.send({ verb: 'TOPIC', params: [room, rest] });
    else tell(host, topic === '' ? t('told.topicNone', { room }) : t('told.topicIs', { room, topic }));
  }),
  who: command('/who [NAME or ROOM]', 'command.who', (rest, host) => {
    host.send({ verb: 'WHO', params: [rest === '' ? activeRoom(host) : rest] });
  }),
  whois: command('/whois NAME', 'command.whois', (rest, host) => {
    const [nick] = words(rest, 1, '/whois NAME');
    host.send({ verb: 'WHOIS', params: [nick] });
  }),
};

/** Other names that people know from other programs. */
const aliases: Readonly<Record<string, string>> = { j: 'join', leave: 'part', close: 'part', exit: 'quit', raw: 'quote', n: 'names' };

export const commandNames: readonly string[] = Object.keys(commands);

export function commandNamed(name: string): Command | undefined {
  const lower = name.toLowerCase();
  const key = Object.hasOwn(aliases, lower) ? aliases[lower] ?? lower : lower;
  return Object.hasOwn(commands, key) ? commands[key] : undefined;
}

function part(rest: string, host: InputHost): void {
  const [first = '', ...others] = rest.split(/\s+/);
  const named = host.store.isChannel(first) || host.store.room(first) !== undefined;
  const room = named ? first : activeRoom(host);
  const why = named ? others : [first, ...others];
  if (host.store.room(room)?.joined === true) host.send({ verb: 'PART', params: [room, ...reason(why)] });
  else host.store.apply({ type: 'own-leave', room, keep: false });
}

function command(usageText: string, help: Key, run: Command['run']): Command {
  return { usage: usageText, help, online: true, run };
}

function usage(text: string): InputError {
  return new InputError(t('problem.commandUsage', { usage: text }));
}

/** The words of a command's rest, at least so many. @throws InputError */
function words(rest: string, least: number, usageText: string): [string, ...string[]] {
  const [first = '', ...others] = rest.split(/\s+/);
  if (first === '' || others.length + 1 < least) throw usage(usageText);
  return [first, ...others];
}

function reason(why: readonly string[]): string[] {
  const text = why.join(' ').trim();
  return text === '' ? [] : [text];
}

function tell(host: InputHost, text: string): void {
  host.store.apply({ type: 'note', room: undefined, text, tone: 'plain', time: new Date() });
}
