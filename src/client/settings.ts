import fs from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { maxRememberedRooms } from './core/remembered-rooms';
import { draftsOfServer, draftsSchema } from './drafts';
import { preferencesSchema } from './preferences';

/** The most servers that are remembered. */
export const maxRecentServers = 8;

const size = z.object({ width: z.int().min(1).max(100_000), height: z.int().min(1).max(100_000) });
const name = z.string().max(300);
/** More servers and rooms than this are not remembered. */
export const maxRemembered = 500;
const bounded = <Value extends z.ZodType>(value: Value) => z.record(name, value).refine((all) => Object.keys(all).length <= maxRemembered);

const schema = z.object({
  lastServer: name.optional(),
  name: z.string().max(100).optional(),
  window: size.optional(),
  preferences: preferencesSchema.optional(),
  recentServers: z.array(name).max(maxRecentServers).optional(),
  /** `HOST:PORT` to the SHA-256 of the certificate that is trusted there. */
  trustedCertificates: bounded(z.string().max(200)).optional(),
  /** `HOST:PORT` to the certificate that it showed last, signed by an authority: it is not reached without TLS. */
  signedCertificates: bounded(z.string().max(200)).optional(),
  /** Host to what it asked for: see StsPolicy. */
  tlsPolicies: bounded(z.object({ port: z.int().min(1).max(65_535), until: z.number() })).optional(),
  /** `HOST:PORT ACCOUNT`: a password is in the keyring. */
  keptPasswords: z.array(z.string().max(600)).max(maxRemembered).optional(),
  /** `HOST:PORT ROOM` to what is told of that room. */
  notificationLevels: bounded(z.enum(['all', 'mentions', 'none'])).optional(),
  /** `HOST:PORT ROOM` to the time up to which it was read. */
  readMarks: bounded(z.iso.datetime()).optional(),
  /** `HOST:PORT` to the rooms that one was in. */
  rooms: bounded(z.array(name).max(maxRememberedRooms)).optional(),
  /** Emoji to how much it is used. */
  emojiUse: z.record(z.string().max(64), z.number()).refine((all) => Object.keys(all).length <= maxRemembered).optional(),
  drafts: draftsSchema.optional(),
});

/** Where the first version kept two of the preferences; the second had one of them by another name. */
const earlier = z.object({ pingSeconds: z.number().optional().catch(undefined), stayByDefault: z.boolean().optional().catch(undefined) });
const earlierVersions = z.looseObject({ ...earlier.shape, preferences: earlier.optional().catch(undefined) });

/** What is kept from one start to the next. */
export type Settings = z.infer<typeof schema>;

interface ReadSettings {
  readonly settings: Settings;
  /** The names of those of which something could not be understood: it is left out. */
  readonly wrong: readonly string[];
}

/** Reads each part by itself: what is wrong in one costs no other, nor the other entries of its own. */
function readParts(kept: Readonly<Record<string, unknown>>): ReadSettings {
  const parts: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [part, shape] of Object.entries(schema.shape)) {
    if (kept[part] === undefined) continue;
    const whole = shape.safeParse(kept[part]);
    if (whole.success) parts[part] = whole.data;
    else {
      wrong.push(part);
      const rest = shape.safeParse(entriesThatFit(kept[part], shape));
      if (rest.success && rest.data !== undefined) parts[part] = rest.data;
    }
  }
  return { settings: schema.parse(parts), wrong };
}

function entriesThatFit(value: unknown, shape: z.ZodType): unknown {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return list.filter((one) => shape.safeParse([one]).success);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([name, one]: [string, unknown]) => shape.safeParse({ [name]: one }).success).slice(-maxRemembered));
}

/** Reads settings of any version. @throws ZodError where they are none at all */
function readSettings(kept: unknown): ReadSettings {
  const before = earlierVersions.parse(kept);
  const { settings: parts, wrong } = readParts(z.record(z.string(), z.unknown()).parse(kept));
  const settings = withDrafts(parts);
  const { pingSeconds } = before;
  // That it was not chosen to stay was the rule then, and is no choice.
  const stays = (before.stayByDefault ?? before.preferences?.stayByDefault) === true;
  if (pingSeconds === undefined && !stays) return { settings, wrong };
  const { preferences } = settings;
  const moved = { ...(pingSeconds === undefined ? {} : { pingSeconds }), ...preferences, ...(stays && (preferences?.whenLost ?? 'usual') === 'usual' ? { whenLost: 'stay' } : {}) };
  return { settings: { ...settings, preferences: preferencesSchema.parse(moved) }, wrong };
}

function withDrafts(settings: Settings): Settings {
  const { drafts, lastServer } = settings;
  return drafts === undefined ? settings : { ...settings, drafts: draftsOfServer(drafts, lastServer) };
}

/** The folder for the settings: RITROVO_CONFIG_DIR, or the platform's place. */
export function settingsFolder(environment: Readonly<NodeJS.ProcessEnv> = process.env): string {
  const named = environment.RITROVO_CONFIG_DIR ?? '';
  return named === '' ? envPaths('ritrovo', { suffix: '' }).config : named;
}

/** The settings in a file. Neither a broken file nor a full disk stops the program: `warn` is told. */
export class SettingsFile {
  readonly file: string;
  /** The copy of a file that could not be understood whole, once it was read. */
  broken: string | undefined;

  constructor(private readonly folder: string, private readonly warn: (words: string) => void) {
    this.file = path.join(folder, 'client.json');
  }

  read(): Settings {
    let text: string;
    try {
      text = fs.readFileSync(this.file, 'utf8');
    } catch (error) {
      if (!isMissing(error)) this.warn(`The settings in ${this.file} cannot be read (${words(error)}): the program starts without them.`);
      return {};
    }
    try {
      const { settings, wrong } = readSettings(JSON.parse(text));
      if (wrong.length > 0) this.keepCopy(wrong);
      return settings;
    } catch {
      this.keepAside();
      return {};
    }
  }

  /** As they are now; undefined, without a word, where they cannot be read. */
  peek(): Settings | undefined {
    try {
      return readSettings(JSON.parse(fs.readFileSync(this.file, 'utf8'))).settings;
    } catch {
      return undefined;
    }
  }

  /** Writes them whole or not at all. */
  write(settings: Settings): void {
    const temporary = `${this.file}.${process.pid}.tmp`;
    try {
      fs.mkdirSync(this.folder, { recursive: true });
      fs.writeFileSync(temporary, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: 0o600 });
      fs.renameSync(temporary, this.file);
    } catch (error) {
      removeQuietly(temporary);
      this.warn(`The settings cannot be saved in ${this.file} (${words(error)}).`);
    }
  }

  /** The rest is written over it before long. */
  private keepCopy(wrong: readonly string[]): void {
    const broken = `${this.file}.broken`;
    try {
      fs.copyFileSync(this.file, broken);
      this.broken = broken;
      this.warn(`Some of the settings in ${this.file} could not be understood (${wrong.join(', ')}) and are left out. The file is kept as ${broken}.`);
    } catch (error) {
      this.warn(`Some of the settings in ${this.file} could not be understood (${wrong.join(', ')}) and are left out (${words(error)}).`);
    }
  }

  private keepAside(): void {
    const broken = `${this.file}.broken`;
    try {
      fs.renameSync(this.file, broken);
      this.broken = broken;
      this.warn(`The settings in ${this.file} could not be understood. They are kept as ${broken}; the program starts with new ones.`);
    } catch (error) {
      this.warn(`The settings in ${this.file} could not be understood (${words(error)}); the program starts without them.`);
    }
  }
}

function removeQuietly(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // What could not be written may not be there to be removed.
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
