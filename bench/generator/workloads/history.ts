import { percentile, roundFigure, type Figures } from '../figures';
import type { Target } from '../crowd';
import { lineReceiver, Member } from '../member';

const outstanding = 2000;
const room = '#archive';

/**
 * One person fills a room with messages as fast as the server stores them, then asks for the newest hundred again and
 * again.
 */
export async function history(target: Target, messages: number, requests: number): Promise<Figures> {
  const writer = await Member.register('writer', 'modern', target.host, target.port);
  await writer.join(room);
  const startedAt = performance.now();
  await fill(writer, messages);
  const seconds = (performance.now() - startedAt) / 1000;
  const delays: number[] = [];
  const reader = await Member.register('reader', 'modern', target.host, target.port);
  await ask(reader);
  await reader.join(room);
  for (let request = 0; request < requests; request++) {
    const askedAt = performance.now();
    const answered = reader.until(`BATCH -`);
    reader.send(`CHATHISTORY LATEST ${room} * 100\r\n`);
    const batch = await answered;
    delays.push(performance.now() - askedAt);
    if (request === 0 && !batch.includes(' PRIVMSG ')) throw new Error('the history of the room is empty');
  }
  writer.close();
  reader.close();
  delays.sort((a, b) => a - b);
  return {
    'stored/s': Math.round(messages / seconds),
    'LATEST p50 ms': percentile(delays, 0.5),
    'LATEST p99 ms': percentile(delays, 0.99),
    'LATEST max ms': roundFigure(delays.at(-1) ?? 0),
  };
}

/** Asks for the history's capability. @throws where the server does not have it */
async function ask(reader: Member): Promise<void> {
  const capability = 'draft/chathistory';
  const answered = reader.until(`${capability}\r\n`);
  reader.send(`CAP REQ :${capability}\r\n`);
  if ((await answered).includes(' NAK ')) throw new Error('the server keeps no history');
}

/** The echo of a line is the server's word that it is stored. */
function fill(writer: Member, messages: number): Promise<void> {
  let sent = 0;
  let echoed = 0;
  const more = (): void => {
    const count = Math.min(messages - sent, outstanding - (sent - echoed));
    let lines = '';
    for (let index = 0; index < count; index++) lines += `PRIVMSG ${room} :message ${sent + index} ${'x'.repeat(60)}\r\n`;
    sent += count;
    if (count > 0) writer.send(lines);
  };
  return new Promise((resolve) => {
    writer.receiver = lineReceiver((line) => {
      if (!line.includes(' PRIVMSG ')) return;
      echoed++;
      if (echoed === messages) {
        writer.receiver = undefined;
        resolve();
      } else if (sent - echoed <= outstanding / 2) {
        more();
      }
    });
    more();
  });
}
