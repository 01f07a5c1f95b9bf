// Run by heartbeat.test.ts in a network of its own where ICMP is dropped; says what the client notices.
import { Session } from '../../../src/client/core/session';
import { ScriptedServer } from './helpers';

async function main(): Promise<void> {
  let hangs = false;
  const server = await ScriptedServer.listen({ intercept: ({ verb }) => hangs && verb === 'PING' });
  const session = new Session({ pingSeconds: 0.2, closingDelay: 1 });
  let pings = 0;
  session.on((event) => {
    if (event.type === 'ping' && !hangs) {
      process.stdout.write(`ping ${String(event.milliseconds)}\n`);
      hangs = ++pings === 2;
    }
    if (event.type !== 'phase') return;
    if (event.phase.name === 'lost') process.stdout.write(`${event.phase.loss} ${event.phase.why}\n`);
    if (event.phase.name === 'ended') void server.close();
  });
  session.connect(server.address, 'anna');
}

void main();
