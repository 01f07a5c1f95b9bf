import { openSync, closeSync } from 'node:fs';
import { startServer, ConfigError, ListenError, StoreError, type Config, type Server } from '.';
import { formatAddress } from '../shared/address';
import { NoPasswordError } from './accounts/hash-password';
import { configFile, readRequest } from './config';
import { inherit } from './handover/inheritance';
import type { Message } from './handover/messages';
import { follow, Supervisor, type Incumbent } from './handover/supervisor';
import { createLog, type Logger } from './log';
import { runSubcommand } from './subcommands';

/** Errors whose message is meant for the person who started the server. */
const forPeople = [ConfigError, ListenError, StoreError, NoPasswordError];

const args = process.argv.slice(2);

async function main(): Promise<void> {
  const request = readRequest(args, process.env);
  switch (request.kind) {
    case 'print':
      process.stdout.write(`${request.text}\n`);
      break;
    case 'subcommand':
      // Who reads no further (`| head`) has had enough.
      process.stdout.on('error', () => process.exit(0));
      await runSubcommand(request.name, request.args);
      break;
    case 'serve':
      await serve(request.config);
  }
}

async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const takesOver = process.env.RITROVO_TAKES_OVER !== undefined;
  // Not for the processes that this one may start.
  delete process.env.RITROVO_TAKES_OVER;
  const inheritance = takesOver ? await inherit() : undefined;
  const own: Incumbent = { handOver: (give) => server.handOver(give) };
  const supervisor = takesOver ? undefined : new Supervisor({ script: process.argv[1] ?? '', args, execArgv: process.execArgv }, own, (status) => process.exit(status));
  const askAbove = takesOver ? follow(own, () => process.exit(0)) : undefined;
  const restart = async (): Promise<void> => {
    log.info('restarting');
    await (supervisor?.restart() ?? askAbove?.());
  };
  const server = await startServer(config, log, { readConfig, restart, configFile: configFile(args, process.env), inheritance });
  onSignals(server, log, restart, supervisor);
  if (takesOver) process.send?.({ type: 'started' } satisfies Message);
  tellWhere(server, log);
}

/** The settings as they are now: the same flags, the file and the environment read again. @throws ConfigError */
function readConfig(): Config {
  const request = readRequest(args, process.env);
  if (request.kind !== 'serve') throw new ConfigError('The settings cannot be read again.');
  return request.config;
}

/** Signals are for the server, or for the process that runs it since a restart. */
function onSignals(server: Server, log: Logger, restart: () => Promise<void>, supervisor: Supervisor | undefined): void {
  const stop = (status = 0): void => {
    if (supervisor?.isWatching === true) {
      supervisor.forward('SIGTERM');
      return;
    }
    log.info('stopping: telling everybody SHUTDOWN');
    server.stop().then(
      () => process.exit(status),
      (error: unknown) => {
        log.fatal({ err: error }, 'the server did not stop as it should');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop());
  process.on('SIGTERM', () => stop());
  process.on('SIGHUP', () => {
    if (isTerminalGone()) stop();
    else if (supervisor?.isWatching === true) supervisor.forward('SIGHUP');
    else server.reloader.reload().catch(() => undefined);
  });
  if (process.platform !== 'win32') {
    process.on('SIGUSR2', () => {
      restart().catch((error: unknown) => log.error({ err: error }, `not restarted: ${error instanceof Error ? error.message : String(error)}`));
    });
  }
  // Started by the window or by `npm start`: without them nobody could stop this server any more.
  if (process.send !== undefined) process.on('disconnect', () => stop());
  // The last net, also for promises: what nobody caught is about one thing of many, and all the people in the rooms are not to lose theirs.
  process.on('uncaughtException', (error) => server.faults.note('process', error));
}

/** Whether SIGHUP came because the terminal was closed; a server without a terminal is asked to reload by it. */
function isTerminalGone(): boolean {
  if (!process.stdin.isTTY && !process.stdout.isTTY) return false;
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return false;
  } catch {
    return true;
  }
}

function tellWhere(server: Server, log: Logger): void {
  const { host, port, addresses, certificateFingerprint: fingerprint } = server;
  log.info({ host, port }, `listening on port ${port}`);
  for (const address of addresses) log.info(`others join with: npm run client -- ${formatAddress({ host: address, port })}`);
  log.info('Ctrl-C stops the server');
  process.send?.({ type: 'listening', host, port, addresses, fingerprint });
}

main().catch((error: unknown) => {
  const isForPeople = forPeople.some((kind) => error instanceof kind);
  process.stderr.write(`${isForPeople && error instanceof Error ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
