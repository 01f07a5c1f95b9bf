import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defaultPreferences } from '../../src/client/core/preferences';
import { Memory } from '../../src/client/memory';
import { PreferenceValues } from '../../src/client/preferences';
import { SettingsFile } from '../../src/client/settings';

describe('what the program remembers', () => {
  let folder = '';
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-memory-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const open = (): Memory => new Memory(new SettingsFile(folder, (words) => assert.fail(words)));

  it('certificates, policies, kept passwords and the levels of rooms are there at the next start', () => {
    const memory = open();
    memory.trust('lab:8080', 'AA:BB');
    memory.setPolicy('chat.example', { port: 6697, until: 5 });
    memory.add('lab:8080', 'anna');
    memory.setLevel('lab:8080', '#tea', 'none');
    memory.setLevel('lab:8080', '#lobby', 'all');
    memory.setLevel('lab:8080', '#lobby', undefined);
    memory.setRead('lab:8080', '#tea', new Date(5000));
    memory.setRooms('lab:8080', ['#lobby', '#tea']);
    memory.save();
    const again = open();
    assert.deepEqual([again.readUpTo('lab:8080', '#tea')?.getTime(), again.readUpTo('lab:8080', '#x')], [5000, undefined]);
    assert.deepEqual([again.roomsOf('lab:8080'), again.roomsOf('x')], [['#lobby', '#tea'], []]);
    assert.equal(again.fingerprintOf('lab:8080'), 'AA:BB');
    assert.deepEqual(again.policyOf('chat.example'), { port: 6697, until: 5 });
    assert.deepEqual([again.has('lab:8080', 'anna'), again.has('lab:8080', 'bob')], [true, false]);
    assert.deepEqual([again.levelOf('lab:8080', '#tea'), again.levelOf('lab:8080', '#lobby')], ['none', undefined]);
    again.setPolicy('chat.example', undefined);
    assert.equal(again.policyOf('chat.example'), undefined);
  });

  it('two windows keep what each of them changed, and forget what each forgot', () => {
    const start = open();
    start.trust('old:8080', 'AA');
    start.setRooms('lab:8080', ['#lobby']);
    start.keep({ drafts: { 'lab:8080 #tea': 'old' }, name: 'anna' });
    start.save();
    const preferences = new PreferenceValues({});
    let drafts: Record<string, string> = { 'lab:8080 #tea': 'old' };
    const first = new Memory(new SettingsFile(folder, (words) => assert.fail(words)), () => ({ preferences: preferences.values, drafts }));
    const second = open();
    second.keep({ preferences: { ...defaultPreferences, theme: 'dark' }, drafts: { 'lab:8080 #tea': 'old', 'lab:8080 #lobby': 'half a' } });
    second.trust('new:8080', 'BB');
    second.distrust('old:8080');
    second.save();
    preferences.change({ textSize: 2 });
    drafts = {};
    first.trust('third:8080', 'CC');
    first.keep({ name: 'bea' });
    first.save();
    const { all } = open();
    assert.deepEqual([all.preferences?.theme, all.preferences?.textSize, all.name], ['dark', 2, 'bea']);
    assert.deepEqual(all.trustedCertificates, { 'new:8080': 'BB', 'third:8080': 'CC' });
    assert.deepEqual(all.drafts, { 'lab:8080 #lobby': 'half a' });
    assert.deepEqual(all.rooms, { 'lab:8080': ['#lobby'] });
  });

  it('a file that was removed or broken while the program runs is written whole again', () => {
    const memory = open();
    memory.keep({ name: 'anna' });
    memory.save();
    fs.writeFileSync(path.join(folder, 'client.json'), 'not any more');
    memory.trust('lab:8080', 'AA');
    memory.save();
    assert.deepEqual([open().all.name, open().fingerprintOf('lab:8080')], ['anna', 'AA']);
  });

  it('certificates that an earlier version kept among the settings are taken over', () => {
    const file = path.join(folder, 'client.json');
    fs.writeFileSync(file, JSON.stringify({ name: 'anna', trustedCertificates: { 'lab:8080': 'AA' }, signedCertificates: { 'chat:6697': 'BB' } }));
    const memory = open();
    memory.distrust('chat:6697');
    memory.save();
    assert.deepEqual(JSON.parse(fs.readFileSync(path.join(folder, 'trust.json'), 'utf8')), { trustedCertificates: { 'lab:8080': 'AA' }, signedCertificates: {} });
    assert.doesNotMatch(fs.readFileSync(file, 'utf8'), /Certificates/);
    assert.deepEqual([open().fingerprintOf('lab:8080'), open().signedOf('chat:6697')], ['AA', undefined]);
  });

  it('certificates are all there again after their file was removed or broken while the program runs', () => {
    const memory = open();
    memory.trust('lab:8080', 'AA');
    memory.save();
    for (const spoil of [(file: string) => fs.rmSync(file), (file: string) => fs.writeFileSync(file, '{"trusted')]) {
      spoil(path.join(folder, 'trust.json'));
      memory.keep({ name: 'bea' });
      memory.save();
      assert.deepEqual([open().fingerprintOf('lab:8080'), open().all.name], ['AA', 'bea']);
    }
  });

  it('more than can be read again is not written: what is oldest goes', () => {
    const memory = open();
    memory.save();
    for (let server = 0; server < 510; server++) memory.trust(`s${server}`, 'AA');
    memory.save();
    assert.deepEqual([open().fingerprintOf('s0'), open().fingerprintOf('s509')], [undefined, 'AA']);
  });

  it('the server that was joined last stands first among the recent ones, and they are few', () => {
    const memory = open();
    for (let index = 0; index < 20; index++) memory.joined(`host${index}`);
    memory.joined('host15');
    memory.save();
    assert.deepEqual(open().all.recentServers?.slice(0, 3), ['host15', 'host19', 'host18']);
    assert.equal(open().all.recentServers?.length, 8);
  });

  it('what was read is remembered of so many rooms; the oldest go', () => {
    const memory = open();
    for (let index = 0; index < 600; index++) memory.setRead('lab:8080', `#${index}`, new Date(1000));
    assert.equal(memory.readUpTo('lab:8080', '#0'), undefined);
    assert.equal(memory.readUpTo('lab:8080', '#599')?.getTime(), 1000);
    memory.save();
    assert.equal(Object.keys(open().all.readMarks ?? {}).length, 500);
  });

  it('settings of the first version are understood', () => {
    fs.writeFileSync(path.join(folder, 'client.json'), JSON.stringify({ lastServer: 'lab', name: 'anna', pingSeconds: 9, stayByDefault: true, drafts: { '#lobby': 'hal' } }));
    const { lastServer, preferences, drafts } = open().all;
    assert.deepEqual([lastServer, preferences?.pingSeconds, preferences?.whenLost, drafts], ['lab', 9, 'stay', { 'lab:8080 #lobby': 'hal' }]);
  });

  it('one wrong value does not cost the others', () => {
    fs.writeFileSync(path.join(folder, 'client.json'), JSON.stringify({ name: 'anna', preferences: { theme: 'pink', textSize: 99, sounds: false } }));
    const { name, preferences } = open().all;
    assert.deepEqual([name, preferences?.theme, preferences?.textSize, preferences?.sounds], ['anna', 'system', 12, false]);
  });
});

describe('the preferences', () => {
  it('change at once, tell who listens, and stay within their bounds', () => {
    let kept = 0;
    const preferences = new PreferenceValues({}, () => kept++);
    assert.deepEqual(preferences.values, defaultPreferences);
    const told: number[] = [];
    const unsubscribe = preferences.on(({ pingSeconds }) => told.push(pingSeconds));
    preferences.change({ pingSeconds: 30, language: 'it' });
    preferences.change({ pingSeconds: -1 });
    unsubscribe();
    preferences.change({ pingSeconds: 7 });
    assert.deepEqual([told, kept, preferences.values.language], [[30, 1], 3, 'it']);
  });
});
