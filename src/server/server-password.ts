import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError } from './config-error';

/**
 * The password that everybody who joins must give, from a file: its first line, since editors put an end behind it.
 * @param file relative to the working directory
 * @throws ConfigError
 */
export function readPasswordFile(file: string): string {
  const [password = ''] = contentOf(file).split(/\r?\n/);
  if (password === '') throw new ConfigError(`password-file: the first line of ${file} is empty. It must be the password.`);
  if (/[\r\0]/.test(password)) throw new ConfigError(`password-file: the first line of ${file} is no password: a NUL or a CR is in it, which nobody can send.`);
  return password;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`password-file: ${file} cannot be read: ${why}. It must be a file whose first line is the password, which the server may read.`, { cause: error });
  }
}

/** Whether other users of this computer can read a file; not known, and no, on Windows, which has no modes. */
export function isReadableByOthers(file: string): boolean {
  return process.platform !== 'win32' && ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o044) !== 0;
}

/**
 * Moves the password from the arguments to the environment, where it means the same and which only the same user and root
 * can read: neither this process (see `showArguments`) nor the one that follows it at a restart then shows it.
 * @returns the other arguments; all of them where there is no password that can be used, which `readRequest` then says
 */
export function takePassword(args: readonly string[], environment: Record<string, string | undefined>): readonly string[] {
  const options = { password: { type: 'string' }, 'password-file': { type: 'string' } } as const;
  const tokens = parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  const given = tokens.filter(({ name }) => name === 'password');
  const password = given.at(-1)?.value;
  if (password === undefined || given.some(({ value }) => value === undefined || value === '') || tokens.some(({ name }) => name === 'password-file')) return args;
  const taken = new Set(given.flatMap(({ index, inlineValue }) => (inlineValue === true ? [index] : [index, index + 1])));
  environment.RITROVO_PASSWORD = password;
  delete environment.RITROVO_PASSWORD_FILE;
  return args.filter((_, index) => !taken.has(index));
}
