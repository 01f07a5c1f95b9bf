import { gather, type Target } from '../crowd';
import { lineReceiver, type Member } from '../member';
import { roundFigure, type Figures } from '../figures';

/** How many lines a sender has under way. */
const outstanding = 64;
const senderCount = 4;
const warmUp = 1000;
/** The text of the line that ends the run, for each sender. */
const lastWords = 'end-of-the-load';

/**
 * A room in which four people talk as fast as the server lets them: each has 64 lines under way. One member of each kind
 * reads what it receives; the bytes of all others must be the same as those of the member of their kind that reads.
 * @param size bytes of a line on its way to the server
 */
export async function fanOut(target: Target, memberCount: number, seconds: number, size = 100): Promise<Figures> {
  const members = await gather(target, memberCount);
  await members.at(-1)?.fence();
  await Promise.all(members.map((member) => member.fence()));
  const talk = new Talk(members, target.room, size);
  await talk.run(warmUp);
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const messages = await talk.run(seconds * 1000);
  const elapsed = (performance.now() - startedAt) / 1000;
  const used = process.cpuUsage(cpu);
  members.forEach((member) => member.close());
  // The modern half of the senders sees its own lines (echo-message), the plain half does not.
  const receivers = memberCount - 0.5;
  return {
    'deliveries/s': Math.round((messages * receivers) / elapsed),
    'messages/s': Math.round(messages / elapsed),
    'generator CPU': roundFigure((used.user + used.system) / 1e6 / elapsed),
  };
}

/** One stretch of talking; everything that was sent has reached everybody when {@link run} is over. */
class Talk {
  private readonly senders: readonly Member[];
  private readonly line: string;
  private underWay: number[] = [];
  private sent = 0;
  private talking = false;
  private seen = 0;
  /** How many of those who listen have not heard the end yet. */
  private listening = 0;
  private ended: (() => void) | undefined;

  constructor(private readonly members: readonly Member[], private readonly room: string, size: number) {
    // Two of each kind.
    this.senders = members.slice(0, senderCount);
    const start = `PRIVMSG ${room} :`;
    this.line = `${start}${'x'.repeat(Math.max(1, size - start.length - 2))}\r\n`;
  }

  /** Talks for some milliseconds and returns how many lines were sent. */
  async run(milliseconds: number): Promise<number> {
    this.sent = 0;
    this.seen = 0;
    this.talking = true;
    this.underWay = this.senders.map(() => 0);
    const bytesBefore = this.members.map((member) => member.bytes);
    const everybody = this.everybodyHasHeardTheEnd();
    const watch = setTimeout(() => this.stopTalking(), milliseconds);
    this.senders.forEach((_, index) => this.fill(index));
    await everybody;
    clearTimeout(watch);
    if (this.seen !== this.sent) throw new Error(`${this.sent} lines were sent and ${this.seen} arrived`);
    this.compareBytes(bytesBefore);
    return this.sent;
  }

  private fill(index: number): void {
    const sender = this.senders[index];
    if (sender === undefined || !this.talking) return;
    const count = outstanding - (this.underWay[index] ?? 0);
    // Several answers come in one read: the lines that they let go are sent together.
    if (count < outstanding / 4 && this.sent > 0) return;
    this.underWay[index] = outstanding;
    this.sent += count;
    sender.send(this.line.repeat(count));
  }

  private witnessed(line: string): void {
    // `:m3!bench@… PRIVMSG`, perhaps with tags before it.
    const at = line.startsWith('@') ? line.indexOf(' ') + 1 : 0;
    const index = line.charCodeAt(at + 2) - 48;
    this.seen++;
    this.underWay[index] = (this.underWay[index] ?? 0) - 1;
    this.fill(index);
  }

  private stopTalking(): void {
    this.talking = false;
    for (const sender of this.senders) sender.send(`PRIVMSG ${this.room} :${lastWords}\r\n`);
  }

  /** Everybody who does not talk hears four last words; the first of them reads every line on its way there. */
  private everybodyHasHeardTheEnd(): Promise<void> {
    const [witness, ...others] = this.members.slice(senderCount);
    if (witness === undefined || others.length === 0) throw new Error('there are too few members');
    this.listening = 1 + others.length;
    this.witness(witness);
    others.forEach((member) => this.listen(member));
    return new Promise((resolve) => (this.ended = resolve));
  }

  private witness(member: Member): void {
    let heard = 0;
    member.receiver = lineReceiver((line) => {
      if (!line.includes('PRIVMSG')) return;
      if (!line.includes(lastWords)) this.witnessed(line);
      else if (++heard === senderCount) this.heardTheEnd(member);
    });
  }

  private listen(member: Member): void {
    let heard = 0;
    let tail = '';
    member.receiver = (chunk) => {
      if (this.talking) return;
      // Only the last reads can hold them.
      const text = tail + chunk.toString('latin1');
      let at = -1;
      while ((at = text.indexOf(lastWords, at + 1)) !== -1) heard++;
      tail = text.slice(-(lastWords.length - 1));
      if (heard >= senderCount) this.heardTheEnd(member);
    };
  }

  private heardTheEnd(member: Member): void {
    member.receiver = () => undefined;
    this.listening--;
    if (this.listening === 0) this.ended?.();
  }

  /** What one member of a kind received, every other of that kind received. */
  private compareBytes(before: readonly number[]): void {
    for (const kind of [0, 1]) {
      const expected = new Set<number>();
      this.members.forEach((member, index) => {
        if (index >= senderCount && index % 2 === kind) expected.add(member.bytes - (before[index] ?? 0));
      });
      if (expected.size > 1) throw new Error(`members of one kind received different amounts: ${[...expected].join(', ')}`);
    }
  }
}
