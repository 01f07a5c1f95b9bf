/**
 * How long this process computed for something, in ms. For bounds that tell a slow algorithm: on a busy machine the
 * clock on the wall would count what others compute as well.
 */
export function processorTime(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
