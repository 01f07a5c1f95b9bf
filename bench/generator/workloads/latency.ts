import { percentile, roundFigure, type Figures } from '../figures';
import { gather, type Target } from '../crowd';
import { lineReceiver, type Member } from '../member';

const senderCount = 4;
const mark = ' :sent-at=';

/**
 * How long a message takes from its sender to each member, at a steady rate.
 * @param rate messages a second, from four people in turn
 */
export async function latency(target: Target, memberCount: number, rate: number, seconds: number): Promise<Figures> {
  const members = await gather(target, memberCount);
  await Promise.all(members.map((member) => member.fence()));
  const figures = await measureDelays(members, target.room, rate, seconds);
  members.forEach((member) => member.close());
  return figures;
}

/** The delays of messages among people who are in a room, in ms. */
export async function measureDelays(members: readonly Member[], room: string, rate: number, seconds: number): Promise<Figures> {
  const delays: number[] = [];
  const total = Math.round(rate * seconds);
  // Those who talk hear each other, and half of them themselves: they are not counted.
  const expected = total * (members.length - senderCount);
  await new Promise<void>((resolve) => {
    for (const member of members.slice(senderCount)) {
      member.receiver = lineReceiver((line) => {
        const at = line.indexOf(mark);
        if (at === -1) return;
        delays.push(performance.now() - Number.parseFloat(line.slice(at + mark.length, at + mark.length + 14)));
        if (delays.length === expected) resolve();
      });
    }
    for (const member of members.slice(0, senderCount)) member.receiver = () => undefined;
    let sent = 0;
    const startedAt = performance.now();
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * rate) + 1);
      for (; sent < due; sent++) {
        const now = performance.now().toFixed(3).padStart(14, '0');
        members[sent % senderCount]?.send(`PRIVMSG ${room}${mark}${now} ${'x'.repeat(56)}\r\n`);
      }
      if (sent === total) clearInterval(timer);
    }, 1);
  });
  delays.sort((a, b) => a - b);
  return { 'p50 ms': percentile(delays, 0.5), 'p99 ms': percentile(delays, 0.99), 'max ms': roundFigure(delays.at(-1) ?? 0) };
}
