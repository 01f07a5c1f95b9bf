import { once } from 'node:events';
import net from 'node:net';

/** A server that lets everybody in and says what it is told to, in the place of what a server would say. */
export class HostileServer {
  private readonly sockets = new Set<net.Socket>();
  /** What clients said, all together. */
  readonly heard: string[] = [];

  private constructor(private readonly server: net.Server, readonly port: number) {}

  /** @param name what it calls itself @param token what it puts into values of its own */
  static async start(name: string, token: string): Promise<HostileServer> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const hostile = new HostileServer(server, (server.address() as net.AddressInfo).port);
    server.on('connection', (socket) => hostile.serve(socket, name, token));
    return hostile;
  }

  say(...lines: readonly string[]): void {
    for (const socket of this.sockets) socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private serve(socket: net.Socket, name: string, token: string): void {
    this.sockets.add(socket);
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    let rest = '';
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) this.answer(socket, line, name, token);
    });
  }

  private answer(socket: net.Socket, line: string, name: string, token: string): void {
    this.heard.push(line);
    const [verb = '', ...params] = line.replace(/^@\S+ /, '').split(' ');
    const write = (...lines: readonly string[]): void => void socket.write(lines.map((one) => `${one}\r\n`).join(''));
    switch (verb) {
      case 'CAP':
        if (params[0] === 'LS') write(`:${name} CAP * LS :${capabilities.join(' ')} ${token}=${token}`);
        else if (params[0] === 'REQ') write(`:${name} CAP anna ACK :${params.slice(1).join(' ').replace(/^:/, '')}`);
        break;
      case 'PING':
        write(`:${name} PONG ${name} ${params.join(' ')}`);
        break;
      case 'USER':
        write(
          `:${name} 001 anna :Welcome ${token}`, `:${name} 002 anna :${token}`, `:${name} 004 anna ${name} ${token} ${token} ${token}`,
          `:${name} 005 anna NETWORK=${token} CHANTYPES=# PREFIX=(ov)@+ NICKLEN=${token} ${token}=${token} :are ${token}`,
          `:${name} 375 anna :${token}`, `:${name} 372 anna :${token}`, `:${name} 376 anna :${token}`,
        );
        break;
    }
  }
}

const capabilities = [
  'message-tags', 'server-time', 'batch', 'echo-message', 'account-tag', 'account-notify', 'away-notify', 'extended-join', 'setname', 'chghost',
  'invite-notify', 'labeled-response', 'standard-replies', 'draft/metadata-2', 'draft/message-redaction', 'draft/multiline=max-bytes=4096',
];
