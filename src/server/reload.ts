import type { Config } from './config';
import type { Server } from './server';
import { Announced } from './announced';
import { tellOperators } from './operators/acts';
import { dismissOperators } from './operators/dismissal';
import { configKey, settingNames, settings, type SettingName } from './settings';

/** What reading the settings again has changed. */
export interface Reloaded {
  /** In force now. */
  readonly changed: readonly SettingName[];
  /** Changed as well, but only a restart brings them into force. */
  readonly needRestart: readonly SettingName[];
}

/**
 * Reads the settings, the certificate and the message of the day again (REHASH, SIGHUP). All of it is checked first:
 * where something is wrong, nothing changes.
 */
export class Reloader {
  private latest: Promise<unknown> = Promise.resolve();

  constructor(private readonly server: Server) {}

  /** @throws ConfigError, which has been logged and told to the operators; its message says what is wrong */
  reload(): Promise<Reloaded> {
    const next = this.latest.then(() => this.run());
    this.latest = next.catch(() => undefined);
    return next;
  }

  private async run(): Promise<Reloaded> {
    const { server } = this;
    try {
      const result = await this.apply(server.surroundings.readConfig?.() ?? server.config);
      const words = wordsFor(result);
      server.log.info({ ...result }, words);
      tellOperators(server, words);
      return result;
    } catch (error) {
      const words = `The settings were not read again; nothing has changed. ${error instanceof Error ? error.message : String(error)}`;
      server.log.error({ err: error }, words);
      tellOperators(server, words);
      throw error;
    }
  }

  private async apply(wanted: Config): Promise<Reloaded> {
    const { server } = this;
    const different = settingNames.filter((name) => JSON.stringify(wanted[configKey(name)]) !== JSON.stringify(server.config[configKey(name)]));
    const changed = different.filter((name) => !settings[name].restart);
    const needRestart = different.filter((name) => settings[name].restart);
    const kept = Object.fromEntries(needRestart.map((name) => [configKey(name), server.config[configKey(name)]]));
    const next: Config = { ...wanted, ...kept };
    const before = new Announced(server);
    await server.transport.reloadCertificates(next);
    const former = server.config.operators.filter((entry) => !next.operators.includes(entry));
    Object.assign(server.config, next);
    dismissOperators(server, former);
    if (changed.includes('log-level')) server.log.level = next.logLevel;
    server.readMotd();
    new Announced(server).tellChangesSince(before);
    return { changed, needRestart };
  }
}

/** For the log and for operators. */
export function wordsFor({ changed, needRestart }: Reloaded): string {
  const parts = [changed.length === 0 ? 'The settings were read again; none of them has changed.' : `The settings were read again. Changed: ${changed.join(', ')}.`];
  if (needRestart.length > 0) parts.push(`A restart is needed for: ${needRestart.join(', ')}.`);
  return parts.join(' ');
}
