import type { Config } from './config';
import { configOf } from './config';
import { silentLog, type Logger } from './log';
import { Server } from './server';
import type { Surroundings } from './surroundings';

export { configOf, ConfigError, type Config } from './config';
export { ListenError } from './listener';
export { StoreError } from './store/database';
export type { Server } from './server';
export type { Surroundings } from './surroundings';

/**
 * Starts a server: `npm run server`, the window's “Host a room” and the tests come through this door.
 * @param config what is left out has its default
 * @param log without one, nothing is logged
 * @param surroundings what the program can do for its server: read the settings again, restart
 * @returns the running server; `stop()` ends it
 * @throws ConfigError, ListenError, StoreError
 */
export async function startServer(config: Partial<Config> = {}, log: Logger = silentLog(), surroundings: Surroundings = {}): Promise<Server> {
  const server = new Server(configOf(config), log, surroundings);
  await server.listen();
  return server;
}
