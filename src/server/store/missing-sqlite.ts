/** What the binary was built against: Debian 11, Ubuntu 20.04, RHEL 9 and later have it. */
const leastGlibc = '2.29';

/** The C library of this process; undefined where it is not glibc. */
function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime;
}

/**
 * What to tell somebody on whose system SQLite's binary cannot be loaded: what happened, why, and what to do.
 * @param error what loading it threw
 */
export function whySqliteIsMissing(error: unknown, system = { platform: process.platform as string, arch: process.arch as string, glibc: glibcVersion() }): string {
  const said = error instanceof Error ? error.message.split('\n', 1)[0] ?? '' : String(error);
  return `SQLite, which keeps the data, cannot be loaded (${said}). ${reason(system, said)}`;
}

const newerNode = 'Or run Ritrovo with Node 22.13 or newer: it has SQLite inside, which is used then.';

function reason({ platform, arch, glibc }: { platform: string; arch: string; glibc: string | undefined }, said: string): string {
  if (said.includes("Cannot find module '@photostructure/sqlite'") && ['x64', 'arm64'].includes(arch)) {
    return 'The package @photostructure/sqlite is not installed: run "npm ci --ignore-scripts" in the folder of Ritrovo. ' + newerNode;
  }
  if (!['linux', 'darwin', 'win32'].includes(platform) || !['x64', 'arm64'].includes(arch)) {
    return `There is no binary of it for ${platform} on ${arch}. Run Ritrovo with Node 22.13 or newer: it has SQLite inside, which is used then.`;
  }
  if (platform === 'linux' && glibc === undefined) {
    return `This system's C library is musl, and it was not recognized: start with LIBC=musl in the environment ("LIBC=musl npm run server"). ${newerNode}`;
  }
  if (platform === 'linux' && /GLIBC|GLIBCXX/.test(said)) {
    return `It needs glibc ${leastGlibc} or newer, and this system has ${glibc ?? 'an older one'}: take a newer system (Debian 11, Ubuntu 20.04, RHEL 9 or later). ${newerNode}`;
  }
  return `The file may be damaged: run "npm ci --ignore-scripts" in the folder of Ritrovo to fetch it anew. ${newerNode}`;
}
