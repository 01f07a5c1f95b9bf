import type { Config } from './config';
import type { Inheritance } from './handover/inheritance';

/** What the program around a server can do for it. A server inside another program, as in a test, may have none of it. */
export interface Surroundings {
  /** Reads the settings again from where they came from. @throws ConfigError */
  readonly readConfig?: () => Config;
  /** Where the settings stand, for people: the path of the file, if there is one. */
  readonly configFile?: string | undefined;
  /** Starts the program anew; resolves when the new one has taken over. @throws RestartError */
  readonly restart?: () => Promise<void>;
  /** What the server before this one listened on, after a restart. */
  readonly inheritance?: Inheritance | undefined;
  /** Whether the database is looked through for damage soon after the start, by a process of its own. */
  readonly inspectsDatabase?: boolean;
}
