import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { IrcClient } from '../../helpers/irc-client';
import { numericsOf, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#whois-message
describe('WHOIS', () => {
  it('says who somebody is, their rooms, their server, and since when they are quiet', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    const lines = await bob.ask('WHOIS Anna');
    assert.deepEqual(numericsOf(lines, '311'), ['anna test 127.0.0.1 * :Real anna']);
    assert.deepEqual(numericsOf(lines, '319'), ['anna :#lobby @#a']);
    assert.deepEqual(numericsOf(lines, '312'), ['anna ritrovo.chat :Ritrovo']);
    assert.match(numericsOf(lines, '317')[0] ?? '', /^anna [01] \d{10} :/);
    assert.deepEqual(numericsOf(lines, '318'), ['anna :End of WHOIS']);
  });

  it('says that somebody is away', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(numericsOf(await anna.ask('AWAY :out', 'WHOIS anna'), '301'), ['anna :out']);
  });

  it('takes a server before the name', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.equal(numericsOf(await anna.ask('WHOIS ritrovo.chat anna'), '311').length, 1);
  });

  it('is answered with 401 and the end for nobody', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('WHOIS nobody'), ['401', '318']);
  });

  it('hides secret rooms, and the rooms of the invisible that are not shared', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a,#b', 'MODE #a +s');
    assert.deepEqual(numericsOf(await bob.ask('WHOIS anna'), '319'), ['anna :#lobby @#b']);
    await anna.ask('MODE anna +i');
    assert.deepEqual(numericsOf(await bob.ask('WHOIS anna'), '319'), ['anna :#lobby']);
    assert.deepEqual(numericsOf(await anna.ask('WHOIS anna'), '319'), ['anna :#lobby @#a @#b']);
  });

  it('takes as many lines as the rooms need, each of at most 512 bytes', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    for (let index = 0; index < 12; index++) await anna.ask(`JOIN #${'李'.repeat(60)}${String(index)}`);
    const lines = await anna.ask('WHOIS anna');
    for (const line of lines) assert.ok(Buffer.byteLength(line) <= 510, String(Buffer.byteLength(line)));
    assert.equal(numericsOf(lines, '319').flatMap((rest) => rest.split(' ').slice(1)).length, 13);
  });

  it('says who is an operator, who is logged in as whom, and to oneself and to operators from where and with which modes', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    server.makeOperator('anna');
    server.logIn('anna', 'Annette');
    const lines = await bob.ask('WHOIS anna');
    assert.deepEqual(numericsOf(lines, '313'), ['anna :is an operator of this server']);
    assert.deepEqual(numericsOf(lines, '330'), ['anna Annette :is logged in as']);
    assert.deepEqual([...numericsOf(lines, '378'), ...numericsOf(lines, '379'), ...numericsOf(lines, '671')], []);
    const own = await bob.ask('WHOIS bob');
    assert.deepEqual(numericsOf(own, '378'), ['bob :is connecting from test@127.0.0.1 127.0.0.1']);
    assert.deepEqual(numericsOf(own, '379'), ['bob :is using modes +']);
    assert.equal(numericsOf(await anna.ask('WHOIS bob'), '378').length, 1);
  });

  it('is answered with 431 without a name and 402 for another server', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('WHOIS', 'WHOIS elsewhere.example anna'), ['431', '402']);
  });

  it('says by which certificate somebody can be known, to themselves', async () => {
    const server = await TestServer.start();
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'anna' }], { algorithm: 'sha256' });
    const anna = await IrcClient.connectTls(server.port, { cert, key });
    await anna.ask('NICK anna', 'USER a 0 * :A');
    const digest = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
    assert.deepEqual(numericsOf(await anna.ask('WHOIS anna'), '276'), [`anna :has client certificate fingerprint ${digest}`]);
    const bob = await server.join('bob');
    assert.deepEqual(numericsOf(await bob.ask('WHOIS anna'), '276'), []);
  });
});
