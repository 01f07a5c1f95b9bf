import net from 'node:net';

/** A way to a server that can be cut and mended. */
export class Cable {
  private readonly sockets = new Set<net.Socket>();
  private readonly ends = new Set<{ readonly near: net.Socket; readonly far: net.Socket }>();
  private isWhole = true;

  private constructor(private readonly server: net.Server) {}

  static async to(target: number): Promise<Cable> {
    const server = net.createServer((near) => {
      near.on('error', () => undefined);
      if (!cable.isWhole) {
        near.destroy();
        return;
      }
      const far = net.connect(target, '127.0.0.1');
      far.on('error', () => undefined);
      near.pipe(far).pipe(near);
      cable.sockets.add(near).add(far);
      cable.ends.add({ near, far });
    });
    const cable = new Cable(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** What the server says does not arrive any more. */
  deafen(): void {
    for (const { near, far } of this.ends) far.unpipe(near).resume();
  }

  /** What is said to the server does not arrive any more. */
  mute(): void {
    for (const { near, far } of this.ends) near.unpipe(far).resume();
  }

  cut(): void {
    this.isWhole = false;
    this.sockets.forEach((socket) => socket.destroy());
    this.sockets.clear();
    this.ends.clear();
  }

  mend(): void {
    this.isWhole = true;
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
