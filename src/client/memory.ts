import type { NotificationLevel } from './core/events';
import type { RoomMemory } from './core/session-options';
import type { StsPolicy, TlsMemory } from './core/transport';
import { mergeSettings } from './merge-settings';
import { preferencesSchema } from './preferences';
import { maxRecentServers, maxRemembered, type Settings, type SettingsFile } from './settings';

/** How long changes are gathered before they are written, in ms. */
const saveDelay = 1000;

/** What the program remembers, while it runs and in the settings file. */
export class Memory implements TlsMemory, RoomMemory {
  private settings: Settings;
  /** As we knew it when the file was read or written last: what differs from it was changed here. */
  private saved: Settings;
  private timer: NodeJS.Timeout | undefined;

  /** `alsoKept`: what is kept elsewhere while the program runs, and belongs into the file. */
  constructor(private readonly file: SettingsFile, private readonly alsoKept: () => Partial<Settings> = () => ({})) {
    this.settings = file.read();
    this.saved = { ...this.settings, preferences: preferencesSchema.parse(this.settings.preferences ?? {}), drafts: this.settings.drafts ?? {} };
  }

  get all(): Settings {
    return this.settings;
  }

  keep(changes: Partial<Settings>): void {
    this.settings = { ...this.settings, ...changes };
    this.saveSoon();
  }

  saveSoon(): void {
    this.timer ??= setTimeout(() => this.save(), saveDelay);
  }

  save(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const mine = { ...this.settings, ...this.alsoKept() };
    // Another window may have kept something meanwhile.
    this.file.write(mergeSettings(this.file.peek(this.saved), this.saved, mine));
    this.saved = mine;
  }

  /** A server that was joined: it stands first among the recent ones. */
  joined(server: string): void {
    const others = (this.settings.recentServers ?? []).filter((one) => one !== server);
    this.keep({ recentServers: [server, ...others].slice(0, maxRecentServers) });
  }

  fingerprintOf(server: string): string | undefined {
    return this.settings.trustedCertificates?.[server];
  }

  trust(server: string, fingerprint: string): void {
    this.keep({ trustedCertificates: { ...this.settings.trustedCertificates, [server]: fingerprint } });
  }

  signedOf(server: string): string | undefined {
    return this.settings.signedCertificates?.[server];
  }

  rememberSigned(server: string, fingerprint: string): void {
    if (this.signedOf(server) !== fingerprint) this.keep({ signedCertificates: { ...this.settings.signedCertificates, [server]: fingerprint } });
  }

  /** What is known of the server's certificate is forgotten: the next one is trusted as the first was. */
  distrust(server: string): void {
    const others = { ...this.settings.trustedCertificates };
    const signed = { ...this.settings.signedCertificates };
    Reflect.deleteProperty(others, server);
    Reflect.deleteProperty(signed, server);
    this.keep({ trustedCertificates: others, signedCertificates: signed });
  }

  policyOf(host: string): StsPolicy | undefined {
    return this.settings.tlsPolicies?.[host];
  }

  setPolicy(host: string, policy: StsPolicy | undefined): void {
    const policies = { ...this.settings.tlsPolicies };
    if (policy === undefined) Reflect.deleteProperty(policies, host);
    else policies[host] = policy;
    this.keep({ tlsPolicies: policies });
  }

  has(server: string, account: string): boolean {
    return this.settings.keptPasswords?.includes(`${server} ${account}`) ?? false;
  }

  add(server: string, account: string): void {
    const others = (this.settings.keptPasswords ?? []).filter((one) => one !== `${server} ${account}`);
    this.keep({ keptPasswords: [...others, `${server} ${account}`] });
  }

  readUpTo(server: string, room: string): Date | undefined {
    const time = this.settings.readMarks?.[`${server} ${room}`];
    return time === undefined ? undefined : new Date(time);
  }

  setRead(server: string, room: string, time: Date): void {
    const { readMarks = {} } = this.settings;
    const key = `${server} ${room}`;
    // Behind the others: where there are too many, what was not read for long is forgotten.
    const others = Object.entries(readMarks).filter(([other]) => other !== key).slice(1 - maxRemembered);
    this.keep({ readMarks: Object.fromEntries([...others, [key, time.toISOString()]]) });
  }

  roomsOf(server: string): readonly string[] {
    return this.settings.rooms?.[server] ?? [];
  }

  setRooms(server: string, rooms: readonly string[]): void {
    this.keep({ rooms: { ...this.settings.rooms, [server]: [...rooms] } });
  }

  levelOf(server: string, room: string): NotificationLevel | undefined {
    return this.settings.notificationLevels?.[`${server} ${room}`];
  }

  setLevel(server: string, room: string, level: NotificationLevel | undefined): void {
    const levels = { ...this.settings.notificationLevels };
    const key = `${server} ${room}`;
    if (level === undefined) Reflect.deleteProperty(levels, key);
    else levels[key] = level;
    this.keep({ notificationLevels: levels });
  }
}
