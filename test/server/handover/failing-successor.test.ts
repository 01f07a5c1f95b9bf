import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { hashPassword } from '../../../src/server/accounts/password';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { makeTestCertificate } from '../../helpers/certificates';
import { IrcClient } from '../../helpers/irc-client';
import { temporaryFolder } from '../../helpers/server';
import { ServerProcess } from '../../helpers/server-process';

/** What a test can break, and where. */
interface Place {
  readonly data: string;
  readonly settings: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly takenPort: number;
}

/** One thing that keeps a new process from serving, how it comes about, and what is said. */
interface Cause {
  readonly name: string;
  readonly words: RegExp;
  /** @returns mends it again */
  break(place: Place): (() => void) | Promise<() => void>;
}

function withLine(line: string): Cause['break'] {
  return ({ settings }) => {
    const before = readFileSync(settings, 'utf8');
    writeFileSync(settings, `${before}${line}\n`);
    return () => writeFileSync(settings, before);
  };
}

function withSql(breaking: string, mending: string): Cause['break'] {
  return ({ data }) => {
    const run = (sql: string): void => {
      const database = new SqliteFile(path.join(data, 'ritrovo.db'));
      database.exec(sql);
      database.close();
    };
    run(breaking);
    return () => run(mending);
  };
}

function withFile(name: 'certFile' | 'keyFile', change: (file: string) => void | Promise<void>): Cause['break'] {
  return async ({ [name]: file }) => {
    copyFileSync(file, `${file}.copy`);
    await change(file);
    return () => copyFileSync(`${file}.copy`, file);
  };
}

const versionOf = (file: string): number => Number(Object.values(new SqliteFile(file).prepare('PRAGMA user_version').get() as object)[0]);

const causes: readonly Cause[] = [
  { name: 'a settings file that is broken', words: /line \d+, is not TOML/, break: withLine('max-rooms = = 5') },
  { name: 'a setting that there is not', words: /there is no setting “max-roms”/, break: withLine('max-roms = 5') },
  { name: 'a WebIRC hash that is none', words: /webirc: what stands before @192\.0\.2\.7 is not the hash of a password/, break: withLine('webirc = ["nonsense@192.0.2.7"]') },
  { name: 'a key that is gone', words: /tls-key: .* cannot be read/, break: withFile('keyFile', (file) => rmSync(file)) },
  { name: 'a chain renewed without its key', words: /do not belong together/, break: withFile('certFile', async (file) => writeFileSync(file, (await makeTestCertificate('chat.example')).cert)) },
  { name: 'a damaged certificate', words: /holds no certificate in PEM/, break: withFile('certFile', (file) => writeFileSync(file, 'damaged')) },
  { name: 'an extra port that is taken', words: /Port \d+ is taken by another program/, break: (place) => withLine(`extra-ports = [${place.takenPort}]`)(place) },
  { name: 'a database of a newer version', words: /written by a newer version/, break: withSql('PRAGMA user_version = 1000', '') },
  { name: 'a migration that fails', words: /table accounts already exists/, break: withSql('PRAGMA user_version = 0', '') },
  { name: 'a table that is gone', words: /no such table: sessions/, break: withSql('ALTER TABLE sessions RENAME TO elsewhere', 'ALTER TABLE elsewhere RENAME TO sessions') },
];

describe('a server whose successor fails', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  for (const isSecond of [false, true]) {
    it(`serves on, disconnects nobody and says why${isSecond ? ', after a restart that went well' : ''}`, async () => {
      const { certFile, keyFile } = await makeTestCertificate('chat.example');
      const [data, settings] = [temporaryFolder(), path.join(temporaryFolder(), 'ritrovo.toml')];
      writeFileSync(settings, `operators = ["anna:${await hashPassword('correct-horse')}"]\ntls-cert = "${certFile}"\ntls-key = "${keyFile}"\n`);
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const place = { data, settings, certFile, keyFile, takenPort: (taken.address() as AddressInfo).port };
      const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0', '--data', data, '--config', settings);
      const port = await server.listening();
      const restarted = async (): Promise<void> => {
        const next = server.logged(/listening on port/);
        server.signal('SIGUSR2');
        await next;
      };
      if (isSecond) await restarted();
      const [anna, bob] = [await IrcClient.join(port, 'anna'), await IrcClient.join(port, 'bob')];
      anna.send('OPER anna correct-horse');
      await anna.expect(/ 381 /);
      await bob.ask('JOIN #class', 'MODE #class +k secret');
      const version = versionOf(path.join(data, 'ritrovo.db'));

      for (const cause of causes) {
        const { name, words } = cause;
        const mend = await cause.break(place);
        const refused = server.logged(/not restarted/);
        server.signal('SIGUSR2');
        const said = await refused;
        assert.match(said, words, `${name}: ${said}`);
        assert.match(await anna.expect(/NOTICE anna :\*\*\* .* was not restarted and goes on as it was: /), words, name);
        mend();
        if (name.includes('version') || name.includes('migration')) await withSql(`PRAGMA user_version = ${String(version)}`, '')(place);
        await bob.fence();
        assert.deepEqual(await bob.askVerbs('PRIVMSG bob :still here', 'TOPIC #class :kept'), ['PRIVMSG', 'TOPIC'], name);
        const guest = await IrcClient.join(port, 'guest');
        await guest.askAnything('QUIT');
      }
      anna.send('RESTART', 'RESTART');
      await anna.expect(/RESTART: .*a restart is under way already/);
      taken.close();

      await bob.closed();
      const again = await IrcClient.join(port, 'bob');
      assert.match((await again.ask('NAMES #class')).join('\n'), /:@bob\n/);
      assert.match((await again.ask('TOPIC #class')).join('\n'), / 332 bob #class :kept/);
      server.signal('SIGTERM');
      assert.equal((await server.exit()).code, 0);
    });
  }
});
