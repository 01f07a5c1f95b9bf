import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse as parseToml, TomlError } from 'smol-toml';
import { ConfigError } from './config-error';
import { isReadableByOthers, readPasswordFile } from './server-password';
import { configKey, settingNames, settings, type Config, type Setting, type SettingName } from './settings';
import { subcommandNames, subcommands, type Subcommand } from './subcommands';
import { version } from './version';

export { ConfigError } from './config-error';
export type { Config } from './settings';

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'serve'; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'subcommand'; readonly name: Subcommand; readonly args: readonly string[] };

type Value = string | number | boolean | readonly string[] | undefined;
type Values = Partial<Record<SettingName, Value>>;

const isSettingName = (name: string): name is SettingName => Object.hasOwn(settings, name);

/**
 * Reads the settings: flags count before the environment, that before the file, that before the defaults.
 * @param args what stands behind the program's name
 * @throws ConfigError
 */
export function readRequest(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Request {
  const subcommand = subcommandNames.find((name) => name === args[0]);
  if (subcommand !== undefined) return { kind: 'subcommand', name: subcommand, args: args.slice(1) };
  const { flags, file, help, showVersion } = readFlags(args);
  if (help) return { kind: 'print', text: helpText() };
  if (showVersion) return { kind: 'print', text: version };
  const layers = layersOf(flags, file, environment);
  const { password, warnings } = passwordIn(layers, file ?? environment.RITROVO_CONFIG);
  return { kind: 'serve', config: { ...toConfig(merged(layers)), ...password }, warnings };
}

/** The folder of a server's data, for programs beside the server: they need no password. @throws ConfigError */
export function readDataFolder(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): string {
  const { flags, file } = readFlags(args);
  return toConfig(merged(layersOf(flags, file, environment))).data;
}

/** What is set, the layer that counts most first. */
function layersOf(flags: Values, file: string | undefined, environment: Readonly<Record<string, string | undefined>>): readonly Values[] {
  const path = file ?? environment.RITROVO_CONFIG;
  return [flags, readEnvironment(environment), path === undefined ? {} : readFile(path)];
}

function merged(layers: readonly Values[]): Values {
  return Object.assign({}, ...layers.toReversed()) as Values;
}

interface FoundPassword {
  readonly password: Pick<Config, 'password' | 'passwordFile'>;
  readonly warnings: readonly string[];
}

/** The password, or the file that holds it: of two that are set in different ways, the one that counts before the other. */
function passwordIn(layers: readonly Values[], configuration: string | undefined): FoundPassword {
  const layer = layers.find((values) => values.password !== undefined || values['password-file'] !== undefined) ?? {};
  const { password, 'password-file': file } = layer;
  const warnings = (where: string | undefined): string[] =>
    where !== undefined && isReadableByOthers(where) ? [`others on this computer can read ${where}, which holds the password; chmod 600 keeps it from them`] : [];
  if (typeof file !== 'string') {
    const isInConfiguration = password !== undefined && layer === layers.at(-1);
    return { password: { password: password as string | undefined, passwordFile: undefined }, warnings: warnings(isInConfiguration ? configuration : undefined) };
  }
  if (password !== undefined) throw new ConfigError('password and password-file are both set. Set one of them.');
  return { password: { password: readPasswordFile(file), passwordFile: file }, warnings: warnings(file) };
}

/** A configuration from values in code; what is left out has its default. Used by tests and by programs. */
export function configOf(values: Partial<Config> = {}): Config {
  return { ...toConfig({}), ...values };
}

interface Flags {
  readonly flags: Values;
  readonly file: string | undefined;
  readonly help: boolean;
  readonly showVersion: boolean;
}

/** Where the settings of a command line and environment are read from, apart from these: the file, if there is one. */
export function configFile(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): string | undefined {
  return readFlags(args).file ?? environment.RITROVO_CONFIG;
}

function readFlags(args: readonly string[]): Flags {
  const named = Object.fromEntries(settingNames.map((name) => [name, { type: 'string' as const }]));
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...named, config: { type: 'string' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } },
    strict: false,
    tokens: true,
  });
  const flags: Values = {};
  let file: string | undefined;
  let help = false;
  let showVersion = false;
  for (const token of tokens) {
    if (token.kind !== 'option') throw new ConfigError(`“${args[token.index] ?? ''}” is not a setting. ${allowedFlags()}`);
    if (token.name === 'help' || token.name === 'h') help = true;
    else if (token.name === 'version') showVersion = true;
    else if (token.name !== 'config' && !isSettingName(token.name)) throw new ConfigError(`There is no setting ${token.rawName}. ${allowedFlags()}`);
    else if (token.value === undefined) throw new ConfigError(`${token.rawName} needs a value: ${token.rawName} ${valueOf(token.name)}`);
    else if (token.name === 'config') file = token.value;
    else flags[token.name] = checked(token.name, token.value, token.rawName);
  }
  return { flags, file, help, showVersion };
}

const valueOf = (name: SettingName | 'config'): string => (name === 'config' ? 'FILE' : settings[name].value);

const allowedFlags = (): string => `Allowed are ${settingNames.map((name) => `--${name}`).join(', ')}, --config, --help and --version.`;

const environmentName = (name: SettingName): string => `RITROVO_${name.toUpperCase().replaceAll('-', '_')}`;

function readEnvironment(environment: Readonly<Record<string, string | undefined>>): Values {
  const values: Values = {};
  for (const name of settingNames) {
    const variable = environmentName(name);
    const value = environment[variable];
    if (value !== undefined && value !== '') values[name] = checked(name, value, variable);
  }
  return values;
}

function readFile(path: string): Values {
  const values: Values = {};
  for (const [name, value] of Object.entries(parseFile(path))) {
    if (!isSettingName(name)) throw new ConfigError(`${path}: there is no setting “${name}”. Allowed are ${settingNames.join(', ')}.`);
    if (!isValue(value)) throw new ConfigError(`${path}: ${name} must be a text, a number, yes or no (true, false) or a list of texts.`);
    values[name] = checked(name, value, `${path}: ${name}`);
  }
  return values;
}

function parseFile(path: string): Record<string, unknown> {
  try {
    return parseToml(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof TomlError) {
      throw new ConfigError(`${path}, line ${error.line}, is not TOML: ${error.message.split('\n')[0] ?? ''}`, { cause: error });
    }
    throw new ConfigError(`The configuration file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function isValue(value: unknown): value is Exclude<Value, undefined> {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string' || typeof item === 'number');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** @param where the name of the flag, variable or line, for the error */
function checked(name: SettingName, value: Exclude<Value, undefined>, where: string): Value {
  const setting: Setting = settings[name];
  const result = setting.schema.safeParse(typed(setting, value));
  if (result.success && result.data !== undefined) return result.data;
  const why = result.error?.issues[0]?.message ?? 'is not allowed';
  throw new ConfigError(`${where}: ${JSON.stringify(value)} cannot be used, it ${why.startsWith('must') ? why : `is not allowed (${why})`}. It is ${setting.help}.`);
}

/** A value as its setting has it: flags and the environment know texts only. */
function typed(setting: Setting, value: Exclude<Value, undefined>): Value {
  switch (setting.kind) {
    case 'number':
      return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    case 'switch':
      return value === 'yes' || value === 'true' ? true : value === 'no' || value === 'false' ? false : value;
    case 'list':
      if (typeof value === 'object') return value.map(String);
      return String(value).split(',').map((item) => item.trim()).filter((item) => item !== '');
    case 'text':
      return typeof value === 'number' ? String(value) : value;
  }
}

function toConfig(values: Values): Config {
  const entries = settingNames.map((name) => [configKey(name), values[name] ?? settings[name].default]);
  const config = Object.fromEntries(entries) as Config;
  return { ...config, room: config.room.normalize('NFC') };
}

function writtenDefault(value: Value): string {
  if (value === undefined || (typeof value === 'object' && value.length === 0)) return '';
  return ` [${typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}]`;
}

/** How wide `--help` is, and where its explanations begin, in characters. */
const helpWidth = 100;
const helpColumn = 36;

function helpText(): string {
  const lines: string[] = [];
  let heading = '';
  for (const name of settingNames) {
    const setting: Setting = settings[name];
    if (setting.chapter !== heading) lines.push('', `${setting.chapter}:`);
    heading = setting.chapter;
    lines.push(...helpRow(`--${name} ${setting.value}`, `${setting.help}${writtenDefault(setting.default)}`));
  }
  return [
    'Usage: npm run server -- [SETTING…]   or   node dist/server.js [SETTING…]',
    '       node dist/server.js COMMAND --help',
    '',
    'Starts a Ritrovo chat server. Ctrl-C stops it and tells everybody.',
    ...lines,
    '',
    'Other:',
    ...helpRow('--config FILE', 'a TOML file with any of these settings: port = 8080'),
    ...helpRow('--help', 'this text'),
    ...helpRow('--version', 'the version'),
    '',
    'Commands:',
    ...subcommandNames.flatMap((name) => helpRow(name, subcommands[name])),
    '',
    'Each setting can also stand in the environment (--log-level is RITROVO_LOG_LEVEL) or in the file.',
    'A flag counts before the environment, and that before the file.',
  ].join('\n');
}

/** A flag and its explanation, in as many lines as they need. */
function helpRow(flag: string, text: string): string[] {
  const start = `  ${flag}`.padEnd(helpColumn);
  const lines = [...wrapped(text, helpWidth - helpColumn)];
  if (start.length > helpColumn) lines.unshift('');
  return lines.map((line, index) => `${index === 0 ? start : ' '.repeat(helpColumn)}${line}`.trimEnd());
}

function* wrapped(text: string, width: number): Generator<string> {
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      yield line;
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  yield line;
}
