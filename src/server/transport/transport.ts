import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Address } from '../../shared/address';
import type { Config } from '../config';
import { Web, type WebOwner } from '../http/web';
import { Metrics } from '../metrics';
import type { Server } from '../server';
import type { Strangers } from '../strangers';
import type { Share } from '../turns';
import { addressKey } from '../address';
import { loadIdentity, type Identity } from '../tls/identity';
import { Gate, type GateOwner } from './gate';
import { gatewaysOf } from './gateways';
import type { Link } from './link';

/**
 * Everything between a socket and the chat: which protocol it speaks, TLS, the web side. What comes out are links with
 * lines of IRC on them.
 */
export class Transport implements GateOwner, WebOwner {
  private readonly gate = new Gate(this);
  private readonly web: Web;
  private identity: Identity | undefined;
  /** Begun when somebody first reads them. */
  private metricsRead: Promise<Metrics> | undefined;

  constructor(private readonly server: Server) {
    this.web = new Web(this);
  }

  /** Checks what can be wrong with the settings, and loads the certificate or makes one. @throws ConfigError */
  async prepare(): Promise<void> {
    const { config, surroundings: { inheritance } } = this.server;
    gatewaysOf(config.webirc);
    this.identity = inheritance?.identity ?? (await loadIdentity(config));
    this.tell();
  }

  /** The server listens: clients can be told where TLS is. */
  begin(): void {
    this.offerSts(this.server.config);
  }

  /**
   * Reads the certificate again, for connections from now on; those that are there stay.
   * @param config the settings that are about to be in force
   * @throws ConfigError where it cannot be used; the one that was in use stays in use
   */
  async reloadCertificates(config: Config = this.server.config): Promise<void> {
    gatewaysOf(config.webirc);
    this.identity = await loadIdentity(config);
    this.offerSts(config);
    this.tell();
  }

  /** Takes a socket that has been let in. */
  take(socket: Socket, address: string): void {
    this.gate.take(socket, address);
  }

  /** Tells a socket that was not let in why. */
  refuse(socket: Socket, words: string): void {
    this.gate.refuse(socket, words);
  }

  /** Cuts off whoever does not speak IRC, or has not begun to. @param words lines that the latter are told */
  close(words: string): void {
    this.gate.close(words);
    this.web.close();
    void this.metricsRead?.then((metrics) => metrics.close());
  }

  get arrivalTime(): number {
    return this.server.config.registrationTimeout * 1000;
  }

  get secureContext(): SecureContext | undefined {
    return this.identity?.secureContext;
  }

  onIrc(link: Link): void {
    this.server.admit(link);
  }

  onGone(address: string): void {
    this.server.admission.leave(address);
  }

  shareOf(socket: Socket): Share {
    const { turns } = this.server;
    const share = turns.enter(addressKey(socket.remoteAddress ?? ''));
    socket.once('close', () => turns.leave(share));
    return share;
  }

  onRefusedHttp(socket: Socket, words: string): void {
    this.web.refuse(socket, words);
  }

  get strangers(): Strangers {
    return this.server.strangers;
  }

  onHttp(socket: Socket, becomesIrc: () => void): void {
    this.web.take(socket, becomesIrc);
  }

  onFault(error: unknown): void {
    this.server.faults.note('arrival', error);
  }

  get title(): string {
    return this.server.config.name;
  }

  get room(): string {
    return this.server.config.room;
  }

  get address(): Address {
    const { config, addresses, port } = this.server;
    return { host: config.hostname ?? addresses[0] ?? 'localhost', port };
  }

  /** As programs show it: `AB:CD:…`; undefined where TLS is off. */
  get fingerprint(): string | undefined {
    return this.identity?.fingerprint;
  }

  get isStopping(): boolean {
    return this.server.admission.isStopping;
  }

  get maxLine(): number {
    const { lineLength, tagsLength } = this.server.config;
    return lineLength + tagsLength;
  }

  get metrics(): 'loopback' | 'all' | 'off' {
    return this.server.config.metrics;
  }

  get websocketOrigins(): readonly string[] {
    return this.server.config.websocketOrigins;
  }

  get hostname(): string | undefined {
    return this.server.config.hostname;
  }

  async scrape(): Promise<{ readonly type: string; readonly text: string }> {
    this.metricsRead ??= Metrics.of(this.server);
    const metrics = await this.metricsRead;
    return { type: metrics.contentType, text: await metrics.read() };
  }

  private tell(): void {
    const { identity, server } = this;
    if (identity === undefined) return;
    const { fingerprint, validTo } = identity;
    server.log.info({ fingerprint }, `the certificate’s fingerprint (SHA-256) is ${fingerprint}`);
    if (validTo.getTime() < Date.now()) server.log.warn({ validTo }, `the certificate was valid until ${validTo.toUTCString()}; clients will refuse it`);
  }

  /**
   * Tells clients to use TLS only, where the certificate is one that they can check. `duration` counts on secure
   * connections, `port` on others; 0 takes the promise back, and sends nobody to TLS any more.
   * Source: https://ircv3.net/specs/extensions/sts
   */
  private offerSts({ hostname, stsDuration }: Config): void {
    const { offers, port } = this.server;
    if (hostname === undefined || this.identity === undefined || this.identity.isSelfMade) offers.delete('sts');
    else offers.set('sts', stsDuration === 0 ? 'duration=0' : `duration=${stsDuration},port=${port}`);
  }
}
