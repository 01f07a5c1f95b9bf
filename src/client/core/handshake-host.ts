import type { MessageParts } from '../../shared/message';
import type { NameRefusal } from './events';
import type { Credentials, SaslResult } from './sasl';

/** A refused name, and one that the server holds for us instead. */
export interface Refusal {
  readonly nick: string;
  readonly refusal: NameRefusal;
  /** The server's words. */
  readonly words: string;
  readonly suggestion: string | undefined;
}

export interface HandshakeHost {
  send(message: MessageParts): void;
  /** The name was refused; `choose` goes on. */
  refused(refusal: Refusal): void;
  registered(nick: string): void;
  /** The server does not want us, and says why. */
  turnedAway(words: string): void;
  /** The server does not let us in without its password, or with the one that we gave. */
  passwordWanted(): void;
  /** The server has listed what it offers. @returns whether the handshake ends here: the connection is made anew */
  listed(): boolean;
  /** A login that was tried: what came of it. */
  login(credentials: Credentials, result: SaslResult): void;
}

export interface HandshakeOptions {
  readonly nick: string;
  /** The login that comes before the name, where there is one. */
  readonly credentials: Credentials | undefined;
  /** The server's own password (PASS), where we have one that may be sent. */
  readonly serverPassword: string | undefined;
  readonly hasCertificate: boolean;
  /** How long a server may leave the fence unanswered, in ms. */
  readonly fenceTimeout: number;
  /** How often, and how far apart in ms, a taken name is tried again: it may be our own of a connection that is lost. */
  readonly ghostRetries: number;
  readonly ghostDelay: number;
}
