// Measures the program as people start it: dist/client.js, on a display of its own, with a server of its own.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import type { Desktop} from '../../test/helpers/desktop';
import { processorSeconds, residentMegabytes } from '../../test/helpers/process-use';
import { until } from '../../test/helpers/until';
import { Person } from '../../test/window/support/person';
import { clientProgram, ServerProgram, temporaryFolder } from '../../test/window/support/programs';
import { alone, percentile, type Figure } from './figures';

const run = promisify(execFile);
const probe = path.resolve('bench/window/loop-probe.cjs');
const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

/** A screen reader makes a program larger: the figures are of one without. */
function environment(desktop: Desktop): NodeJS.ProcessEnv {
  return { ...desktop.env, QT_LINUX_ACCESSIBILITY_ALWAYS_ON: '0', RITROVO_CONFIG_DIR: temporaryFolder() };
}

function start(desktop: Desktop, port: number, nick: string, node: readonly string[] = [], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(process.execPath, [...node, clientProgram, `127.0.0.1:${port}`, '--name', nick], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...environment(desktop), ...env } });
  alone(child.pid ?? 0);
  return child;
}

async function visible(desktop: Desktop, pid: number): Promise<void> {
  const windows = async (): Promise<string> => (await run('xdotool', ['search', '--onlyvisible', '--pid', String(pid)], { env: desktop.env }).catch(() => ({ stdout: '' }))).stdout;
  for (;;) if ((await windows()).trim() !== '') return;
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

async function startTimes(desktop: Desktop, port: number): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 6; turn++) {
    const began = performance.now();
    const child = start(desktop, port, `start${turn}`);
    await visible(desktop, child.pid ?? 0);
    // The first one warms the file cache.
    if (turn > 0) times.push(performance.now() - began);
    await stop(child);
  }
  return percentile(times, 50);
}

async function atRest(desktop: Desktop, port: number): Promise<{ size: number; idle: number }> {
  const child = start(desktop, port, 'rest');
  const pid = child.pid ?? 0;
  await visible(desktop, pid);
  await pause(10_000);
  const size = residentMegabytes(pid);
  const before = processorSeconds(pid);
  await pause(20_000);
  const idle = ((processorSeconds(pid) - before) / 20) * 100;
  await stop(child);
  return { size, idle };
}

const rooms = 10;
const messagesEach = 10_000;

/** 100,000 messages in ten rooms, all of them received while the window is open. */
async function afterManyMessages(desktop: Desktop, port: number): Promise<number> {
  const people = await Promise.all(Array.from({ length: rooms }, (_, number) => Person.join(port, `crowd${number}`, { room: `#many${number}` })));
  const names = people.map((_, number) => `#many${number}`);
  const child = start(desktop, port, 'many');
  const pid = child.pid ?? 0;
  await visible(desktop, pid);
  await pause(2000);
  // The window joins each room as a person would.
  for (const name of names) {
    await desktop.type(`/join ${name}`);
    await desktop.press('Return');
  }
  for (const person of people) await person.hears(/JOIN/);
  await pause(2000);
  // 2,000 a second: no more than a window can take on a busy machine, or the server lets go of it.
  for (let part = 0; part < messagesEach; part += 100) {
    for (const [number, person] of people.entries()) {
      for (let one = part; one < part + 100; one++) person.say(`message ${one} of many that a long day brings to a busy room`, `#many${number}`);
    }
    await pause(500);
  }
  await settled(pid);
  const size = residentMegabytes(pid);
  await stop(child);
  people.forEach((person) => person.leave());
  return size;
}

/** Until the program has done what there was to do. */
async function settled(pid: number): Promise<void> {
  await until('the program to be at rest', async () => {
    const before = processorSeconds(pid);
    await pause(2000);
    return processorSeconds(pid) - before < 0.1;
  }, 120_000);
}

/** 1,000 messages a second for ten seconds, while somebody types: how long a key waits until it is taken and drawn. */
async function whileFlooded(desktop: Desktop, port: number): Promise<{ latency: number; lost: number }> {
  const person = await Person.join(port, 'flood');
  const told = path.join(temporaryFolder(), 'loop.json');
  const child = start(desktop, port, 'typist', ['--require', probe], { RITROVO_LOOP_PROBE: told, QT_LINUX_ACCESSIBILITY_ALWAYS_ON: '1' });
  const pid = child.pid ?? 0;
  await visible(desktop, pid);
  await pause(3000);
  child.kill('SIGUSR2');
  const seconds = 10;
  const typing = (async () => {
    for (let number = 0; number < seconds; number++) {
      await desktop.type('abcdefgh');
      await pause(800);
    }
  })();
  for (let tick = 0; tick < seconds * 20; tick++) {
    for (let one = 0; one < 50; one++) person.say(`flood ${tick * 50 + one}`);
    await pause(50);
  }
  await typing;
  child.kill('SIGUSR2');
  await settled(pid);
  const last = seconds * 1000 - 1;
  const numbers = await until('the last message', async () => {
    const shown = (await desktop.seen(pid)).find(({ name }) => name === 'Messages')?.text ?? '';
    const found = [...shown.matchAll(/flood (\d+)/g)].map(([, number]) => Number(number));
    return found.at(-1) === last && found;
  }, 60_000);
  // None is missing between the first that is shown and the last.
  const lost = last - (numbers[0] ?? 0) + 1 - numbers.length;
  const box = (await desktop.seen(pid)).find(({ name, role }) => role === 'text' && name === 'Your message')?.text ?? '';
  if (box.length !== seconds * 8) throw new Error(`${seconds * 8} keys were pressed, and the box has ${box.length}`);
  await stop(child);
  person.leave();
  const { p99 } = JSON.parse(fs.readFileSync(told, 'utf8')) as { p99: number };
  return { latency: p99, lost };
}

/** All figures of the program. */
export async function programFigures(desktop: Desktop): Promise<readonly Figure[]> {
  const server = await ServerProgram.start(0, '--command-rate', '1000000', '--command-burst', '1000000');
  try {
    const started = await startTimes(desktop, server.port);
    const { size, idle } = await atRest(desktop, server.port);
    const { latency, lost } = await whileFlooded(desktop, server.port);
    const many = await afterManyMessages(desktop, server.port);
    return [
      { what: 'From the start to the visible window, warm, the middle of 5', unit: 'ms', value: started, most: 700 },
      { what: 'Resident with one room', unit: 'MB', value: size, most: 130 },
      { what: 'Resident after 100,000 messages in ten rooms', unit: 'MB', value: many, most: 200 },
      { what: 'A core while nothing happens', unit: '%', value: idle, most: 0.5 },
      { what: 'A key waits at 1,000 messages a second, p99', unit: 'ms', value: latency, most: 50 },
      { what: 'Messages lost of these 10,000, as far as they are shown', unit: '', value: lost, most: 0 },
    ];
  } finally {
    await server.stop('SIGTERM');
  }
}
