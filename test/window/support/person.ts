import net from 'node:net';
import { until } from '../../helpers/until';

/** Somebody else in the room, without a window: reads all lines, answers PING. */
export class Person {
  readonly lines: string[] = [];

  private constructor(private readonly socket: net.Socket, readonly nick: string) {
    let rest = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.heard(line.trimEnd());
    });
  }

  /** Comes into the room and waits until the others see it. */
  static async join(port: number, nick: string, { room = '#lobby', password }: { readonly room?: string; readonly password?: string | undefined } = {}): Promise<Person> {
    const person = new Person(net.connect(port, '127.0.0.1'), nick);
    if (password !== undefined) person.send(`PASS :${password}`);
    person.send(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`);
    await person.hears(/ 001 /);
    person.send(`JOIN ${room}`);
    await person.hears(/ 366 /);
    return person;
  }

  send(...lines: readonly string[]): void {
    for (const line of lines) this.socket.write(`${line}\r\n`);
  }

  say(text: string, to = '#lobby'): void {
    this.send(`PRIVMSG ${to} :${text}`);
  }

  async hears(pattern: RegExp): Promise<string> {
    return await until(`a line like ${String(pattern)}`, () => Promise.resolve(this.lines.find((line) => pattern.test(line))));
  }

  /** How many messages of this text came by now: whoever asked for a fence before knows that no more will come. */
  count(text: string): number {
    return this.lines.filter((line) => line.endsWith(` :${text}`)).length;
  }

  leave(): void {
    this.socket.end('QUIT\r\n');
  }

  private heard(line: string): void {
    if (line.startsWith('PING ')) this.send(`PONG ${line.slice(5)}`);
    else this.lines.push(line);
  }
}
