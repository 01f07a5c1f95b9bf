import { monitorEventLoopDelay, performance, type IntervalHistogram } from 'node:perf_hooks';
import type * as Prometheus from 'prom-client';
import type { Registry } from 'prom-client';
import { refusalReasons } from './admission';
import { faultPlaces } from './faults';
import type { Server } from './server';
import { version } from './version';

const prefix = 'ritrovo_';
const millisecond = 1e-3;
const nanosecond = 1e-9;
const microsecond = 1e-6;
/** How finely the event loop is watched, in ms; only once somebody reads the metrics. */
const loopResolution = 20;

/**
 * The metrics of a server in the format of Prometheus. Everything is read from where it is when somebody asks; nothing
 * is done in between.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export class Metrics {
  private readonly registry: Registry;
  private readonly loop: IntervalHistogram = monitorEventLoopDelay({ resolution: loopResolution });

  private constructor(
    private readonly server: Server,
    private readonly prometheus: typeof Prometheus,
  ) {
    this.registry = new prometheus.Registry();
    this.loop.enable();
    this.aboutPeople();
    this.aboutTraffic();
    this.aboutProcess();
  }

  /** The package takes time and memory: it is loaded where somebody reads the metrics. */
  static async of(server: Server): Promise<Metrics> {
    return new Metrics(server, await import('prom-client'));
  }

  /** The type of what {@link read} returns. */
  get contentType(): string {
    return this.registry.contentType;
  }

  read(): Promise<string> {
    return this.registry.metrics();
  }

  /** Watches nothing more. */
  close(): void {
    this.loop.disable();
  }

  private aboutPeople(): void {
    const { server } = this;
    this.gauge('connections', 'Connections, whatever they speak', () => server.admission.count);
    this.gauge('unregistered_connections', 'IRC connections that have not registered yet', () => server.unregistered.size);
    this.gauge('registered_users', 'People who are registered, with those who are absent', () => server.users.count);
    this.gauge('absent_users', 'People who keep their place while they are not connected', () => server.presences.count);
    this.gauge('registered_users_most', 'The most people who were registered at one time', () => server.users.most);
    this.gauge('rooms', 'Rooms', () => server.rooms.count);
    this.counter('slow_readers_ended_total', 'Slow readers that were ended for want of memory', () => server.memory.endedReaders);
    this.counters('refused_connections_total', 'Connections that were refused, by reason', 'reason', refusalReasons, (reason) => server.admission.refused[reason]);
  }

  private aboutTraffic(): void {
    const { server } = this;
    const { traffic } = server.flusher;
    this.counter('received_lines_total', 'Lines that came from clients', () => traffic.lines);
    this.counter('messages_total', 'Messages that people sent, one for each room or person they went to', () => traffic.messages);
    this.counter('deliveries_total', 'Messages and other events handed to a connection', () => traffic.deliveries);
    this.counter('sent_bytes_total', 'Bytes given to the sockets, before TLS and WebSocket', () => traffic.bytes);
    this.gauge('outbox_bytes', 'Bytes that wait for their readers; what several readers share is counted for each', () => {
      let sum = 0;
      for (const { connection } of server.clients) sum += connection.waiting;
      return sum;
    });
    this.counter('commits_total', 'Transactions written to the database', () => traffic.commits);
    this.counter('commit_seconds_total', 'How long they took altogether', () => traffic.commitTime * millisecond);
    this.gauge('commit_slowest_seconds', 'How long the slowest took since this was last read', () => {
      const slowest = traffic.slowestCommit;
      traffic.slowestCommit = 0;
      return slowest * millisecond;
    });
  }

  private aboutProcess(): void {
    const { server, loop } = this;
    const lag = new this.prometheus.Gauge({
      name: `${prefix}event_loop_lag_seconds`,
      help: 'How late the event loop was since this was last read',
      labelNames: ['quantile'],
      registers: [this.registry],
      collect: () => {
        // The timer that watches is itself due only after the resolution.
        const late = (value: number): number => Math.max(0, value * nanosecond - loopResolution * millisecond);
        const isKnown = loop.count > 0;
        lag.set({ quantile: '0.5' }, isKnown ? late(loop.percentile(50)) : 0);
        lag.set({ quantile: '0.99' }, isKnown ? late(loop.percentile(99)) : 0);
        lag.set({ quantile: '1' }, isKnown ? late(loop.max) : 0);
        loop.reset();
      },
    });
    this.counter('event_loop_busy_seconds_total', 'How long the event loop had something to do', () => performance.eventLoopUtilization().active * millisecond);
    this.counter('cpu_seconds_total', 'Processor time of this process', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) * microsecond;
    });
    this.gauge('resident_memory_bytes', 'Memory of this process', () => process.memoryUsage.rss());
    this.gauge('heap_used_bytes', 'Memory that JavaScript objects take', () => process.memoryUsage().heapUsed);
    this.gauge('start_time_seconds', 'When the server was started, in seconds since 1970', () => server.startedAt.getTime() * millisecond);
    this.counters('faults_total', 'Errors that should not be, by the place where they were caught; the log has them', 'place', faultPlaces, (place) => server.faults.count(place));
    const build = new this.prometheus.Gauge({ name: `${prefix}build_info`, help: 'Which program this is', labelNames: ['version', 'node'], registers: [this.registry] });
    build.set({ version, node: process.version }, 1);
  }

  private gauge(name: string, help: string, read: () => number): void {
    const gauge: Prometheus.Gauge = new this.prometheus.Gauge({ name: prefix + name, help, registers: [this.registry], collect: () => gauge.set(read()) });
  }

  /** Counters that differ in a label. */
  private counters<Value extends string>(name: string, help: string, label: string, values: readonly Value[], read: (value: Value) => number): void {
    const counter: Prometheus.Counter = new this.prometheus.Counter({
      name: prefix + name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect: () => {
        counter.reset();
        for (const value of values) counter.inc({ [label]: value }, read(value));
      },
    });
  }

  private counter(name: string, help: string, read: () => number): void {
    const counter: Prometheus.Counter = new this.prometheus.Counter({
      name: prefix + name,
      help,
      registers: [this.registry],
      collect: () => {
        counter.reset();
        counter.inc(read());
      },
    });
  }
}
