import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../../src/server/version';
import { numericsOf, source, temporaryFolder, TestServer } from '../../helpers/server';

/** Verbs that are answered with a few lines: what is asked, and the verbs of the answer. */
const answers: readonly (readonly [verb: string, asked: string, answered: readonly string[]])[] = [
  ['ADMIN', 'ADMIN', ['256', '257', '258', '259']],
  ['CHANSERV', 'CHANSERV HELP REGISTER', ['NOTICE', 'NOTICE']],
  ['CONNECT', 'CONNECT elsewhere.example', ['481']],
  ['CS', 'CS HELP REGISTER', ['NOTICE', 'NOTICE']],
  ['ERROR', 'ERROR :x', []],
  ['HELPOP', 'HELPOP nothing', ['524']],
  ['INFO', 'INFO', ['371', '371', '374']],
  ['ISON', 'ISON anna', ['303']],
  ['LINKS', 'LINKS', ['364', '365']],
  ['LUSERS', 'LUSERS', ['251', '252', '253', '254', '255', '265', '266']],
  ['MOTD', 'MOTD', ['422']],
  ['PASS', 'PASS x', ['462']],
  ['PING', 'PING x', ['PONG']],
  ['PONG', 'PONG x', []],
  ['SQUIT', 'SQUIT elsewhere.example', ['481']],
  ['SUMMON', 'SUMMON anna', ['445']],
  ['TIME', 'TIME', ['391']],
  ['TRACE', 'TRACE', ['262']],
  ['USER', 'USER a 0 * :b', ['462']],
  ['USERS', 'USERS', ['446']],
  ['USERHOST', 'USERHOST anna', ['302']],
  ['VERSION', 'VERSION', ['351', '005', '005', '005']],
];

describe('short commands', () => {
  for (const [verb, asked, answered] of answers) {
    // https://modern.ircdocs.horse/#client-messages
    it(`${verb} is answered with ${answered.length === 0 ? 'nothing' : answered.join(', ')}`, async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna');
      assert.deepEqual(await anna.askVerbs(asked), answered);
    });
  }
});

describe('verbs that may name a server', () => {
  // https://modern.ircdocs.horse/#errnosuchserver-402
  for (const verb of ['ADMIN', 'INFO', 'MOTD', 'TIME', 'TRACE', 'VERSION']) {
    it(`${verb} is answered with 402 for another server than this, by name, mask or nick`, async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna');
      const [here] = await anna.askVerbs(verb);
      assert.deepEqual(await anna.askVerbs(`${verb} elsewhere.example`), ['402']);
      for (const target of ['ritrovo.chat', 'RITROVO.*', 'anna']) assert.equal((await anna.askVerbs(`${verb} ${target}`))[0], here);
    });
  }

  it('LINKS and LUSERS too', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('LINKS elsewhere.example *', 'LUSERS * elsewhere.example'), ['402', '402']);
    assert.deepEqual(await anna.ask('LINKS *.example'), [':ritrovo.chat 365 anna *.example :End of LINKS']);
    assert.deepEqual(numericsOf(await anna.ask('LINKS ritrovo.chat *'), '364'), ['ritrovo.chat ritrovo.chat :0 Ritrovo']);
  });
});

describe('CONNECT and SQUIT', () => {
  it('find no other server, for operators', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    server.makeOperator('anna');
    assert.deepEqual(await anna.askVerbs('CONNECT elsewhere.example', 'SQUIT elsewhere.example :x'), ['402', '402']);
  });
});

describe('ISON', () => {
  it('says who is here, as they write themselves', async () => {
    const server = await TestServer.start();
    const { anna } = await server.joinAll(['anna', 'Bob']);
    assert.deepEqual(numericsOf(await anna.ask('ISON nobody BOB anna', 'ISON :bob anna'), '303'), [':Bob anna', ':Bob anna']);
  });
});

describe('USERHOST', () => {
  it('says from where people are, and whether they are away', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await bob.ask('AWAY :x');
    server.makeOperator('bob');
    assert.deepEqual(numericsOf(await anna.ask('USERHOST anna nobody bob'), '302'), [':anna=+test@127.0.0.1 bob*=-test@127.0.0.1']);
  });
});

describe('LUSERS', () => {
  it('counts people, invisible people, connections without a name, rooms and the most there were', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    const guest = await server.connect();
    await guest.fence();
    await bob.ask('MODE bob +i', 'JOIN #a');
    const lines = await anna.ask('LUSERS');
    assert.match(numericsOf(lines, '251')[0] ?? '', /\b1 users and 1 invisible\b/);
    assert.equal(numericsOf(lines, '253')[0], '1 :unknown connection(s)');
    assert.equal(numericsOf(lines, '254')[0], '2 :channels formed');
    assert.match(numericsOf(lines, '265')[0] ?? '', /^2 2 :/);
  });
});

describe('MOTD', () => {
  it('shows motd.txt of the data folder, long lines split', async () => {
    const data = temporaryFolder();
    writeFileSync(path.join(data, 'motd.txt'), `Welcome!\n\n${'word '.repeat(150)}\n`);
    const server = await TestServer.start({ data });
    const anna = await server.join('anna');
    const lines = await anna.ask('MOTD');
    assert.deepEqual([numericsOf(lines, '375'), numericsOf(lines, '376')], [[':- ritrovo.chat Message of the day -'], [':End of MOTD']]);
    const text = numericsOf(lines, '372');
    assert.deepEqual(text.slice(0, 2), [':- Welcome!', ':- ']);
    assert.equal(text.slice(2).join(' ').match(/word/g)?.length, 150);
    for (const line of lines) assert.ok(Buffer.byteLength(line) <= 510);
  });
});

describe('VERSION', () => {
  it('names this program and its version', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.match(numericsOf(await anna.ask('VERSION'), '351')[0] ?? '', new RegExp(`^ritrovo-${version.replaceAll('.', '\\.')} ritrovo\\.chat :`));
  });
});

describe('PING', () => {
  it('is answered with the same token, before the registration too', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('PING :a b'), [':ritrovo.chat PONG ritrovo.chat :a b']);
  });
});

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
});
