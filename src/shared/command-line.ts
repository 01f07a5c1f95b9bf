/**
 * Shows this process with other arguments to those who list processes (`ps`): its own hold a password. Until this is called
 * they can be read by everybody on the computer; on Windows they always can, and those of npm and the shell above it too.
 */
export function showArguments(args: readonly string[]): void {
  const [, program = ''] = process.argv;
  process.title = [process.argv0, ...process.execArgv, program, ...args].join(' ');
}
