import { spawn } from 'node:child_process';
import { assetFile } from './images';

/** What plays a file on each platform, the likeliest first. */
const players: Readonly<Partial<Record<NodeJS.Platform, readonly (readonly [command: string, ...args: string[]])[]>>> = {
  linux: [['pw-play'], ['paplay'], ['aplay', '-q']],
  darwin: [['afplay']],
  win32: [['powershell.exe', '-NoProfile', '-Command', '(New-Object Media.SoundPlayer $args[0]).PlaySync()']],
};

/** The player that worked, so that the others are not tried again. */
let first = 0;

/** Plays the sound of a notification; silent where there is no player. */
export function playSound(): void {
  const file = assetFile('notification.wav');
  if (file !== undefined) play(file, first);
}

function play(file: string, place: number): void {
  const [command, ...args] = players[process.platform]?.[place] ?? [];
  if (command === undefined) return;
  const child = spawn(command, [...args, file], { stdio: 'ignore' });
  child.once('spawn', () => (first = place));
  child.once('error', () => play(file, place + 1));
  child.unref();
}
