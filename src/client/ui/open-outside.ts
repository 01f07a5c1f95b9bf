import { spawn } from 'node:child_process';

/** How each platform opens an address with the program that the person chose for it. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>>> = {
  darwin: ['open'],
  // Not through cmd.exe, which would take signs of the address for its own.
  win32: ['rundll32.exe', 'url.dll,FileProtocolHandler'],
};

/** Opens an address in the browser, or the mail program. The caller has checked what kind of address it is. */
export function openOutside(link: string): void {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, link], { stdio: 'ignore', detached: true });
  // There may be no browser: nothing more can be done here.
  child.on('error', () => undefined);
  child.unref();
}
