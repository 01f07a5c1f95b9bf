import assert from 'node:assert/strict';
import { commands } from '../../../src/server/commands';
import { helpTopics } from '../../../src/server/commands/help-topics';
import { numericsOf, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#help-message
describe('HELP', () => {
  it('lists every command', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const lines = await anna.ask('HELP');
    const rows = numericsOf(lines, '705').map((row) => row.slice(row.indexOf(':') + 1));
    assert.equal(rows.pop(), `Topics: ${[...helpTopics.keys()].join(' ')}`);
    const listed = rows.flatMap((row) => row.split(' '));
    assert.deepEqual(listed.sort(), [...commands.keys()].sort());
    assert.deepEqual([numericsOf(lines, '704').length, numericsOf(lines, '706').length], [1, 1]);
  });

  it('explains every command with its usage and a sentence', async () => {
    const server = await TestServer.start({ commandBurst: 1000 });
    const anna = await server.join('anna');
    for (const [verb, { usage, help }] of commands) {
      assert.deepEqual(await anna.ask(`help ${verb.toLowerCase()}`), [
        `:ritrovo.chat 704 anna ${verb} :${usage}`,
        `:ritrovo.chat 705 anna ${verb} :${help}`,
        ...(helpTopics.get(verb) ?? []).map((line) => `:ritrovo.chat 705 anna ${verb} :${line}`),
        `:ritrovo.chat 706 anna ${verb} :End of help`,
      ]);
    }
  });

  it('explains every topic', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    for (const [topic, [title, ...lines]] of helpTopics) {
      if (commands.has(topic)) continue;
      assert.deepEqual(await anna.ask(`HELPOP ${topic}`), [
        `:ritrovo.chat 704 anna ${topic} :${String(title)}`,
        ...lines.map((line) => `:ritrovo.chat 705 anna ${topic} :${line}`),
        `:ritrovo.chat 706 anna ${topic} :End of help`,
      ]);
    }
  });

  it('is answered with 524 for what is no command', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('HELP FLY'), ['524']);
  });
});
