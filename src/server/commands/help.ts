import { Numeric } from '../../shared/numerics';
import { joinWords } from '../text';
import { commands } from '.';
import type { Command } from './command';
import { helpTopics } from './help-topics';

/** The most bytes of names in one line. */
const maxNamesLength = 100;

/** Source: https://modern.ircdocs.horse/#help-message */
export const help: Command = {
  usage: 'HELP [<command or topic>]',
  help: 'Explains a command or a topic, or lists them all.',
  parameters: 0,
  allowed: 'registered',
  run({ params: [given = ''], reply }) {
    const subject = given.toUpperCase();
    const pages = subject === '' ? overview() : pageOf(subject);
    if (pages === undefined) { reply.numeric(Numeric.ERR_HELPNOTFOUND, given, 'There is no such command or topic; HELP lists them'); return; }
    const [title = '', ...lines] = pages;
    const shown = subject === '' ? '*' : subject;
    reply.numeric(Numeric.RPL_HELPSTART, shown, title);
    for (const line of lines) reply.numeric(Numeric.RPL_HELPTXT, shown, line);
    reply.numeric(Numeric.RPL_ENDOFHELP, shown, 'End of help');
  },
};

/** The title, then the lines. */
function overview(): string[] {
  return [
    'The commands of this server; HELP <command> explains one',
    ...joinWords(commands.keys(), maxNamesLength),
    `Topics: ${[...helpTopics.keys()].join(' ')}`,
  ];
}

function pageOf(subject: string): string[] | undefined {
  const command = commands.get(subject);
  const topic = helpTopics.get(subject);
  if (command !== undefined) return [command.usage, command.help, ...(topic ?? [])];
  return topic === undefined ? undefined : [...topic];
}
