import assert from 'node:assert/strict';
import { NetworkDiscovery, serverOf } from '../../src/client/discovery';

describe('what is found on the network', () => {
  const service = { name: 'Lab', port: 8080, host: 'lab.local', addresses: ['fe80::1', '192.168.1.5'] };

  it('is a name and an address that can be joined', () => {
    assert.deepEqual(serverOf(service), { name: 'Lab', address: { host: '192.168.1.5', port: 8080 } });
    assert.deepEqual(serverOf({ ...service, addresses: [] })?.address, { host: 'lab.local', port: 8080 });
    assert.deepEqual(serverOf({ ...service, txt: { tls: '1' } })?.address, { host: '192.168.1.5', port: 8080, tls: true });
  });

  it('what a network says is not believed blindly', () => {
    assert.equal(serverOf({ ...service, port: 70_000 }), undefined);
    assert.equal(serverOf({ ...service, name: `\u202e${'x'.repeat(1000)}\n` })?.name, 'x'.repeat(100));
    assert.equal(serverOf({ ...service, name: '' })?.name, '192.168.1.5');
  });

  it('looking for it starts and stops without a word, whatever the network is like', async () => {
    const discovery = new NetworkDiscovery();
    await Promise.all([discovery.start(), discovery.start()]);
    assert.deepEqual(discovery.found, []);
    discovery.stop();
    discovery.stop();
  });
});
