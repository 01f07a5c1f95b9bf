import type { PasswordStore } from './accounts';
import type { Connection } from './connection';

/** Stands for the server itself among the accounts of a {@link PasswordStore}: no nickname is a star. */
const serverItself = '*';

/** A password that everybody gives who comes to a server (PASS). */
export interface ServerPassword {
  readonly password: string;
  /** The person gave it for this attempt: it goes out on a connection that can be read too, which they were told. */
  readonly givenNow: boolean;
}

/** What the program was started with for this server. */
export type PasswordOfStart = (server: string) => string | undefined;

/** The server's password: the one that the person gives now, else one of this run, of the start or of the keyring. */
export class ServerPasswords {
  /** Those that were accepted in this run. */
  private readonly accepted = new Map<string, ServerPassword>();

  constructor(private readonly store: PasswordStore | undefined, private readonly ofStart: PasswordOfStart | undefined) {}

  async get(server: string, given: string | undefined): Promise<ServerPassword | undefined> {
    if (given !== undefined) return { password: given, givenNow: true };
    const accepted = this.accepted.get(server);
    if (accepted !== undefined) return accepted;
    const password = this.ofStart?.(server) ?? (await this.store?.get(server, serverItself));
    return password === undefined ? undefined : { password, givenNow: false };
  }

  /** The server let us in with it. @param readable the connection could be read by others, which the person wanted */
  keep(server: string, { password, givenNow }: ServerPassword, readable: boolean): void {
    this.accepted.set(server, { password, givenNow: givenNow && readable });
    if (givenNow) void this.store?.set(server, serverItself, password);
  }
}

/** Whether others on the network can read what goes over it: what stays on this computer they cannot. */
export function isReadable(connection: Connection, isSecure: boolean): boolean {
  return !isSecure && !/^(?:127\.|::1$)/.test(connection.remoteAddress);
}
