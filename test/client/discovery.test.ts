import assert from 'node:assert/strict';
import { NetworkDiscovery } from '../../src/client/discovery';

describe('looking for servers on the network', () => {
  it('starts and stops without a word, whatever the network is like', async () => {
    const discovery = new NetworkDiscovery();
    await Promise.all([discovery.start(), discovery.start()]);
    assert.deepEqual(discovery.found, []);
    discovery.stop();
    discovery.stop();
  });
});
