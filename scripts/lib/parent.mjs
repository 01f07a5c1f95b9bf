// npm runs a script through a shell. A signal that is sent to npm alone (not typed, which reaches everybody) ends npm
// and the shell, and would leave the script behind without a parent.
const interval = 500;

/** Ends this process as SIGTERM does, once the npm that started it is gone. */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, interval);
  timer.unref();
}
