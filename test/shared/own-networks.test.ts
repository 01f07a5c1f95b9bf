import assert from 'node:assert/strict';
import type { networkInterfaces } from 'node:os';
import { OwnNetworks } from '../../src/shared/own-networks';

describe('the own networks', () => {
  type Interfaces = ReturnType<typeof networkInterfaces>;
  const mac = '00:00:00:00:00:00';
  const wifi: Interfaces = {
    wlan0: [
      { family: 'IPv4', address: '192.168.1.20', netmask: '255.255.255.0', cidr: '192.168.1.20/24', mac, internal: false },
      { family: 'IPv6', address: '2001:db8:1:2::20', netmask: 'ffff:ffff:ffff:ffff::', cidr: '2001:db8:1:2::20/64', mac, internal: false, scopeid: 0 },
      { family: 'IPv6', address: 'fe80::20', netmask: 'ffff:ffff:ffff:ffff::', cidr: 'fe80::20/64', mac, internal: false, scopeid: 3 },
      { family: 'IPv4', address: '10.0.0.1', netmask: '255.0.255.0', cidr: null, mac, internal: false },
    ],
  };

  it('hold the addresses of each interface, however they are written, and no others', () => {
    const own = new OwnNetworks(() => wifi);
    for (const address of ['192.168.1.20', '192.168.1.99', '::ffff:192.168.1.7', '2001:db8:1:2:ffff::1', '2001:DB8:1:2::7', 'fe80::1%wlan0', 'fe80::1']) {
      assert.equal(own.contains(address), true, address);
    }
    for (const address of ['192.168.2.1', '10.0.0.2', '2001:db8:1:3::1', 'fec0::1', '::1', 'lab.local', '', '192.168.1']) {
      assert.equal(own.contains(address), false, address);
    }
  });

  it('are read again when the computer has come into another network', () => {
    let [now, current] = [0, {} as Interfaces];
    const own = new OwnNetworks(() => current, () => now);
    assert.equal(own.contains('192.168.1.7'), false);
    current = wifi;
    now = 9999;
    assert.equal(own.contains('192.168.1.7'), false, 'the system is not asked for each address');
    now = 10_000;
    assert.equal(own.contains('192.168.1.7'), true);
  });

  it('hold the loopback address of a real computer', () => {
    assert.equal(new OwnNetworks().contains('127.0.0.1'), true);
  });
});
