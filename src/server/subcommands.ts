import { once } from 'node:events';
import { linesForTerminal } from '../shared/terminal';

/** What the program does instead of serving, with what `--help` says of it. */
export const subcommands = {
  export: 'writes the history of a room to the output, as JSON Lines or as text',
  'hash-password': 'asks for a password and prints its hash, for --operators and --webirc',
} as const;

export type Subcommand = keyof typeof subcommands;

export const subcommandNames = Object.keys(subcommands) as readonly Subcommand[];

/** What each prints for `--help`. */
const usages: Readonly<Record<Subcommand, string>> = {
  export: [
    'Usage: npm run --silent server -- export --room ROOM [--format jsonl|text] [--data DIR] [--config FILE]',
    '',
    'Writes what was said in a room, oldest first, whether the server runs or not.',
  ].join('\n'),
  'hash-password': [
    'Usage: npm run server -- hash-password',
    '',
    'Asks for a password and prints its hash, for the settings operators (NAME:HASH) and webirc (HASH@ADDRESS).',
    'Without a terminal the password is the first line of the input.',
  ].join('\n'),
};

/** What each does; loaded only when it is asked for. */
const programs: Readonly<Record<Subcommand, (args: readonly string[]) => Promise<void>>> = {
  export: async (args) => (await import('./history/export')).runExport(args, process.env, writeOut),
  'hash-password': async () => (await import('./accounts/hash-password')).hashPasswordProgram(),
};

/**
 * Runs one, or explains it with `--help`.
 * @throws errors whose message is for the person at the terminal
 */
export async function runSubcommand(name: Subcommand, args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) await writeOut(`${usages[name]}\n`);
  else await programs[name](args);
}

/** Waits while the reader is slower. A file gets what was said as it was said; a terminal does not obey it. */
async function writeOut(text: string): Promise<void> {
  if (!process.stdout.write(process.stdout.isTTY ? linesForTerminal(text) : text)) await once(process.stdout, 'drain');
}
