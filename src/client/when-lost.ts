import type { Address } from '../shared/address';
import { serverKey } from './core/transport';
import type { Preferences } from './core/preferences';

/** How the program came to be, as far as it matters for what it does when its server is lost. */
export interface Beginning {
  /** `--stay`, or the variable for it. */
  readonly stay: boolean | undefined;
  /** The server that it was started for in a terminal; undefined where it was started in another way. */
  readonly startedFor: Address | undefined;
}

/**
 * Whether the window stays and reconnects when its server is lost. One that was started for a server in a terminal ends
 * with it, as such programs do, so that a script or a person at the prompt goes on; a window that somebody opened does
 * not vanish by itself.
 */
export function staysWhenLost({ stay, startedFor }: Beginning, setting: Preferences['whenLost'], server: Address | undefined): boolean {
  if (stay !== undefined) return stay;
  if (setting !== 'usual') return setting === 'stay';
  return startedFor === undefined || server === undefined || serverKey(startedFor) !== serverKey(server);
}

/**
 * The server that the program was started for in a terminal. A link that the desktop opened, or an address that `npm start`
 * gave to its own window, is none.
 */
export function serverOfTerminal(
  address: Address | undefined,
  given: readonly string[],
  { inTerminal, launcher }: { readonly inTerminal: boolean; readonly launcher: string | undefined },
): Address | undefined {
  const isLink = given.some((argument) => /^ircs?:\/\//i.test(argument));
  return launcher !== undefined || (isLink && !inTerminal) ? undefined : address;
}
