import assert from 'node:assert/strict';
import { FoundServers, serverOf } from '../../src/client/found-servers';

describe('what is found on the network', () => {
  const own = { contains: (address: string) => address.startsWith('192.168.1.') };
  const service = { name: 'Lab', port: 8080, host: 'lab.local', addresses: ['fe80::1', '192.168.1.5'] };
  const referer = (address: string) => ({ address, family: 'IPv4' as const, port: 5353, size: 100 });

  it('is a name and an address that can be joined', () => {
    assert.deepEqual(serverOf(service, own), { name: 'Lab', near: true, wantsPassword: false, address: { host: '192.168.1.5', port: 8080 } });
    assert.deepEqual(serverOf({ ...service, addresses: [] }, own)?.address, { host: 'lab.local', port: 8080 });
    assert.deepEqual(serverOf({ ...service, txt: { tls: '1' } }, own)?.address, { host: '192.168.1.5', port: 8080, tls: true });
    assert.equal(serverOf({ ...service, txt: { password: '1' } }, own)?.wantsPassword, true);
  });

  it('what a network says is not believed blindly', () => {
    assert.equal(serverOf({ ...service, port: 70_000 }, own), undefined);
    assert.equal(serverOf({ ...service, name: `\u202e${'x'.repeat(1000)}\n` }, own)?.name, 'x'.repeat(100));
    assert.equal(serverOf({ ...service, name: '' }, own)?.name, '192.168.1.5');
  });

  it('is listed with the own networks first, and once where it announces itself twice', () => {
    const servers = new FoundServers(own);
    const add = (type: string, name: string, address: string): boolean => servers.add(type, { name, port: 8080, host: '', addresses: [address] });
    add('irc', 'Abroad', '203.0.113.7');
    add('ritrovo', 'Zeno', '192.168.1.9');
    add('irc', 'Zeno', '192.168.1.9');
    add('ritrovo', 'Bar', '192.168.1.8');
    assert.deepEqual(servers.list().map(({ name }) => name), ['Bar', 'Zeno', 'Abroad']);
    servers.remove('ritrovo', { name: 'Bar' });
    assert.deepEqual(servers.list().map(({ name }) => name), ['Zeno', 'Abroad']);
  });

  it('hides nobody behind a computer that announces 300 servers', () => {
    const servers = new FoundServers(own);
    for (let i = 0; i < 300; i++) servers.add('irc', { name: `A ${i}`, port: 8080, host: '', addresses: [`192.168.1.${i % 250}`], referer: referer('192.168.1.66') });
    assert.equal(servers.add('ritrovo', { ...service, referer: referer('192.168.1.5') }), true);
    assert.equal(servers.list().length, 11);
    // Somebody whose servers have gone may announce others.
    for (let i = 0; i < 10; i++) servers.remove('irc', { name: `A ${i}` });
    assert.equal(servers.add('irc', { ...service, referer: referer('192.168.1.66') }), true);
  });

  it('keeps a place for neighbours where the list is full of others', () => {
    const servers = new FoundServers(own);
    for (let i = 0; i < 1000; i++) servers.add('irc', { name: `A ${i}`, port: 8080, host: '', addresses: [`203.0.${i >> 8}.${i & 255}`] });
    assert.equal(servers.list().length, 300);
    assert.equal(servers.add('ritrovo', service), true);
    assert.equal(servers.list()[0]?.name, 'Lab');
    assert.equal(servers.list().length, 300);
  });
});
