import { readFileSync } from 'node:fs';
import { roundFigure, type Figures } from '../figures';
import { eachAtOnce, gather, kindOf, type Target } from '../crowd';
import { Member } from '../member';
import { measureDelays } from './latency';

/** The talkative room among the idle. */
const talkativeCount = 50;
const rate = 20;
/** How long the server's memory may take to settle, in ms. */
const settleTime = 3000;
/** A loopback address has some 28,000 ports; servers limit connections by address as well. */
const connectionsPerAddress = 5000;

/**
 * Many who say nothing, and a small room that talks.
 * @param pid the server's process, where it is on this computer; without it memory is not measured
 */
export async function idle(target: Target, count: number, seconds: number, pid: number | undefined): Promise<Figures> {
  const before = residentBytes(pid);
  const quiet = await eachAtOnce(count, (index) => {
    const address = target.host === '127.0.0.1' ? `127.0.0.${1 + Math.floor(index / connectionsPerAddress)}` : undefined;
    return Member.register(`q${index}`, kindOf(index), target.host, target.port, address);
  });
  await Promise.all(quiet.map((member) => member.fence()));
  await new Promise((resolve) => setTimeout(resolve, settleTime));
  const after = residentBytes(pid);
  const talkative = await gather(target, talkativeCount, 't', '#talkative');
  await Promise.all(talkative.map((member) => member.fence()));
  const delays = await measureDelays(talkative, '#talkative', rate, seconds);
  talkative.forEach((member) => member.close());
  quiet.forEach((member) => member.close());
  const memory = before === undefined || after === undefined ? {} : { 'KiB each': roundFigure((after - before) / count / 1024) };
  return { ...memory, ...delays };
}

function residentBytes(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
