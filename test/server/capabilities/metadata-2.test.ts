import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/metadata
describe('draft/metadata-2', () => {
  it('says in its value how much there may be', async () => {
    const server = await TestServer.start();
    assert.match((await (await server.connect()).ask('CAP LS 302')).join(' '), /[ :]draft\/metadata-2=\S*max-keys=\d+/);
  });

  it('tells those who ask for it after the registration what they have set, once', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['batch'] });
    await anna.ask('METADATA * SET url :https://example.org');
    const [acknowledged, start = '', ...lines] = await anna.ask('CAP REQ draft/metadata-2', 'CAP REQ draft/metadata-2');
    assert.equal(acknowledged, ':ritrovo.chat CAP anna ACK :draft/metadata-2');
    const reference = /^:ritrovo\.chat BATCH \+(\w+) metadata$/.exec(start)?.[1] ?? assert.fail(start);
    assert.deepEqual(lines, [
      `@batch=${reference} :ritrovo.chat METADATA anna url * https://example.org`,
      `:ritrovo.chat BATCH -${reference}`,
      ':ritrovo.chat CAP anna ACK :draft/metadata-2',
    ]);
  });

  it('tells changes to those who asked for it and for the key', async () => {
    const { asked, plain, anna } = await withAndWithout('draft/metadata-2');
    for (const client of [asked, plain]) await client.ask('METADATA * SUB url');
    await anna.ask('METADATA * SET url :https://example.org', 'METADATA * SET status :busy');
    assert.deepEqual(await asked.fence(), [`:${source('anna')} METADATA anna url * https://example.org`]);
    assert.deepEqual(await plain.fence(), []);
  });
});
