import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { runExport, type ExportedItem } from '../../../src/server/history/export';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { historian, say } from '../../helpers/history';
import { temporaryFolder, TestServer } from '../../helpers/server';

/** A title of the terminal, C1's code that clears it, and a text turned round. */
const hostile = '\x1b]0;mine\x07\x9b2J\u202egnp.exe\u2069';
const obeyed = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2069]/;

async function exported(...args: readonly string[]): Promise<string> {
  let text = '';
  await runExport(args, {}, (line) => {
    text += line;
    return Promise.resolve();
  });
  return text;
}

/** A server with something of everything in its shared room; it goes on running. */
async function withHistory(data: string): Promise<TestServer> {
  const server = await TestServer.start({ data });
  const anna = await server.join('anna', { capabilities: historian });
  const id = await say(anna, '#lobby', 'one');
  await anna.ask(
    `@draft/target-msgid=${id};draft/edit-text=uno EDIT #lobby`,
    `@+draft/react=ok;+draft/reply=${id} TAGMSG #lobby`,
    'BATCH +1 draft/multiline #lobby', '@batch=1 PRIVMSG #lobby :two', '@batch=1 PRIVMSG #lobby :lines', 'BATCH -1',
    'PRIVMSG #lobby :\x01ACTION waves\x01', 'NOTICE #lobby :hear', 'TOPIC #lobby :Lunch', 'PRIVMSG anna :private',
  );
  return server;
}

describe('the export of a room', () => {
  it('is JSON Lines, while the server runs and when it does not', async () => {
    const data = temporaryFolder();
    const server = await withHistory(data);
    const running = await exported('--data', data, '--room', '#LOBBY');
    const items = running.trimEnd().split('\n').map((line) => JSON.parse(line) as ExportedItem);
    assert.deepEqual(items.map((item) => [item.type, item.verb, item.type === 'message' ? item.text : item.params.join(' ')]), [
      ['event', 'JOIN', ''], ['message', 'PRIVMSG', 'uno'], ['message', 'PRIVMSG', 'two\nlines'], ['message', 'PRIVMSG', '\x01ACTION waves\x01'],
      ['message', 'NOTICE', 'hear'], ['event', 'TOPIC', 'Lunch'],
    ]);
    const [, first] = items;
    assert.ok(first?.type === 'message');
    assert.deepEqual(first.versions?.map(({ text }) => text), ['one']);
    assert.deepEqual(first.reactions?.map(({ value }) => value), ['ok']);
    assert.equal(first.source, 'anna!test@127.0.0.1');
    assert.match(first.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    await server.stop();
    assert.ok((await exported('--data', data, '--room', '#lobby')).startsWith(running));
  });

  it('holds the earlier rooms of its name as well, in order', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data });
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    for (const [client, text] of [[anna, 'first'], [bob, 'second'], [anna, 'third']] as const) {
      await client.ask('JOIN #a');
      await say(client, '#a', text);
      await client.ask('PART #a');
    }
    const items = (await exported('--data', data, '--room', '#a')).trimEnd().split('\n').map((line) => JSON.parse(line) as ExportedItem);
    assert.deepEqual(items.flatMap((item) => (item.type === 'message' ? [item.text] : [])), ['first', 'second', 'third']);
    await assert.rejects(exported('--data', data), /There are #a, #lobby\./);
  });

  it('is text for people', async () => {
    const data = temporaryFolder();
    await withHistory(data);
    const text = await exported('--data', data, '--room', '#lobby', '--format', 'text');
    assert.deepEqual(text.replaceAll(/\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]/g, '[T]').split('\n'), [
      '[T] * anna JOIN', '[T] <anna> uno (edited)', '    ok anna', '[T] <anna> two', '    lines', '[T] * anna waves', '[T] -anna- hear', '[T] * anna TOPIC Lunch', '',
    ]);
  });

  it('has the same values as JSON, and nothing that a terminal obeys', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data });
    await say(await server.join('anna', { capabilities: historian }), '#lobby', hostile);
    const [, line = ''] = (await exported('--data', data, '--room', '#lobby')).split('\n');
    assert.doesNotMatch(line, obeyed);
    assert.equal((JSON.parse(line) as { text: string }).text, hostile);
  });

  it('shows on a terminal what was said, and the terminal obeys none of it', async function () {
    // script(1) gives it a terminal.
    if (process.platform !== 'linux') this.skip();
    const data = temporaryFolder();
    const server = await TestServer.start({ data });
    await say(await server.join('anna', { capabilities: historian }), '#lobby', hostile);
    const program = path.join(import.meta.dirname, '../../../src/server/main.ts');
    const command = [process.execPath, '--import', 'tsx', program, 'export', '--data', data, '--room', '#lobby', '--format', 'text'];
    const { stdout } = await promisify(execFile)('script', ['-qec', command.map((word) => `'${word}'`).join(' '), '/dev/null']);
    assert.match(stdout, /<anna> <U\+001B>\]0;mine<U\+0007><U\+009B>2J<U\+202E>gnp\.exe<U\+2069>/);
    assert.doesNotMatch(stdout.replaceAll('\r\n', '\n'), obeyed);
  }).timeout(20_000);

  it('says which rooms there are where none is named, or one that is not kept', async () => {
    const data = temporaryFolder();
    await withHistory(data);
    await assert.rejects(exported('--data', data), /Say which room: export --room ROOM\. There are #lobby\./);
    await assert.rejects(exported('--data', data, '--room', '#b'), /Nothing is kept of a room #b\. There are #lobby\./);
  });

  it('refuses what it does not understand, and a folder without history', async () => {
    await assert.rejects(exported('--rom', '#a'), /“--rom” is not understood/);
    await assert.rejects(exported('--room', '#a', '--format', 'pdf'), /There is no format “pdf”; there are jsonl and text\./);
    await assert.rejects(exported('--data', temporaryFolder(), '--room', '#a'), /cannot be read: .*--data DIR/);
  });

  it('goes on behind pages that cannot be read, and says what is missing', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data, commandBurst: 10_000 });
    const anna = await server.join('anna', { capabilities: historian });
    await anna.ask('JOIN #roses');
    for (let count = 0; count < 25; count++) await say(anna, '#roses', `rose ${String(count)} ${'x'.repeat(300)}`);
    await anna.ask(...Array.from({ length: 300 }, (_, count) => `MODE #roses ${count % 2 === 0 ? '+' : '-'}m`));
    await server.stop();
    const name = path.join(data, 'ritrovo.db');
    const file = new SqliteFile(name);
    file.pragma('wal_checkpoint(TRUNCATE)');
    const pages = ['messages', 'events'].map((table) => {
      const [, second] = file.prepare(`SELECT pageno FROM dbstat WHERE name = '${table}' AND pagetype = 'leaf' ORDER BY path`).raw().all() as [number][];
      return second?.[0] ?? assert.fail(`${table} has one page`);
    });
    file.close();
    const descriptor = openSync(name, 'r+');
    for (const page of pages) writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096);
    closeSync(descriptor);
    const lines: string[] = [];
    const told: string[] = [];
    const writing = runExport(['--data', data, '--room', '#roses'], {}, (line) => Promise.resolve(void lines.push(line)), (words) => told.push(words));
    await assert.rejects(writing, /is damaged\. 25 messages and \d+ events of #roses were written/);
    const items = lines.map((line) => JSON.parse(line) as ExportedItem);
    const texts = items.flatMap((item) => (item.type === 'message' ? [item.text.slice(0, 7).trim()] : []));
    assert.equal(texts.length, 25);
    assert.deepEqual([texts[0], texts.at(-1)], ['rose 0', 'rose 24']);
    const lost = texts.filter((text) => text === '\uFFFD').length;
    assert.ok(lost > 5 && lost < 15, String(lost));
    assert.equal(told.filter((words) => words.includes('of the table messages (what was said) is damaged: its page of the file cannot be read')).length, lost);
    assert.equal(told.filter((words) => words.includes('the table events (comings and goings in rooms) is damaged')).length, 1);
    const modes = items.flatMap((item) => (item.type === 'event' && item.verb === 'MODE' ? [item.params.join(' ')] : []));
    assert.ok(modes.length > 0 && modes.length < 300, String(modes.length));
    assert.equal(modes.at(-1), '-m');
  });
});
