/**
 * What has gone through since the start: plain numbers that the busy paths count up, so that counting costs nothing.
 * The metrics read them when somebody asks.
 */
export class Traffic {
  /** Lines that came from clients. */
  lines = 0;
  /** Messages that people sent, one for each room or person they went to. */
  messages = 0;
  /** Messages and other events handed to a connection. */
  deliveries = 0;
  /** Bytes given to the sockets, before TLS and WebSocket. */
  bytes = 0;
  /** Transactions written to the database. */
  commits = 0;
  /** How long they took altogether, in ms. */
  commitTime = 0;
  /** How long the slowest took since the metrics were last read, in ms. */
  slowestCommit = 0;

  /** A transaction was written. @param duration in ms */
  committed(duration: number): void {
    this.commits++;
    this.commitTime += duration;
    if (duration > this.slowestCommit) this.slowestCommit = duration;
  }
}
