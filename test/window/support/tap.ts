import net from 'node:net';
import { once } from 'node:events';

/** Stands between a client and its server, and keeps what the client says. */
export class Tap {
  said = '';
  private readonly pairs: { readonly client: net.Socket; readonly upstream: net.Socket }[] = [];

  private constructor(private readonly server: net.Server, readonly port: number) {}

  static async before(port: number): Promise<Tap> {
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const tap = new Tap(server, (server.address() as net.AddressInfo).port);
    server.on('connection', (client) => {
      const upstream = net.connect(port, '127.0.0.1');
      client.on('data', (chunk) => (tap.said += chunk.toString()));
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
      tap.pairs.push({ client, upstream });
      client.pipe(upstream).pipe(client);
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
    return tap;
  }

  /** What the server says from now on waits. */
  hold(): void {
    for (const { client, upstream } of this.pairs) upstream.unpipe(client);
  }

  /** What waited goes on. */
  release(): void {
    for (const { client, upstream } of this.pairs) upstream.pipe(client);
  }

  close(): void {
    this.server.close();
  }
}
