/** Qt platforms that draw without a screen of this machine. */
const screenless = new Set(['offscreen', 'minimal', 'vnc', 'linuxfb', 'eglfs']);

/** What to tell a person who starts the window where it cannot be shown. */
export const noDisplay =
  'There is no display to show the window on (neither DISPLAY nor WAYLAND_DISPLAY is set): ' +
  'start it from a desktop session, or with "ssh -X"; the server needs no display.';

/**
 * Whether Qt can open a window. Ask before NodeGui is loaded: without a display Qt aborts the process.
 * On macOS and Windows there is always one.
 */
export function hasDisplay(
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (platform !== 'linux') return true;
  if (environment.DISPLAY || environment.WAYLAND_DISPLAY) return true;
  // A list such as "xcb;offscreen" is tried in order; each may carry options after a colon.
  const platforms = environment.QT_QPA_PLATFORM?.split(';') ?? [];
  return platforms.some((name) => screenless.has(name.split(':')[0] ?? ''));
}
