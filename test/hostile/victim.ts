import assert from 'node:assert/strict';
import { hashPassword } from '../../src/server/accounts/password';
import { IrcClient } from '../helpers/irc-client';
import { residentMegabytes } from '../helpers/process-use';
import { ServerProcess } from '../helpers/server-process';

/** From one question of the witness to the next, in ms. */
const interval = 20;

/** The real server under attack, with somebody in its room who asks all the time how long an answer takes. */
export class Victim {
  readonly waits: number[] = [];
  memory = 0;
  private asking: Promise<void> | undefined;
  private isOver = false;

  private constructor(
    private readonly server: ServerProcess,
    readonly port: number,
    private readonly witness: IrcClient,
  ) {}

  /** The password of the operator `root` is {@link Victim.password}, and of the gateway on this computer too. */
  static readonly password = 'in-front-of-you';

  static async start(...args: readonly string[]): Promise<Victim> {
    const hash = await hashPassword(Victim.password);
    const server = ServerProcess.start('--port', '0', '--operators', `root:${hash}`, '--webirc', `${hash}@127.0.0.1`, ...args);
    const port = await server.listening();
    const witness = await IrcClient.connect(port);
    witness.patience = 30_000;
    await witness.ask('NICK witness', 'USER w 0 * :Witness');
    return new Victim(server, port, witness);
  }

  /** Somebody at another address, who is in the room. */
  async guest(nick: string, address: string, ...lines: readonly string[]): Promise<IrcClient> {
    const guest = await IrcClient.connect(this.port);
    // Whoever asks for much waits for themselves.
    guest.patience = 60_000;
    await guest.askAnything(`WEBIRC ${Victim.password} gateway ${address} ${address}`, ...lines, `NICK ${nick}`, `USER ${nick} 0 * :${nick}`);
    return guest;
  }

  /** Has the witness ask from now on. */
  watch(): void {
    this.asking = this.ask();
  }

  /** Nothing unexpected was thrown, the witness is there, and the server ends as it should. */
  async holds(): Promise<void> {
    this.isOver = true;
    await this.asking;
    const answer = await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
    const faults = [...answer.matchAll(/^ritrovo_faults_total\{place="(\w+)"\} (\d+)$/gm)].filter(([, , count]) => count !== '0').map(([line]) => line);
    await this.witness.fence();
    this.server.signal('SIGTERM');
    const { code, signal, output, errors } = await this.server.exit();
    assert.deepEqual(faults, [], output);
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, `${output}\n${errors}`);
  }

  private async ask(): Promise<void> {
    while (!this.isOver) {
      const asked = performance.now();
      await this.witness.fence();
      this.waits.push(performance.now() - asked);
      this.memory = Math.max(this.memory, residentMegabytes(this.server.pid));
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  }
}
