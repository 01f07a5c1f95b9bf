import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Drafts, draftsOfServer } from '../../src/client/drafts';
import { maxTyped } from '../../src/client/core/input';
import { settingsFolder, SettingsFile } from '../../src/client/settings';

describe('the settings', () => {
  let folder = '';
  let warnings: string[] = [];
  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-')), 'config');
    warnings = [];
  });
  afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true, force: true }));

  function open(): SettingsFile {
    return new SettingsFile(folder, (words) => warnings.push(words));
  }

  it('are kept from one start to the next', () => {
    const settings = { lastServer: 'lab', name: 'anna', window: { width: 800, height: 600 }, drafts: { 'lab:8080 #lobby': 'hal' } };
    open().write(settings);
    assert.deepEqual(open().read(), settings);
    assert.deepEqual(fs.readdirSync(folder), ['client.json'], 'nothing half-written stays');
  });

  it('are empty at the first start, without a warning', () => {
    assert.deepEqual(open().read(), {});
    assert.deepEqual(warnings, []);
  });

  for (const broken of ['{"name": "an', '[]', '{"window":{"width":-1,"height":0}}', '']) {
    it(`a broken file is kept aside and told of: ${JSON.stringify(broken)}`, () => {
      fs.mkdirSync(folder, { recursive: true });
      const { file } = open();
      fs.writeFileSync(file, broken);
      assert.deepEqual(open().read(), {});
      assert.equal(fs.readFileSync(`${file}.broken`, 'utf8'), broken);
      assert.match(warnings.join(), /could not be understood.*\.broken/);
    });
  }

  it('lose what is wrong and nothing else: no other part, and no other entry of the same', () => {
    fs.mkdirSync(folder, { recursive: true });
    const { file } = open();
    const whole = JSON.stringify({
      name: 'anna', window: { width: -1, height: 300 }, trustedCertificates: { 'lab:8080': 'AA', 'home:8080': 7 }, signedCertificates: { 'chat:6697': 'BB' },
      tlsPolicies: { lab: { port: 0, until: 1 }, home: { port: 6697, until: 1 } }, recentServers: ['lab', 7],
    });
    fs.writeFileSync(file, whole);
    const settings = open();
    assert.deepEqual(settings.read(), {
      name: 'anna', trustedCertificates: { 'lab:8080': 'AA' }, signedCertificates: { 'chat:6697': 'BB' }, tlsPolicies: { home: { port: 6697, until: 1 } }, recentServers: ['lab'],
    });
    assert.deepEqual(settings.broken, { settings: `${file}.broken`, trust: undefined });
    assert.equal(fs.readFileSync(`${file}.broken`, 'utf8'), whole);
    assert.match(warnings.join(), /\(window, recentServers, trustedCertificates, tlsPolicies\)/);
  });

  it('of servers’ certificates are in a file of their own, which nothing wrong in the other costs', () => {
    const trust = { trustedCertificates: { 'lab:8080': 'AA' }, signedCertificates: { 'chat:6697': 'BB' }, tlsPolicies: { home: { port: 6697, until: 1 } } };
    open().write({ name: 'anna', ...trust });
    const read = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
    assert.deepEqual([read('client.json'), read('trust.json')], [{ name: 'anna' }, trust]);
    fs.writeFileSync(path.join(folder, 'client.json'), '{"window":');
    assert.deepEqual(open().read(), trust);
    open().write({});
    assert.deepEqual([open().read(), read('trust.json')], [{}, {}], 'those that were forgotten do not come back');
  });

  it('of certificates that are broken are kept beside, told of, and cost nothing of the others', () => {
    open().write({ name: 'anna', trustedCertificates: { 'lab:8080': 'AA' } });
    const file = path.join(folder, 'trust.json');
    fs.writeFileSync(file, '{"trustedCertificates":{"lab:8080":7,"home:8080":"BB"},"tlsPolicies":[]}');
    const settings = open();
    assert.deepEqual(settings.read(), { name: 'anna', trustedCertificates: { 'home:8080': 'BB' } });
    assert.deepEqual(settings.broken, { settings: undefined, trust: `${file}.broken` });
    assert.match(warnings.join(), /certificates in .*trust\.json.*\(trustedCertificates, tlsPolicies\).*\.broken/);
    fs.writeFileSync(file, 'not any more');
    assert.deepEqual(open().read(), { name: 'anna' });
    assert.equal(fs.readFileSync(`${file}.broken`, 'utf8'), 'not any more');
  });

  it('that cannot be written are told of, and nothing is thrown', () => {
    fs.writeFileSync(folder, 'a file where the folder should be');
    open().write({ name: 'anna' });
    assert.match(warnings.join(), /cannot be saved/);
  });

  it('lie in RITROVO_CONFIG_DIR where it is set', () => {
    assert.equal(settingsFolder({ RITROVO_CONFIG_DIR: '/somewhere' }), '/somewhere');
    assert.match(settingsFolder({}), /ritrovo/i);
  });
});

describe('drafts', () => {
  const lab = (): string => 'lab:8080';

  it('are kept by room, and forgotten when the box is empty', () => {
    let changes = 0;
    const drafts = new Drafts({ 'lab:8080 #tea': 'old' }, lab, () => changes++);
    drafts.set('#lobby', 'half a sen');
    drafts.set('#tea', '');
    drafts.set('#tea', '');
    assert.deepEqual(drafts.all, { 'lab:8080 #lobby': 'half a sen' });
    assert.equal(changes, 2);
  });

  it('of rooms with the same name on two servers are two', () => {
    let server = 'lab:8080';
    const drafts = new Drafts({}, () => server);
    drafts.set('#lobby', 'for the class');
    server = 'home:8080';
    assert.equal(drafts.get('#lobby'), '');
    drafts.set('#lobby', 'for the family');
    server = 'lab:8080';
    assert.equal(drafts.get('#lobby'), 'for the class');
  });

  for (const [lastServer, key] of [['Lab', 'lab:8080 #lobby'], ['irc://lab:6667', 'lab:6667 #lobby'], [undefined, ' #lobby'], ['not an address', ' #lobby']] as const) {
    it(`of the first version belong to the server that was joined last: ${lastServer ?? 'none'}`, () => {
      assert.deepEqual(draftsOfServer({ '#lobby': 'hal', 'home:1 #tea': 'milk' }, lastServer), { [key]: 'hal', 'home:1 #tea': 'milk' });
    });
  }

  it('text that comes back stands before what is being typed meanwhile', () => {
    const drafts = new Drafts({ 'lab:8080 #lobby': 'two' }, lab);
    drafts.giveBack('#lobby', 'one');
    assert.equal(drafts.get('#lobby'), 'one two');
  });

  it('are bounded', () => {
    const drafts = new Drafts({}, lab);
    for (let index = 0; index < 1000; index++) drafts.set(`#${index}`, 'x'.repeat(30_000));
    assert.ok(Object.keys(drafts.all).length <= 200);
    assert.equal(drafts.get('#999').length, 30_000);
    assert.ok(Object.values(drafts.all).reduce((sum, text) => sum + text.length, 0) <= 4 * maxTyped);
  });
});
