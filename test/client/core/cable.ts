import net from 'node:net';

/** A way to a server that can be cut and mended. */
export class Cable {
  private readonly sockets = new Set<net.Socket>();
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
    });
    const cable = new Cable(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  cut(): void {
    this.isWhole = false;
    this.sockets.forEach((socket) => socket.destroy());
    this.sockets.clear();
  }

  mend(): void {
    this.isWhole = true;
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
