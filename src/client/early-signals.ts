// Imported before anything else: to read a bundle takes a moment, and Ctrl-C means the same in it as later.

let end = (): void => process.exit(0);

// One listener for good: between two a signal would be lost.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end());

/** From now on the program itself says goodbye when it is told to end. */
export function takeSignals(quit: () => void): void {
  end = quit;
}
