import assert from 'node:assert/strict';
import { updateIsupport } from '../../src/shared/isupport';
import { parse } from '../../src/shared/message';
import { numericsOf, source, TestServer } from '../helpers/server';

// https://modern.ircdocs.horse/#connection-registration
describe('registration', () => {
  it('welcomes with 001 to 005, the counts, the message of the day, and the shared room', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    const verbs = await guest.askVerbs('NICK anna', 'USER a 0 * :A');
    assert.deepEqual(verbs.filter((verb, index) => verb !== '005' || verbs[index - 1] !== '005'), [
      '001', '002', '003', '004', '005', '251', '252', '253', '254', '255', '265', '266', '422', 'JOIN', '353', '366',
    ]);
  });

  it('takes NICK and USER in either order', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.equal((await guest.askVerbs('USER a 0 * :A', 'NICK anna'))[0], '001');
  });

  it('asks for a name until it is allowed and free', async () => {
    const server = await TestServer.start();
    await server.join('anna');
    const guest = await server.connect();
    assert.deepEqual(await guest.askVerbs('USER a 0 * :A', 'NICK 1', 'NICK ANNA', 'NICK :'), ['432', '433', '431']);
    assert.equal((await guest.askVerbs('NICK bob'))[0], '001');
  });

  it('joins to the room of the setting', async () => {
    const server = await TestServer.start({ room: '#bürö' });
    const guest = await server.connect();
    assert.ok((await guest.ask('NICK anna', 'USER a 0 * :A')).includes(':anna!a@127.0.0.1 JOIN #bürö'));
  });

  it('tells the others who came', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await server.join('bob');
    assert.deepEqual(await anna.fence(), [`:${source('bob')} JOIN #lobby`]);
  });

  it('leaves out of the user name what would break a source, and cuts it', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    await guest.ask('NICK anna', 'USER a!b@c:é-0123456789012345 0 * :A');
    assert.match(numericsOf(await guest.ask('WHOIS anna'), '311')[0] ?? '', /^anna abc-012345678901 127\.0\.0\.1 /);
    const other = await server.connect();
    await other.ask('NICK bob', 'USER @@ 0 * :');
    assert.match(numericsOf(await other.ask('WHOIS bob'), '311')[0] ?? '', /^bob user 127\.0\.0\.1 \* :$/);
  });

  it('says in 005 what holds: limits, case mapping, prefixes', async () => {
    const server = await TestServer.start({ name: 'My Office', maxRooms: 7 });
    const guest = await server.connect();
    const known = new Map<string, string>();
    for (const line of await guest.ask('NICK anna', 'USER a 0 * :A')) {
      const message = parse(line);
      if (message?.verb === '005') updateIsupport(known, message.params.slice(1, -1));
    }
    assert.equal(known.get('NETWORK'), 'My Office');
    assert.equal(known.get('CASEMAPPING'), 'ascii');
    assert.equal(known.get('CHANLIMIT'), '#:7');
    assert.equal(known.get('CHANTYPES'), '#');
    assert.equal(known.get('PREFIX'), '(qaohv)~&@%+');
    assert.equal(known.get('NICKLEN'), '32');
    assert.equal(known.get('CHANMODES'), 'beI,k,fl,CMQRimnst');
    assert.equal(known.get('UTF8ONLY'), '');
  });

  describe('with a password', () => {
    it('lets in who gives it', async () => {
      const server = await TestServer.start({ password: 'open sesame' });
      const guest = await server.connect();
      assert.equal((await guest.askVerbs('PASS :open sesame', 'NICK anna', 'USER a 0 * :A'))[0], '001');
    });

    for (const given of [[], ['PASS wrong']]) {
      const words = given.length === 0 ? 'This server wants a password (PASS)' : 'The password of this server is another one';
      it(`refuses who gives ${given.length === 0 ? 'none' : 'another one'} with 464, and frees the name`, async () => {
        const server = await TestServer.start({ password: 'sesame' });
        const guest = await server.connect();
        guest.send(...given, 'NICK anna', 'USER a 0 * :A');
        assert.deepEqual(await guest.closed(), [`:ritrovo.chat 464 anna :${words}`, 'ERROR :Closing link: Bad password']);
        const again = await server.connect();
        assert.equal((await again.askVerbs('PASS sesame', 'NICK anna', 'USER a 0 * :A'))[0], '001');
      });
    }
  });

  it('that takes too long is ended, and the name is free', async () => {
    const server = await TestServer.start({ registrationTimeout: 0.1 });
    const guest = await server.connect();
    guest.send('NICK anna');
    assert.deepEqual(await guest.closed(), ['ERROR :Closing link: Registration timed out']);
    await server.join('anna');
  });
});
