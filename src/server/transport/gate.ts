import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { addressKey } from '../address';
import type { Strangers } from '../strangers';
import { linkOver, type Link } from './link';
import { recognise } from './protocol';

/** How often arrivals that take too long are looked for, in ms. */
const sweepInterval = 1000;
/** How long a peer that took too long may take to read why it is cut off, in ms. */
const lastWordsTime = 1000;

/** How many who are refused are listened to at one time, and how long each may take to say something, in ms. */
const maxRefused = 32;
const firstWordsTime = 1000;

/** What a peer is told that said too little for too long. */
const timeoutWords = 'ERROR :Closing link: Registration timed out\r\n';

/** Who takes those whose protocol is known. */
export interface GateOwner {
  /** How long the first bytes, a TLS handshake and a request of HTTP may take altogether, in ms. */
  readonly arrivalTime: number;
  /** The certificate to show; undefined where TLS is off. */
  readonly secureContext: SecureContext | undefined;
  /** A peer that speaks IRC: nothing of what it said has been read yet, and it is read as soon as this returns. */
  onIrc(link: Link): void;
  /** A peer that speaks HTTP. It stays an arrival until its socket closes, or until `becomesIrc` (WebSocket) is called. */
  onHttp(socket: Socket, becomesIrc: () => void): void;
  /** Those who go first where room is short. */
  readonly strangers: Strangers;
  /** A peer that is refused and speaks HTTP, so that it can be told in its own words. */
  onRefusedHttp(socket: Socket, words: string): void;
  /** A socket that was taken is gone, and its peer never spoke IRC. */
  onGone(address: string): void;
  /** Something was thrown that nobody expected; the socket that it is about is gone. */
  onFault(error: unknown): void;
}

interface Arrival {
  deadline: number;
  /** Whether the peer has said too little to know what it speaks, so that words can be sent as they are. */
  isUnknown: boolean;
}

/**
 * Where every socket begins: by its first bytes it is IRC, TLS or HTTP, and inside TLS IRC or HTTP again. A socket that
 * speaks IRC is handed over as it is. Whoever is still here at the deadline is cut off.
 */
export class Gate {
  private readonly arrivals = new Map<Socket, Arrival>();
  private readonly refused = new Set<Socket>();
  private readonly sweep = setInterval(() => this.cutLate(), sweepInterval).unref();

  constructor(private readonly owner: GateOwner) {}

  /** How many sockets are not IRC, or not known to be. */
  get size(): number {
    return this.arrivals.size;
  }

  /**
   * Takes a new socket; errors on it are taken care of from here on.
   * @param address the peer's, for {@link GateOwner.onGone}
   */
  take(socket: Socket, address: string): void {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    const arrival = { deadline: performance.now() + this.owner.arrivalTime, isUnknown: true };
    this.arrivals.set(socket, arrival);
    const { strangers } = this.owner;
    const gone = (): void => {
      this.arrivals.delete(socket);
      strangers.remove(stranger);
      this.owner.onGone(address);
    };
    const cut = (): void => {
      socket.off('close', gone);
      gone();
      socket.destroy();
    };
    const stranger = { cut };
    strangers.add(addressKey(address), stranger);
    socket.on('error', ignore);
    socket.on('close', gone);
    const leave = (): void => {
      this.arrivals.delete(socket);
      strangers.remove(stranger);
      socket.off('close', gone);
    };
    recognise(socket, false, (protocol, head) => this.guard(socket, () => {
      arrival.isUnknown = false;
      if (protocol === 'tls') this.secure(socket, head, leave);
      else this.pass(socket, protocol, leave);
    }), this.owner.secureContext !== undefined);
    // It came paused.
    socket.resume();
  }

  /**
   * Tells a socket that was not let in why: by its first bytes, in the words of its protocol. Only so many are listened to
   * at one time, for a second each; the others are told in the words of IRC.
   */
  refuse(socket: Socket, words: string): void {
    const line = `ERROR :${words}\r\n`;
    if (this.refused.size >= maxRefused) {
      socket.on('error', ignore);
      // The system has the words when this returns, and the descriptor is free: hundreds may come in one turn.
      socket.write(line);
      socket.destroy();
      return;
    }
    this.refused.add(socket);
    socket.on('close', () => this.refused.delete(socket));
    socket.on('error', ignore);
    const timer = setTimeout(() => cutOff(socket, line), firstWordsTime).unref();
    recognise(socket, false, (protocol) => this.guard(socket, () => {
      clearTimeout(timer);
      if (protocol === 'http') this.owner.onRefusedHttp(socket, words);
      else if (protocol === 'tls') socket.destroy();
      else cutOff(socket, line);
    }));
    socket.resume();
  }

  /** Cuts off whoever is still here. @param words lines that peers are told whose protocol is not known yet */
  close(words: string): void {
    clearInterval(this.sweep);
    for (const [socket, arrival] of this.arrivals) {
      if (arrival.isUnknown) cutOff(socket, words);
      else socket.destroy();
    }
  }

  private pass(socket: Socket, protocol: 'irc' | 'http', leave: () => void): void {
    if (protocol === 'http') {
      this.owner.onHttp(socket, leave);
      return;
    }
    leave();
    this.owner.onIrc(linkOver(socket));
    socket.off('error', ignore);
    socket.resume();
  }

  private secure(socket: Socket, head: Buffer, leave: () => void): void {
    const { secureContext } = this.owner;
    if (secureContext === undefined) {
      cutOff(socket, 'ERROR :This server does not speak TLS; connect without it\r\n');
      return;
    }
    // A browser that is asked for a certificate may bother the person with it; it names HTTP in its first message.
    const requestCert = !head.includes('http/1.1');
    const secured = new TLSSocket(socket, { isServer: true, secureContext, requestCert, rejectUnauthorized: false });
    secured.on('error', ignore);
    recognise(secured, true, (protocol) => this.guard(socket, () => this.pass(secured, protocol === 'http' ? 'http' : 'irc', leave)));
  }

  private guard(socket: Socket, work: () => void): void {
    try {
      work();
    } catch (error) {
      socket.destroy();
      this.owner.onFault(error);
    }
  }

  private cutLate(): void {
    const now = performance.now();
    for (const [socket, arrival] of this.arrivals) {
      if (now < arrival.deadline) continue;
      this.guard(socket, () => {
        if (arrival.isUnknown) cutOff(socket, timeoutWords);
        else socket.destroy();
        arrival.isUnknown = false;
      });
    }
  }
}

/**
 * Ends a socket that belongs to nobody with words. What the peer still sends is read and dropped, since a socket that is
 * closed with unread bytes is reset, and the peer might never see the words.
 */
export function cutOff(socket: Socket, words: string): void {
  socket.on('error', ignore);
  socket.on('end', () => socket.destroy());
  socket.resume();
  socket.end(words);
  setTimeout(() => socket.destroy(), lastWordsTime).unref();
}

/** A connection may break at any moment; who cares listens for its close. */
function ignore(): void {
  // On purpose.
}
