import envPaths from 'env-paths';
import { z } from 'zod';
import { isRoomName } from './rooms';

/** What a setting holds: a text, a number, yes or no, or several texts. */
type Kind = 'text' | 'number' | 'switch' | 'list';

/** One setting: how it is checked, what it is without being set, and how `--help` and the README explain it. */
export interface Setting<Value = string | number | boolean | readonly string[] | undefined> extends Entry<Value> {
  /** The heading that `--help` shows it under. */
  readonly chapter: string;
}

interface Entry<Value = string | number | boolean | readonly string[] | undefined> {
  readonly kind: Kind;
  readonly schema: z.ZodType<Value>;
  readonly default: Value;
  /** What stands for the value in `--help`. */
  readonly value: string;
  readonly help: string;
  /** Whether a change needs a restart; the others take effect with REHASH or SIGHUP. */
  readonly restart: boolean;
}

type Explained<Value> = Pick<Entry<Value>, 'value' | 'help'> & { readonly restart?: boolean };

function text<Value extends string | undefined>(schema: z.ZodType<Value>, preset: Value, about: Explained<Value>): Entry<Value> {
  return { kind: 'text', schema, default: preset, restart: false, ...about };
}

/** A whole number from `least` to `most`. */
function number(least: number, most: number, preset: number, about: Explained<number>): Entry<number> {
  const schema = z.int(`must be a whole number from ${least} to ${most}`).min(least, `must be at least ${least}`).max(most, `must be at most ${most}`);
  return { kind: 'number', schema, default: preset, restart: false, ...about };
}

function toggle(preset: boolean, help: string, restart = false): Entry<boolean> {
  return { kind: 'switch', schema: z.boolean('must be yes or no'), default: preset, value: 'yes|no', help, restart };
}

function list(item: z.ZodString, about: Explained<readonly string[]>): Entry<readonly string[]> {
  return { kind: 'list', schema: z.array(item), default: [], restart: false, ...about };
}

/** A text that has to be one of a few words. */
function choice<const Word extends string>(words: readonly [Word, ...Word[]], preset: Word, help: string, restart = false): Entry<Word> {
  const schema = z.enum(words, `must be one of ${words.join(', ')}`) as unknown as z.ZodType<Word>;
  return { kind: 'text', schema, default: preset, value: words.join('|'), help, restart };
}

/** Puts settings under a heading. */
function chapter<Entries extends Readonly<Record<string, Entry>>>(heading: string, entries: Entries): { readonly [Name in keyof Entries]: Entries[Name] & { readonly chapter: string } } {
  const headed = Object.entries(entries).map(([name, entry]) => [name, { ...entry, chapter: heading }]);
  return Object.fromEntries(headed) as { readonly [Name in keyof Entries]: Entries[Name] & { readonly chapter: string } };
}

const line = z.string().min(1).regex(/^[^\p{C}]+$/u, 'must be one line of text');
const file = z.string().min(1).optional();

/**
 * All settings by the name that they have as a flag (`--NAME`), in the configuration file (`NAME = …`) and in the
 * environment (`RITROVO_NAME`, with `_` for `-`).
 */
export const settings = {
  ...chapter('The server', {
    host: text(z.string().min(1), '::', { value: 'ADDRESS', help: 'the address to listen on; :: is all of them, 127.0.0.1 only this computer', restart: true }),
    port: number(0, 65535, 8080, { value: 'PORT', help: 'the TCP port to listen on; 0 takes any that is free', restart: true }),
    'extra-ports': list(z.string().regex(/^\d{1,5}$/, 'must be port numbers'), { value: 'PORT,…', help: 'further ports that serve the same, such as 6667 and 6697', restart: true }),
    data: text(z.string().min(1), envPaths('ritrovo', { suffix: '' }).data, { value: 'DIR', help: 'the folder for what the server keeps: ritrovo.db, its certificate, and motd.txt for the message of the day', restart: true }),
    room: text(z.string().refine(isRoomName, 'must start with # and have no spaces or commas'), '#lobby', { value: 'ROOM', help: 'the shared room that everybody is in', restart: true }),
    name: text(line.max(64), 'Ritrovo', { value: 'NAME', help: 'the name of the server as people see it', restart: true }),
    password: text(z.string().min(1).optional(), undefined, { value: 'TEXT', help: 'a password that everybody who joins must give (PASS); others see it in the list of processes, so better in a file' }),
    'password-file': text(file, undefined, { value: 'FILE', help: 'a file whose first line is that password' }),
    'log-level': choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info', 'how much to log'),
    announce: toggle(true, 'whether others on the network find the server by themselves (DNS-SD)', true),
    icon: text(z.url().max(250, 'must have at most 250 characters').optional(), undefined, { value: 'URL', help: 'the address of a picture that clients may show for this network' }),
  }),
  ...chapter('Operators', {
    operators: list(z.string().regex(/^[^:\s]+:\S+$/, 'must be NAME:HASH'), { value: 'NAME:HASH,…', help: 'server operators; make the hash with: npm run server -- hash-password' }),
  }),
  ...chapter('TLS and the web', {
    tls: toggle(true, 'whether the ports speak TLS as well as plain text', true),
    'tls-cert': text(file, undefined, { value: 'FILE', help: 'a certificate with its chain, in PEM; without one the server makes its own' }),
    'tls-key': text(file, undefined, { value: 'FILE', help: 'the private key of the certificate, in PEM' }),
    hostname: text(z.hostname().optional(), undefined, { value: 'NAME', help: 'the name that the certificate is for; with tls-cert, clients are told to use TLS only (STS)' }),
    'sts-duration': number(0, 31_536_000, 2_592_000, { value: 'SECONDS', help: 'how long clients remember to use TLS only' }),
    'websocket-origins': list(line, { value: 'ORIGIN,…', help: 'web pages that may connect by WebSocket, such as https://chat.example.org; none named means pages of this server only, * all' }),
    webirc: list(z.string().regex(/^\S+@[0-9a-fA-F.:]+(?:\/\d{1,3})?$/, 'must be HASH@ADDRESS or HASH@ADDRESS/BITS'), { value: 'HASH@ADDRESS,…', help: 'gateways that may name the address of their users (WEBIRC); make the hash with: npm run server -- hash-password' }),
    metrics: choice(['loopback', 'all', 'off'], 'loopback', 'who may read /metrics (Prometheus)'),
  }),
  ...chapter('History', {
    history: toggle(true, 'whether what is said is kept, so that people can read what they missed', true),
    'history-days': number(0, 36_500, 0, { value: 'DAYS', help: 'how long messages are kept; 0 is for ever' }),
    'history-messages': number(0, 1_000_000_000, 0, { value: 'N', help: 'how many messages of each room are kept, and of other events as many; 0 is all' }),
    durability: choice(['process', 'power'], 'process', 'what a message that was sent survives: the end of this program, or a power cut as well (slower)', true),
  }),
  ...chapter('Connections', {
    'max-connections': number(1, 1_000_000, 10_000, { value: 'N', help: 'the most connections in all' }),
    'max-connections-per-address': number(1, 1_000_000, 64, { value: 'N', help: 'the most connections from one address (IPv6: from one /64, but in this computer’s own networks from each address); this computer itself is not counted' }),
    'connections-per-minute': number(1, 1_000_000, 120, { value: 'N', help: 'the most new connections a minute from one address; this computer itself is not counted' }),
    'memory-limit': number(64, 1_048_576, 2048, { value: 'MIB', help: 'past this much memory, or three quarters of the machine’s, new connections are refused and the slowest readers disconnected; the others stay' }),
    'registration-timeout': number(1, 3600, 60, { value: 'SECONDS', help: 'how long a new connection may take to give a name' }),
    'max-names-tried': number(1, 10_000, 50, { value: 'N', help: 'how many names a new connection may try' }),
    'ping-interval': number(1, 3600, 90, { value: 'SECONDS', help: 'after how much silence a client is asked whether it is there' }),
    'ping-timeout': number(1, 3600, 60, { value: 'SECONDS', help: 'how long it may take to answer that' }),
  }),
  ...chapter('Traffic', {
    'line-length': number(512, 16_384, 512, { value: 'BYTES', help: 'the longest line without its tags; clients know 512', restart: true }),
    'tags-length': number(512, 16_384, 4096, { value: 'BYTES', help: 'the longest tags of a line that a client may send', restart: true }),
    'command-burst': number(1, 1_000_000, 60, { value: 'N', help: 'lines that a client may send at once' }),
    'command-rate': number(1, 1_000_000, 15, { value: 'N', help: 'lines a second that a busy client may send; more are delayed, none is lost' }),
    sendq: number(16_384, 1_073_741_824, 2_097_152, { value: 'BYTES', help: 'what may wait for a client that reads slowly; past it the client is disconnected' }),
  }),
  ...chapter('People and rooms', {
    'max-rooms': number(1, 10_000, 50, { value: 'N', help: 'the most rooms that one person can be in' }),
    'max-rooms-owned': number(0, 10_000, 20, { value: 'N', help: 'the most rooms that one account can own' }),
    'max-list': number(1, 10_000, 100, { value: 'N', help: 'the most entries of a room’s ban list, and of its exceptions and invitations each' }),
    'max-monitor': number(1, 100_000, 100, { value: 'N', help: 'the most names that a client can watch (MONITOR)' }),
    'max-whowas': number(0, 1_000_000, 1000, { value: 'N', help: 'how many of those who left WHOWAS remembers' }),
    'accounts-per-hour': number(0, 1_000_000, 30, { value: 'N', help: 'the most names that can be registered in an hour from one address; 0 closes registration' }),
    'login-attempts': number(1, 10_000, 10, { value: 'N', help: 'the most wrong passwords a minute for one account from one address; ten times as many from one address, and for one account' }),
    'max-multiline-bytes': number(512, 1_048_576, 16_384, { value: 'BYTES', help: 'the longest message of several lines' }),
    'max-multiline-lines': number(2, 10_000, 200, { value: 'N', help: 'the most lines of one message' }),
    'multiline-timeout': number(1, 3600, 60, { value: 'SECONDS', help: 'how long a message of several lines may be silent between two of them' }),
  }),
} as const satisfies Record<string, Setting>;

/** The name of a setting. */
export type SettingName = keyof typeof settings;

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Name;
type ValueOf<Name extends SettingName> = (typeof settings)[Name] extends Setting<infer Value> ? Value : never;

/** The name of a setting in {@link Config}: `max-rooms` is `maxRooms`. */
export type ConfigKey<Name extends SettingName = SettingName> = CamelCase<Name>;

/** Everything that can be set, checked; each is explained in {@link settings}. */
export type Config = { readonly [Name in SettingName as ConfigKey<Name>]: ValueOf<Name> };

/** The names in the order in which `--help` shows them. */
export const settingNames = Object.keys(settings) as readonly SettingName[];

export function configKey(name: SettingName): ConfigKey {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) as ConfigKey;
}
