import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { AddressError, parseAddress, type Address } from '../shared/address';
import type { ClientCertificate } from './core/open-socket';

/** What the program was started with. */
export interface Options {
  readonly address: Address | undefined;
  readonly name: string | undefined;
  readonly room: string | undefined;
  readonly pingSeconds: number | undefined;
  readonly stay: boolean | undefined;
  /** The server's own password (PASS). */
  readonly password: string | undefined;
  /** What we log in with instead of a password (SASL EXTERNAL). */
  readonly certificate: ClientCertificate | undefined;
}

export type Request =
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'run'; readonly options: Options };

/** A flag or a variable that cannot be used; the message names it and says what is allowed. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

const flags = {
  name: { type: 'string' },
  room: { type: 'string' },
  'ping-seconds': { type: 'string' },
  stay: { type: 'boolean' },
  'password-file': { type: 'string' },
  'client-cert': { type: 'string' },
  'client-key': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** The bounds of the ping's interval, in seconds. */
export const pingBounds = { least: 1, most: 3600 } as const;

export const help = `Ritrovo: a chat window for a network of your own

Usage: npm run client -- [ADDRESS[:PORT]] [flags]
       node dist/client.js [ADDRESS[:PORT]] [flags]

ADDRESS is the server's host name or IP address; the port is 8080 where none is given. irc://NAME@ADDRESS/ROOM,#ROOM
names you and rooms too, irc://:PASSWORD@ADDRESS gives the server's password, and ircs://ADDRESS wants TLS (on port 6697
where none is given). Without an address the program asks for it: in the terminal, or in the window.

Flags, and the variables of the environment that set the same:
  --name NAME         your name; with it and an address you join at once    RITROVO_NICK
  --room ROOM         the room to join on servers that have no shared room  RITROVO_ROOM
                      (default #lobby)
  --ping-seconds N    from one ping of the server to the next               RITROVO_PING_SECONDS
                      (${pingBounds.least} to ${pingBounds.most}, default 5)
  --stay              reconnect when ADDRESS is lost, rather than end after RITROVO_STAY
                      5 seconds; a window without an ADDRESS always does
  --password-file F   the file with the password that the server wants of   RITROVO_PASSWORD_FILE
                      everybody; else you are asked where one is wanted
  --client-cert FILE  a certificate in PEM to log in with over TLS          RITROVO_CLIENT_CERT
  --client-key FILE   its key; left out where it is in the same file        RITROVO_CLIENT_KEY
  --help, -h          shows this
  --version, -v       shows the version

Exit status: 0 you left or the server was shut down, 1 a wrong flag or no display, 2 the connection could not be made,
3 the server was lost.`;

/** Reads the command line, and the environment where the command line says nothing. @throws OptionsError */
export function readOptions(args: readonly string[], environment: Readonly<NodeJS.ProcessEnv>, version: string): Request {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { kind: 'print', text: help };
  if (values.version === true) return { kind: 'print', text: version };
  const [address, ...more] = positionals;
  if (more.length > 0) throw new OptionsError(`One address is enough: “${more.join(' ')}” is too much. A name is given with --name.`);
  return {
    kind: 'run',
    options: {
      address: address === undefined || address.trim() === '' ? undefined : addressOf(address),
      name: text(values.name ?? environment.RITROVO_NICK),
      room: text(values.room ?? environment.RITROVO_ROOM),
      pingSeconds: seconds(values['ping-seconds'], '--ping-seconds') ?? seconds(environment.RITROVO_PING_SECONDS, 'RITROVO_PING_SECONDS'),
      stay: values.stay ?? yesOrNo(environment.RITROVO_STAY),
      password: passwordIn(text(values['password-file'] ?? environment.RITROVO_PASSWORD_FILE)),
      certificate: certificateIn(text(values['client-cert'] ?? environment.RITROVO_CLIENT_CERT), text(values['client-key'] ?? environment.RITROVO_CLIENT_KEY)),
    },
  };
}

type Parsed = ReturnType<typeof parseArgs<{ options: typeof flags; allowPositionals: true }>>;

function parsed(args: readonly string[]): Parsed {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    const names = Object.keys(flags).map((name) => `--${name}`).join(', ');
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split(/\.(?: |$)/);
    throw new OptionsError(`${first}. Allowed are ${names} and one address; --help explains them.`, { cause: error });
  }
}

/** @throws OptionsError */
export function addressOf(typed: string): Address {
  try {
    return parseAddress(typed);
  } catch (error) {
    if (error instanceof AddressError) throw new OptionsError(error.message, { cause: error });
    throw error;
  }
}

/** A link as others may see it: without the password that stands in it. */
export function withoutPassword(argument: string): string {
  return argument.replace(/^(\s*ircs?:\/\/[^@/:]*):[^@/]*@/i, '$1@');
}

/** @throws OptionsError */
function certificateIn(certificateFile: string | undefined, keyFile: string | undefined): ClientCertificate | undefined {
  if (certificateFile === undefined) {
    if (keyFile === undefined) return undefined;
    throw new OptionsError('A key (--client-key) needs its certificate: --client-cert.');
  }
  return { certificate: fileText(certificateFile, '--client-cert'), key: fileText(keyFile ?? certificateFile, '--client-key') };
}

/** The first line: editors put an end behind it. @throws OptionsError */
function passwordIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const [password = ''] = fileText(file, '--password-file').split(/\r?\n/);
  if (password === '' || /[\r\0]/.test(password)) throw new OptionsError('The first line of the file of --password-file is empty, or no password.');
  return password;
}

function fileText(file: string, flag: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OptionsError(`The file of ${flag} cannot be read (${why}).`, { cause: error });
  }
}

function text(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function seconds(value: string | undefined, name: string): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  if (value.trim() !== '' && number >= pingBounds.least && number <= pingBounds.most) return number;
  throw new OptionsError(`${name} is “${value}”; it must be a number of seconds from ${pingBounds.least} to ${pingBounds.most}.`);
}

function yesOrNo(value: string | undefined): boolean | undefined {
  if (value === undefined || value === '') return undefined;
  if (/^(?:1|yes|true|on)$/i.test(value)) return true;
  if (/^(?:0|no|false|off)$/i.test(value)) return false;
  throw new OptionsError(`RITROVO_STAY is “${value}”; it must be yes or no.`);
}
