// The same question as in src/client/qt/display.ts (a test compares the two), asked before anything is built.

/** @param {NodeJS.ProcessEnv} environment @param {NodeJS.Platform} platform */
export function hasDisplay(environment = process.env, platform = process.platform) {
  if (platform !== 'linux') return true;
  if (environment.DISPLAY || environment.WAYLAND_DISPLAY) return true;
  const screenless = new Set(['offscreen', 'minimal', 'vnc', 'linuxfb', 'eglfs']);
  return (environment.QT_QPA_PLATFORM ?? '').split(';').some((name) => screenless.has(name.split(':')[0] ?? ''));
}

export const noDisplay =
  'There is no display to show the window on (neither DISPLAY nor WAYLAND_DISPLAY is set): ' +
  'start it from a desktop session, or with "ssh -X"; the server needs no display.';
