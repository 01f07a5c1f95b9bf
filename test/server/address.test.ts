import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { addressKey, displayAddress, isAddress, isLoopback, matchesRange, parseRange } from '../../src/server/address';

/** Whether an address lies in a range that is written as text. */
function isIn(address: string, text: string): boolean {
  const range = parseRange(text);
  assert.ok(range !== undefined, `${text} is no range`);
  return matchesRange(address, range);
}

describe('displayAddress', () => {
  it('shows IPv4 inside IPv6 as IPv4, and begins no address with a colon', () => {
    assert.equal(displayAddress('::ffff:10.0.0.1'), '10.0.0.1');
    assert.equal(displayAddress('::1'), '0::1');
    assert.equal(displayAddress('fe80::1'), 'fe80::1');
  });

  it('writes an address in one way only, without its zone', () => {
    assert.equal(displayAddress('2001:DB8:0:0:0:0:0:1'), '2001:db8::1');
    assert.equal(displayAddress('fe80::1%eth0'), 'fe80::1');
  });
});

describe('isAddress', () => {
  it('knows addresses from what only looks like one', () => {
    for (const text of ['192.0.2.1', '2001:db8::1', '::1', '0::1', '::ffff:192.0.2.1']) assert.ok(isAddress(text), text);
    for (const text of ['', '1', '1.2.3', '256.1.1.1', '0x7f.0.0.1', 'localhost', 'fe80::1%eth0', '192.0.2.1/24', '1:2:3', '192.0.2.1 ']) {
      assert.ok(!isAddress(text), text);
    }
  });
});

describe('addressKey', () => {
  it('is the IPv4 address, also inside IPv6', () => {
    assert.equal(addressKey('192.0.2.7'), '192.0.2.7');
    assert.equal(addressKey('::ffff:192.0.2.7'), '192.0.2.7');
  });

  it('is the same for all of an IPv6 /64, and another for the next', () => {
    assert.equal(addressKey('2001:db8:1:2::1'), addressKey('2001:db8:1:2:ffff:ffff:ffff:ffff'));
    assert.notEqual(addressKey('2001:db8:1:2::1'), addressKey('2001:db8:1:3::1'));
    assert.notEqual(addressKey('2001:db8:1:2::1'), addressKey('2001:db8:1:102::1'));
  });

  it('is the whole address in the networks that this computer is in', () => {
    const own = { contains: (address: string) => address.startsWith('2001:db8:1:2:') };
    assert.equal(addressKey('2001:db8:1:2::1', own), '2001:db8:1:2::1');
    assert.notEqual(addressKey('2001:db8:1:2::1', own), addressKey('2001:db8:1:2::2', own));
    assert.equal(addressKey('2001:db8:1:3::1', own), addressKey('2001:db8:1:3::2', own));
  });

  it('is asked of the system: link-local addresses are neighbours of whoever has one', function () {
    const hasOne = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address.startsWith('fe80:')));
    if (!hasOne) this.skip();
    assert.notEqual(addressKey('fe80::1%eth0'), addressKey('fe80::2%eth0'));
  });
});

describe('isLoopback', () => {
  it('is true for this computer’s own addresses only', () => {
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', '0::1', '::ffff:127.0.0.1']) assert.ok(isLoopback(address), address);
    for (const address of ['192.0.2.1', '2001:db8::1', '::', '128.0.0.1', 'localhost', '']) assert.ok(!isLoopback(address), address);
  });
});

describe('a range', () => {
  it('of one address holds that address only', () => {
    assert.ok(isIn('192.0.2.7', '192.0.2.7'));
    assert.ok(!isIn('192.0.2.8', '192.0.2.7'));
    assert.ok(isIn('0::1', '::1'));
  });

  it('holds what has the same first bits', () => {
    assert.ok(isIn('192.0.2.255', '192.0.2.0/24'));
    assert.ok(!isIn('192.0.3.0', '192.0.2.0/24'));
    assert.ok(isIn('10.7.255.255', '10.0.0.0/13'));
    assert.ok(!isIn('10.8.0.0', '10.0.0.0/13'));
    assert.ok(isIn('2001:db8:ffff::1', '2001:db8::/32'));
    assert.ok(!isIn('2001:db9::1', '2001:db8::/32'));
  });

  it('of no bits holds all addresses of its family', () => {
    assert.ok(isIn('203.0.113.9', '0.0.0.0/0'));
    assert.ok(isIn('2001:db8::1', '::/0'));
    assert.ok(!isIn('203.0.113.9', '::/0'));
    assert.ok(!isIn('2001:db8::1', '0.0.0.0/0'));
  });

  it('holds IPv4 addresses inside IPv6', () => {
    assert.ok(isIn('::ffff:192.0.2.7', '192.0.2.0/24'));
  });

  it('is written in one way only', () => {
    assert.equal(parseRange('192.0.2.77/24')?.text, '192.0.2.0/24');
    assert.equal(parseRange('192.0.2.7/32')?.text, '192.0.2.7');
    assert.equal(parseRange('2001:DB8:0::5/32')?.text, '2001:db8::/32');
  });

  it('that cannot be is undefined', () => {
    for (const text of ['', 'localhost', '192.0.2.0/33', '2001:db8::/129', '192.0.2.0/', '192.0.2/24', '/8', '192.0.2.0/24/3', '192.0.2.0/-1', '*']) {
      assert.equal(parseRange(text), undefined, text);
    }
  });

  it('holds no text that is no address', () => {
    assert.ok(!isIn('nobody', '0.0.0.0/0'));
  });
});
