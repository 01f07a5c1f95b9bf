import path from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { maxRememberedRooms } from './core/remembered-rooms';
import { draftsOfServer, draftsSchema } from './drafts';
import { KeptFile, type Understood } from './kept-file';
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

/** Reads each part by itself: what is wrong in one costs no other, nor the other entries of its own. */
function readParts(kept: Readonly<Record<string, unknown>>, names: readonly string[] = Object.keys(schema.shape)): Understood<Settings> {
  const parts: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [part, shape] of Object.entries(schema.shape)) {
    if (kept[part] === undefined || !names.includes(part)) continue;
    const whole = shape.safeParse(kept[part]);
    if (whole.success) parts[part] = whole.data;
    else {
      wrong.push(part);
      const rest = shape.safeParse(entriesThatFit(kept[part], shape));
      if (rest.success && rest.data !== undefined) parts[part] = rest.data;
    }
  }
  return { parts: schema.parse(parts), wrong };
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
function readSettings(kept: unknown): Understood<Settings> {
  const before = earlierVersions.parse(kept);
  const { parts, wrong } = readParts(z.record(z.string(), z.unknown()).parse(kept));
  const settings = withDrafts(parts);
  const { pingSeconds } = before;
  // That it was not chosen to stay was the rule then, and is no choice.
  const stays = (before.stayByDefault ?? before.preferences?.stayByDefault) === true;
  if (pingSeconds === undefined && !stays) return { parts: settings, wrong };
  const { preferences } = settings;
  const moved = { ...(pingSeconds === undefined ? {} : { pingSeconds }), ...preferences, ...(stays && (preferences?.whenLost ?? 'usual') === 'usual' ? { whenLost: 'stay' } : {}) };
  return { parts: { ...settings, preferences: preferencesSchema.parse(moved) }, wrong };
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

/** The names of what is known of servers' certificates: a file of their own, which a slip in the settings cannot cost. */
const trustParts = ['trustedCertificates', 'signedCertificates', 'tlsPolicies'] as const;

type Trust = Pick<Settings, (typeof trustParts)[number]>;

function trustOf(settings: Settings): Trust {
  const { trustedCertificates, signedCertificates, tlsPolicies } = settings;
  return {
    ...(trustedCertificates === undefined ? {} : { trustedCertificates }),
    ...(signedCertificates === undefined ? {} : { signedCertificates }),
    ...(tlsPolicies === undefined ? {} : { tlsPolicies }),
  };
}

function withoutTrust(settings: Settings): Settings {
  const rest = { ...settings };
  for (const part of trustParts) Reflect.deleteProperty(rest, part);
  return rest;
}

/** The settings in their file, and what is known of servers' certificates in another one beside it. */
export class SettingsFile {
  readonly file: string;
  private readonly settings: KeptFile<Settings>;
  private readonly trust: KeptFile<Trust>;

  constructor(folder: string, warn: (words: string) => void) {
    this.file = path.join(folder, 'client.json');
    this.settings = new KeptFile({ file: this.file, what: 'The settings', understand: readSettings, warn });
    this.trust = new KeptFile({ file: path.join(folder, 'trust.json'), what: 'The certificates', understand: readTrust, warn });
  }

  /** The copies of files that could not be understood whole, once they were read. */
  get broken(): { readonly settings: string | undefined; readonly trust: string | undefined } {
    return { settings: this.settings.broken, trust: this.trust.broken };
  }

  read(): Settings {
    const settings = this.settings.read() ?? {};
    return joined(settings, this.trust.read());
  }

  /** As they are now. @param known what stands for a file that cannot be read */
  peek(known: Settings): Settings {
    const settings = this.settings.peek();
    return joined(settings ?? known, this.trust.peek() ?? (settings === undefined || Object.keys(trustOf(settings)).length === 0 ? trustOf(known) : undefined));
  }

  write(settings: Settings): void {
    const trust = trustOf(settings);
    const hasTrust = Object.keys(trust).length > 0 || this.trust.exists;
    // Where it cannot be made, all stays in the one file of earlier versions.
    const written = !hasTrust || this.trust.write(trust);
    this.settings.write(written ? withoutTrust(settings) : settings);
  }
}

/** Earlier versions had it all in one file: what is there counts until the other one is written. */
function joined(settings: Settings, trust: Trust | undefined): Settings {
  return trust === undefined ? settings : { ...withoutTrust(settings), ...trust };
}

/** @throws ZodError where it is none at all */
function readTrust(kept: unknown): Understood<Trust> {
  const { parts, wrong } = readParts(z.record(z.string(), z.unknown()).parse(kept), trustParts);
  return { parts: trustOf(parts), wrong };
}
