import { isNickname, normalizeNickname } from '../../shared/nickname';
import { Numeric } from '../../shared/numerics';
import { joinWords } from '../text';
import type { Command, UserContext } from './command';

/** The most bytes of names in one line of an answer. */
const maxNamesLength = 300;

/** Source: https://ircv3.net/specs/extensions/monitor */
export const monitor: Command = {
  usage: 'MONITOR + <nick>{,<nick>} | - <nick>{,<nick>} | C | L | S',
  help: 'Watches names: + and - change the list, C clears it, L shows it, S says who of it is here.',
  parameters: 1,
  allowed: 'registered',
  run(context) {
    const { server, client, params: [subcommand = '', names], reply } = context;
    const { monitor: books } = server.users;
    switch (subcommand.toUpperCase()) {
      case '+':
        watch(context, namesOf(names));
        break;
      case '-':
        for (const name of namesOf(names)) books.remove(client, name);
        break;
      case 'C':
        books.clear(client);
        break;
      case 'L':
        for (const line of joinNames(books.listOf(client))) reply.numeric(Numeric.RPL_MONLIST, line);
        reply.numeric(Numeric.RPL_ENDOFMONLIST, 'End of MONITOR list');
        break;
      case 'S':
        sendStatus(context, books.listOf(client));
        break;
      default:
        reply.fail('MONITOR', 'UNKNOWN_COMMAND', subcommand === '' ? '*' : subcommand, 'There is no such MONITOR command: +, -, C, L, S');
    }
  },
};

const namesOf = (names = ''): string[] => names.split(',').filter((name) => name !== '');

/** Names joined by commas. */
function* joinNames(names: Iterable<string>): Generator<string> {
  for (const line of joinWords(names, maxNamesLength)) yield line.replaceAll(' ', ',');
}

/** Adds names to the list and says who of them is here; past the limit the rest is refused. */
function watch(context: UserContext, names: readonly string[]): void {
  const { server, client, reply } = context;
  const { maxMonitor } = server.config;
  const { monitor: books } = server.users;
  const added: string[] = [];
  for (const [index, given] of names.entries()) {
    const name = normalizeNickname(given);
    if (!isNickname(name)) continue;
    if (!books.isWatching(client, name)) {
      if (books.countOf(client) >= maxMonitor) {
        const rest = names.slice(index).filter((other) => isNickname(normalizeNickname(other)));
        for (const line of joinNames(rest)) reply.numeric(Numeric.ERR_MONLISTFULL, String(maxMonitor), line, 'Monitor list is full');
        break;
      }
      books.add(client, name);
    }
    added.push(name);
  }
  sendStatus(context, added);
}

function sendStatus({ server, reply }: UserContext, names: readonly string[]): void {
  const here: string[] = [];
  const away: string[] = [];
  for (const name of names) {
    const user = server.names.find(name)?.user;
    if (user === undefined) away.push(name);
    else here.push(user.source);
  }
  for (const line of joinNames(here)) reply.numeric(Numeric.RPL_MONONLINE, line);
  for (const line of joinNames(away)) reply.numeric(Numeric.RPL_MONOFFLINE, line);
}
