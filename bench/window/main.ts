// npm run bench:window: the figures of the window, printed and written into bench/RESULTS.md under "The window".
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Desktop } from '../../test/helpers/desktop';
import { line, type Figure } from './figures';
import { programFigures } from './program';

const run = promisify(execFile);
const results = path.resolve('bench/RESULTS.md');
const heading = '## The window';

async function timelineFigures(desktop: Desktop): Promise<readonly Figure[]> {
  const { stdout } = await run(process.execPath, ['--require', 'tsx/cjs', 'bench/window/timeline.ts'], { env: desktop.env, maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as readonly Figure[];
}

function report(figures: readonly Figure[]): string {
  const cpu = os.cpus()[0]?.model ?? 'an unknown processor';
  return [
    heading, '',
    `Measured by \`npm run bench:window\` with Node ${process.versions.node} on ${os.cpus().length} cores of ${cpu}, under Xvfb with openbox and Qt's own style.`,
    'A key waits as long as the loop is late, painting included. Adding, switching and showing older messages are taken in a real window',
    'around the timeline, drawing included; the other figures from outside the program.',
    '', '| figure | measured | at most | held |', '| --- | --- | --- | --- |', ...figures.map(line), '',
  ].join('\n');
}

/** Puts the section in the place of the one of before; what others measured stays. */
function write(section: string): void {
  const before = fs.existsSync(results) ? fs.readFileSync(results, 'utf8') : '# Measured\n\n';
  const start = before.indexOf(heading);
  if (start === -1) {
    fs.writeFileSync(results, `${before.trimEnd()}\n\n${section}`);
    return;
  }
  const next = before.indexOf('\n## ', start + heading.length);
  fs.writeFileSync(results, before.slice(0, start) + section + (next === -1 ? '' : before.slice(next)));
}

async function main(): Promise<void> {
  const desktop = await Desktop.start();
  try {
    const section = report([...(await programFigures(desktop)), ...(await timelineFigures(desktop))]);
    process.stdout.write(`${section}\n`);
    write(section);
  } finally {
    await desktop.stop();
  }
}

void main().then(() => process.exit(0));
