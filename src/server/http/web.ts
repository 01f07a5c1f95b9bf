import { createServer, ServerResponse, STATUS_CODES, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { parseAddress, type Address } from '../../shared/address';
import { isLoopback } from '../address';
import type { Link } from '../transport/link';
import { linkOver } from '../transport/link';
import { SlicedStream } from '../transport/sliced-stream';
import type { Share } from '../turns';
import { subprotocols, WebSocketStream } from '../transport/web-socket-stream';
import { version } from '../version';
import { isForwarded, isOriginAllowed, isOwnHost, type OriginRules } from './origins';
import { contentSecurityPolicy, joinPage } from './page';

/** The most bytes of a request: its line and its headers. */
const maxRequestSize = 16_384;
/** What a WebSocket message may be longer than a line, in bytes; the peer is told that the line is too long then. */
const lineSlack = 1024;
/** How long a request may take for which there is no room, in ms. */
const refusedTime = 5000;
/** How often a WebSocket is pinged, in ms: proxies cut off what is silent for a minute. */
const pingInterval = 30_000;

/** What the web side asks of the server. */
export interface WebOwner extends OriginRules {
  /** The name of the server as people see it. */
  readonly title: string;
  readonly room: string;
  /** Where others reach the server when nothing better is known. */
  readonly address: Address;
  readonly fingerprint: string | undefined;
  readonly isStopping: boolean;
  /** The longest line that a client may send with its tags, in bytes. */
  readonly maxLine: number;
  readonly metrics: 'loopback' | 'all' | 'off';
  /** The metrics, in the format of Prometheus. */
  scrape(): Promise<{ readonly type: string; readonly text: string }>;
  /** Something was thrown that nobody expected: an answer could not be made. */
  onFault(error: unknown): void;
  /** What its peer's address may take of the event loop, until the socket closes. */
  shareOf(socket: Socket): Share;
  /** A WebSocket is open: a peer that speaks IRC. */
  onIrc(link: Link): void;
}

interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body: string;
}

/** The web side of a port: a page for browsers, health and metrics for programs, and WebSocket for chat in a browser. */
export class Web {
  private readonly http = createServer({ maxHeaderSize: maxRequestSize }, (request, response) => void this.answer(request, response));
  private readonly webSockets: WebSocketServer;
  /** What to call when the peer of a socket becomes one that speaks IRC. */
  private readonly becomesIrc = new WeakMap<Duplex, () => void>();
  /** Those for whom there is no room, and what they are told. */
  private readonly refused = new WeakMap<Duplex, string>();
  private readonly pings = setInterval(() => this.ping(), pingInterval).unref();

  constructor(private readonly owner: WebOwner) {
    this.webSockets = new WebSocketServer({
      noServer: true,
      maxPayload: owner.maxLine + lineSlack,
      perMessageDeflate: false,
      // The first one that the client names and that we know. Source: https://ircv3.net/specs/extensions/websocket
      handleProtocols: (wanted) => [...wanted].find((name) => Object.hasOwn(subprotocols, name)) ?? false,
    });
    this.http.on('upgrade', (request, socket, head) => {
      try {
        this.upgrade(request, socket, head);
      } catch (error) {
        socket.destroy();
        owner.onFault(error);
      }
    });
  }

  /** Takes a socket whose peer speaks HTTP; it answers one request. The caller bounds how long that may take. */
  take(socket: Socket, becomesIrc: () => void): void {
    this.becomesIrc.set(socket, becomesIrc);
    this.http.emit('connection', socket);
    socket.resume();
  }

  /** As {@link take}, where there is no room for the peer: /healthz and /metrics are answered, since they are about that. */
  refuse(socket: Socket, words: string): void {
    this.refused.set(socket, words);
    this.http.emit('connection', socket);
    socket.resume();
    setTimeout(() => socket.destroy(), refusedTime).unref();
  }

  close(): void {
    clearInterval(this.pings);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.respond(request, response);
    } catch (error) {
      request.socket.destroy();
      this.owner.onFault(error);
    }
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: Answer;
    try {
      answer = await this.answerTo(request);
    } catch (error) {
      this.owner.onFault(error);
      answer = plain(500, 'The server failed to answer; it has been logged.');
    }
    response.writeHead(answer.status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(answer.body),
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
      Connection: 'close',
      ...answer.headers,
    });
    // Node leaves the body out of the answer to HEAD.
    response.end(answer.body);
  }

  private async answerTo(request: IncomingMessage): Promise<Answer> {
    // Source: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET and HEAD are understood here.', { Allow: 'GET, HEAD' });
    const path = request.url?.replace(/\?.*$/s, '');
    const refusal = this.refused.get(request.socket);
    if (refusal !== undefined && path !== '/healthz' && path !== '/metrics') return plain(503, refusal, { 'Retry-After': '60' });
    switch (path) {
      case '/':
        return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: this.page(request) };
      case '/healthz':
        return this.owner.isStopping ? plain(503, 'stopping') : plain(200, 'ok');
      case '/metrics': {
        if (!this.mayReadMetrics(request)) break;
        const { type, text } = await this.owner.scrape();
        return { status: 200, headers: { 'Content-Type': type }, body: text };
      }
    }
    return plain(404, 'There is nothing here. The page that says how to join is at /');
  }

  private mayReadMetrics({ socket, headers }: IncomingMessage): boolean {
    const { metrics, hostname } = this.owner;
    // A stranger's page in a browser on this computer must not read them under a name of its own, and a proxy on it asks
    // for somebody who may be anywhere.
    const isFromHere = isLoopback(socket.remoteAddress ?? '') && isOwnHost(headers.host, hostname) && !isForwarded(headers);
    return metrics === 'all' || (metrics === 'loopback' && isFromHere);
  }

  private page({ headers: { host } }: IncomingMessage): string {
    const { title, room, fingerprint, address } = this.owner;
    return joinPage({ name: title, room, fingerprint, version, address: addressIn(host, address) });
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      // Another protocol, such as HTTP/2, is only offered: the request is answered as it stands.
      const response = new ServerResponse(request);
      response.assignSocket(request.socket);
      response.on('finish', () => socket.end());
      void this.answer(request, response);
      return;
    }
    const refusal = this.refused.get(request.socket);
    if (refusal !== undefined) {
      refuse(socket, 503, refusal);
      return;
    }
    const { origin, host } = request.headers;
    if (!isOriginAllowed(origin, host, this.owner)) {
      refuse(socket, 403, 'Pages of this origin may not connect here; the setting websocket-origins allows them.');
      return;
    }
    const becomesIrc = this.becomesIrc.get(socket);
    const sliced = new SlicedStream(socket, this.owner.shareOf(request.socket));
    this.webSockets.handleUpgrade(request, sliced, head, (webSocket: WebSocket) => {
      becomesIrc?.();
      this.owner.onIrc({ ...linkOver(request.socket), stream: new WebSocketStream(webSocket, socket) });
    });
  }

  private ping(): void {
    for (const webSocket of this.webSockets.clients) {
      try {
        if (webSocket.readyState === webSocket.OPEN) webSocket.ping();
      } catch (error) {
        webSocket.terminate();
        this.owner.onFault(error);
      }
    }
  }
}

function plain(status: number, words: string, headers: OutgoingHttpHeaders = {}): Answer {
  return { status, headers, body: `${words}\n` };
}

/** Answers on a socket that is no longer HTTP's. */
function refuse(socket: Duplex, status: number, words: string): void {
  socket.on('error', () => undefined);
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'Connection: close', 'Content-Type: text/plain; charset=utf-8', `Content-Length: ${Buffer.byteLength(words) + 1}`];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${words}\n`, () => socket.destroy());
}

/** The address that the browser was given; one that cannot be read is replaced. */
function addressIn(host: string | undefined, fallback: Address): Address {
  if (host === undefined || host.length > 255) return fallback;
  try {
    const { host: name, port } = parseAddress(host);
    // Without a port it came through a proxy on the usual port of the web, where no IRC is spoken.
    return { host: name, port: /:\d+$/.test(host) ? port : fallback.port };
  } catch {
    return fallback;
  }
}
