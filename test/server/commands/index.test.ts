import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commands } from '../../../src/server/commands';
import { TestServer } from '../../helpers/server';

const parametersFor = (count: number): string => Array.from({ length: count }, (_, index) => `p${String(index)}`).join(' ');

describe('the verb table', () => {
  it('answers 461 with the usage when there are too few parameters', async () => {
    const server = await TestServer.start({ commandBurst: 1000 });
    const anna = await server.join('anna');
    const guest = await server.connect();
    server.makeOperator('anna');
    for (const [verb, { parameters, usage, allowed }] of commands) {
      if (parameters === 0) continue;
      const before = allowed === 'before-registration';
      const [line] = await (before ? guest : anna).ask(`${verb} ${parametersFor(parameters - 1)}`);
      assert.equal(line, `:ritrovo.chat 461 ${before ? '*' : 'anna'} ${verb} :Parameters are missing: ${usage}`);
    }
  });

  it('answers 451 to what only registered people may', async () => {
    const server = await TestServer.start({ commandBurst: 1000 });
    const guest = await server.connect();
    for (const [verb, { parameters, allowed }] of commands) {
      if (allowed === 'registered') assert.deepEqual(await guest.askVerbs(`${verb} ${parametersFor(parameters)}`), ['451'], verb);
    }
    assert.deepEqual(await guest.askVerbs('FLY'), ['451']);
  });

  it('answers 462 to what belongs before the registration', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    for (const [verb, { parameters, allowed }] of commands) {
      if (allowed === 'before-registration') assert.deepEqual(await anna.askVerbs(`${verb} ${parametersFor(parameters)}`), ['462'], verb);
    }
  });

  it('answers 421 to what it does not know', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('fly away'), [':ritrovo.chat 421 anna FLY :There is no such command; HELP lists them']);
    assert.deepEqual(await anna.askVerbs(':source :x', '€ x', `${'X'.repeat(400)} y`), ['421', '421', '421']);
  });

  it('passes over a line that is no message', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('', ' ', '@a', ':source', '@a :b'), []);
  });

  for (const verb of ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'CONNECT']) {
    it(`ends a connection that begins with HTTP's ${verb}`, async () => {
      const server = await TestServer.start();
      const browser = await server.connect();
      browser.send(`${verb} / HTTP/1.1`, 'Host: x', '', 'NICK evil', 'USER a 0 * :b');
      const lines = await browser.closed();
      assert.ok(lines.length > 0 && !lines.some((line) => line.includes(' 001 ')), lines.join('\n'));
      assert.equal(server.server.names.find('evil'), undefined);
    });
  }

  it('has a test file of its own for every command', () => {
    const missing = [...commands.keys()].filter((verb) => !existsSync(path.join(import.meta.dirname, `${verb.toLowerCase()}.test.ts`)));
    assert.deepEqual(missing, []);
  });

  it('has every file of src/server/commands that is a command', () => {
    const folder = path.join(import.meta.dirname, '../../../src/server/commands');
    const files = readdirSync(folder).filter((file) => readFileSync(path.join(folder, file), 'utf8').includes(': Command = {'));
    assert.deepEqual(files.map((file) => file.replace('.ts', '').toUpperCase()).sort(), [...commands.keys()].sort());
  });
});
