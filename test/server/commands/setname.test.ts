import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/setname
describe('SETNAME', () => {
  it('changes the real name, and tells those who asked for setname', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['setname'] });
    const bob = await server.join('bob', { capabilities: ['setname'] });
    const carla = await server.join('carla');
    for (const client of [anna, bob]) await client.fence();
    assert.deepEqual(await anna.ask('SETNAME :Anna Bianchi'), [`:${source('anna')} SETNAME :Anna Bianchi`]);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} SETNAME :Anna Bianchi`]);
    assert.deepEqual(numericsOf(await carla.ask('WHOIS anna'), '311'), ['anna test 127.0.0.1 * :Anna Bianchi']);
    assert.deepEqual(await carla.ask('SETNAME :C'), []);
  });

  it('fails for an empty name, in the form that the client asked for', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['standard-replies'] });
    const bob = await server.join('bob');
    await anna.fence();
    assert.deepEqual(await anna.ask('SETNAME :'), [':ritrovo.chat FAIL SETNAME INVALID_REALNAME :A real name cannot be empty']);
    assert.deepEqual(await bob.ask('SETNAME :'), [':ritrovo.chat NOTICE bob :SETNAME: A real name cannot be empty']);
  });

  it('cuts a name that is longer than NAMELEN at the end of a character, and shows what became of it', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['setname'] });
    assert.deepEqual(await anna.ask(`SETNAME :x${'é'.repeat(100)}`), [`:${source('anna')} SETNAME :x${'é'.repeat(59)}`]);
    assert.deepEqual(await anna.askVerbs('SETNAME'), ['461']);
  });
});
