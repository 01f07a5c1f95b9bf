import type { Address } from '../../shared/address';
import type { PasswordStore } from './accounts';
import type { Certificate, ClientEvent, ConnectFailure, Loss } from './events';
import type { Refusal } from './handshake-host';
import type { Probe } from './heartbeat';
import type { ClientCertificate } from './open-socket';
import type { PendingTexts } from './pending';
import type { ServerPasswords } from './server-password';
import type { Store } from './store';
import type { TlsMemory } from './transport';

/** What a link is made with. */
export interface LinkOptions {
  readonly address: Address;
  readonly nick: string;
  /** From one ping to the next, in ms. */
  pingInterval(): number;
  readonly fenceTimeout: number;
  /** Whether the name may still be held by our own lost connection. */
  readonly reconnecting: boolean;
  readonly probe?: Probe | undefined;
  readonly tlsMemory: TlsMemory;
  readonly passwords: PasswordStore | undefined;
  readonly serverPasswords: ServerPasswords;
  readonly clientCertificate: ClientCertificate | undefined;
  /** When we were on this server last, in this run of the program. */
  readonly lastThere: Date | undefined;
}

/** Who owns the link, and hears how it goes. After `failed` or `lost` nothing follows. */
export interface LinkHost {
  readonly store: Store;
  readonly pending: PendingTexts;
  emit(event: ClientEvent): void;
  failed(failure: ConnectFailure, why: string): void;
  refused(refusal: Refusal): void;
  /** The server closed the connection while the person was choosing a name. */
  closedWhileNaming(): void;
  registered(nick: string): void;
  /** The greeting is over, and the rooms that the server joined us to are known. */
  settled(): void;
  lost(loss: Loss, why: string): void;
  renamed(): void;
  takeAwaitedJoin(room: string): boolean;
  /** A name that was asked for is refused. @returns whether the program asked by itself */
  nickRefused(nick: string): boolean;
  takeUnechoed(room: string): string | undefined;
  keepPassword(account: string, password: string): void;
  connectionChanged(): void;
  /** Asks the person about a certificate that is not the one that was trusted. */
  askCertificate(certificate: Certificate, trusted: string): Promise<'trust' | 'once' | 'no'>;
  /**
   * The server does not let us in without its password. `wrong`: one was given, and is not the one. `readable`: others on
   * the network can read what is sent there. Nothing follows.
   */
  serverPasswordWanted(wrong: boolean, readable: boolean): void;
  /** A login before registration failed. */
  loginFailed(account: string, why: string, wrong: boolean): void;
}
