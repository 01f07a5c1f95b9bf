import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../helpers/until';
import { temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

describe('the settings', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('are opened with Ctrl+comma, apply at once and are kept', async () => {
    const server = await scene.server();
    const settings = temporaryFolder();
    const client = await scene.inRoom(server, 'anna', { settings });
    await client.typeMessage('half a sentence');
    await scene.desktop.press('ctrl+comma');
    await client.shows('Changes apply at once.');
    await client.click('check box', 'Show the people at the right');
    await until('no people', async () => !(await client.seen()).some(({ role, name }) => role === 'list' && name === 'People in the room'));
    await scene.picture();
    await scene.desktop.press('Escape');
    await client.hides('Changes apply at once.');
    await client.focused('Your message');
    await scene.desktop.press('ctrl+q');
    await client.ended();
    const kept = JSON.parse(fs.readFileSync(path.join(settings, 'client.json'), 'utf8')) as { preferences: { membersShown: boolean } };
    assert.equal(kept.preferences.membersShown, false);
  });

  it('of which some could not be understood are told of, and the others count', async () => {
    const settings = temporaryFolder();
    const [file, trust] = [path.join(settings, 'client.json'), path.join(settings, 'trust.json')];
    fs.writeFileSync(trust, '{"trustedCertificates":');
    fs.writeFileSync(file, JSON.stringify({ name: 'anna', lastServer: 'lab', window: { width: -1, height: 300 } }));
    const client = scene.client({ settings });
    await client.shows(`The file is kept as ${file}.broken`);
    await client.shows(`The file is kept as ${trust}.broken`);
    await until('the name', async () => (await client.part('text', 'Name')).text === 'anna');
    await scene.picture();
  });

  it('change the language of the whole window, and what is being typed stays', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('half a sentence');
    await scene.desktop.press('ctrl+comma');
    await client.shows('Changes apply at once.');
    await scene.desktop.press('alt+l', 'End');
    await client.part('push button', 'Invia');
    await client.part('list', 'Persone nella stanza');
    await scene.picture();
    const box = await until('the box', async () => (await client.seen()).find(({ role, name }) => role === 'text' && name === 'Il tuo messaggio'));
    assert.equal(box.text, 'half a sentence');
  });

  it('hide who joins and leaves', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await scene.person(server, 'bruno');
    await client.shows('bruno joined');
    await scene.desktop.press('ctrl+comma');
    await client.shows('Who joins and leaves');
    await scene.desktop.press('alt+j', 'End');
    await until('nothing of who joins', async () => !(await client.messages()).includes('bruno joined'));
    await scene.picture();
  });

  it('list the certificates that are trusted, and forget them', async () => {
    const settings = temporaryFolder();
    const file = path.join(settings, 'trust.json');
    const trusted = { 'old.lan:6697': 'AA:BB', 'new.lan:6697': 'CC:DD' };
    fs.writeFileSync(file, JSON.stringify({ trustedCertificates: trusted }));
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna', { settings });
    await scene.desktop.press('ctrl+comma');
    await client.click('page tab', 'Trust');
    await client.part('list item', 'new.lan:6697');
    await client.click('list item', 'old.lan:6697');
    await scene.picture();
    await client.click('push button', 'Forget');
    await client.hides('old.lan:6697');
    await scene.desktop.press('Escape');
    await client.focused('Your message');
    await scene.desktop.press('ctrl+q');
    await client.ended();
    const kept = JSON.parse(fs.readFileSync(file, 'utf8')) as { trustedCertificates: Record<string, string> };
    assert.deepEqual(kept.trustedCertificates, { 'new.lan:6697': 'CC:DD' });
  });

  it('remember the emoji that were used, and their skin tone', async () => {
    const settings = temporaryFolder();
    fs.writeFileSync(path.join(settings, 'client.json'), JSON.stringify({ preferences: { skinTone: 5 } }));
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna', { settings });
    await client.focused('Your message');
    await scene.desktop.press('ctrl+e');
    await client.focused('Emoji');
    await scene.desktop.type('waving hand');
    await client.part('list item', 'waving hand');
    await scene.desktop.press('Return');
    await until('the emoji in its tone', async () => (await client.box()) === '👋🏿');
    await scene.desktop.press('Return');
    await until('the message', async () => (await client.messages()).includes('👋🏿'));
    await scene.desktop.press('ctrl+q');
    await client.ended();
    const kept = JSON.parse(fs.readFileSync(path.join(settings, 'client.json'), 'utf8')) as { emojiUse: Record<string, number> };
    assert.deepEqual(Object.keys(kept.emojiUse), ['👋']);
  });

  it('make the text larger and smaller from the keyboard', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.focused('Your message');
    const height = async (): Promise<number> => (await client.part('list item', 'anna')).height;
    const before = await height();
    await scene.desktop.press('ctrl+plus', 'ctrl+plus', 'ctrl+plus', 'ctrl+plus', 'ctrl+plus', 'ctrl+plus');
    await until('larger text', async () => (await height()) > before);
    await scene.picture();
    await scene.desktop.press('ctrl+0');
    await until('the normal size', async () => (await height()) === before);
  });
});
