import { openSync, closeSync } from 'node:fs';
import { startServer, ConfigError, ListenError, StoreError, type Config, type Server } from '.';
import { formatAddress } from '../shared/address';
import { showArguments } from '../shared/command-line';
import { tellTerminal } from '../shared/terminal';
import { NoPasswordError } from './accounts/hash-password';
import { configFile, readRequest } from './config';
import { Inheritance } from './handover/inheritance';
import { follow } from './handover/remote';
import { Supervisor } from './handover/supervisor';
import { sendUp } from './handover/talk';
import { createLog, type Logger } from './log';
import { takePassword } from './server-password';
import { runSubcommand } from './subcommands';

/** Errors whose message is meant for the person who started the server. */
const forPeople = [ConfigError, ListenError, StoreError, NoPasswordError];

const args = takePassword(process.argv.slice(2), process.env);
const hadPassword = args.length < process.argv.length - 2;
if (hadPassword) showArguments(args);
/** Where this process is to take over from another: the ports on which that one listens. */
const heldPorts = process.env.RITROVO_TAKES_OVER?.split(',').map(Number);
// Not for the processes that this one may start.
delete process.env.RITROVO_TAKES_OVER;

async function main(): Promise<void> {
  const request = readRequest(args, process.env);
  switch (request.kind) {
    case 'print':
      tellTerminal(request.text, process.stdout);
      break;
    case 'subcommand':
      // Who reads no further (`| head`) has had enough.
      process.stdout.on('error', () => process.exit(0));
      await runSubcommand(request.name, request.args);
      break;
    case 'serve':
      await serve(request.config, request.warnings);
  }
}

async function serve(config: Config, warnings: readonly string[]): Promise<void> {
  const log = createLog(config.logLevel);
  for (const warning of warnings) log.warn(warning);
  if (hadPassword) log.warn('others on this computer may have seen the password in the list of processes; better --password-file FILE, or RITROVO_PASSWORD');
  const inheritance = heldPorts === undefined ? undefined : await takeOver(config, heldPorts);
  const restart = async (): Promise<void> => {
    log.info('restarting');
    await (supervisor?.restart() ?? askAbove?.());
  };
  const server = await startServer(config, log, { readConfig: () => readConfig(log), restart, configFile: configFile(args, process.env), inheritance, inspectsDatabase: true });
  const program = { script: process.argv[1] ?? '', args, execArgv: process.execArgv };
  const supervisor = inheritance === undefined ? new Supervisor(program, server, (status) => process.exit(status)) : undefined;
  const askAbove = inheritance === undefined ? undefined : follow(server, () => process.exit(0));
  onSignals(server, log, restart, supervisor);
  if (inheritance !== undefined) {
    process.off('disconnect', endAlone);
    void sendUp({ type: 'started', ports: server.ports });
  }
  tellWhere(server, log);
}

/** Gets ready to take over from another process, and waits until it has stepped aside. */
async function takeOver(config: Config, held: readonly number[]): Promise<Inheritance> {
  process.on('disconnect', endAlone);
  const inheritance = await Inheritance.prepare(config, held);
  await inheritance.untilOpen();
  return inheritance;
}

/** The processes that this one was to work with are gone before it serves anybody. */
function endAlone(): void {
  process.exit(1);
}

/** The settings as they are now: the same flags, the files and the environment read again. @throws ConfigError */
function readConfig(log: Logger): Config {
  const request = readRequest(args, process.env);
  if (request.kind !== 'serve') throw new ConfigError('The settings cannot be read again.');
  for (const warning of request.warnings) log.warn(warning);
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
      // Where it fails, the server has said so.
      restart().catch(() => undefined);
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

main().catch(async (error: unknown) => {
  const isForPeople = error instanceof Error && forPeople.some((kind) => error instanceof kind);
  tellTerminal(isForPeople ? error.message : String(error instanceof Error ? error.stack : error));
  if (heldPorts !== undefined) await sendUp({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
