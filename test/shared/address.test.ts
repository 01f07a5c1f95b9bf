import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AddressError, defaultPort, formatAddress, formatAddressAndRooms, parseAddress } from '../../src/shared/address';

describe('parseAddress', () => {
  const addresses: Readonly<Record<string, readonly [string, number]>> = {
    'chat.local': ['chat.local', defaultPort],
    ' chat.local ': ['chat.local', defaultPort],
    'chat.local:6667': ['chat.local', 6667],
    '192.168.1.5': ['192.168.1.5', defaultPort],
    '192.168.1.5:1': ['192.168.1.5', 1],
    '::1': ['::1', defaultPort],
    'fe80::1%eth0': ['fe80::1%eth0', defaultPort],
    '[::1]': ['::1', defaultPort],
    '[::1]:65535': ['::1', 65535],
    'irc://chat.local:7000': ['chat.local', 7000],
    'chat.local/lobby': ['chat.local', defaultPort],
    'büro': ['büro', defaultPort],
  };
  for (const [text, [host, port]] of Object.entries(addresses)) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseAddress(text), { host, port });
    });
  }

  it('reads irc:// and ircs:// with the room that they name', () => {
    assert.deepEqual(parseAddress('irc://chat.local:7000/lobby'), { host: 'chat.local', port: 7000, rooms: ['#lobby'] });
    assert.deepEqual(parseAddress('IRCS://chat.local'), { host: 'chat.local', port: 6697, tls: true });
    assert.deepEqual(parseAddress('ircs://[::1]:8080/%23t%C3%A8?key'), { host: '::1', port: 8080, tls: true, rooms: ['#tè'] });
    assert.deepEqual(parseAddress('irc://chat.local/%zz'), { host: 'chat.local', port: defaultPort });
  });

  it('reads several rooms, a name and what else stands in the irc:// addresses of others', () => {
    assert.deepEqual(parseAddress('irc://h/#tea,#caf%C3%A9'), { host: 'h', port: defaultPort, rooms: ['#tea', '#café'] });
    assert.deepEqual(parseAddress('irc://h/tea,needkey'), { host: 'h', port: defaultPort, rooms: ['#tea'] });
    assert.deepEqual(parseAddress('irc://h/bruno,isnick'), { host: 'h', port: defaultPort });
    assert.deepEqual(parseAddress('irc://h:6667#tea'), { host: 'h', port: 6667, rooms: ['#tea'] });
    assert.deepEqual(parseAddress('irc://h?key=x'), { host: 'h', port: defaultPort });
    assert.deepEqual(parseAddress('irc://Nicol%C3%B2:secret@192.168.1.5:8080'), { host: '192.168.1.5', port: 8080, nick: 'Nicolò', password: 'secret' });
    assert.deepEqual(parseAddress('ircs://:open%20sesame@lab.example'), { host: 'lab.example', port: 6697, tls: true, password: 'open sesame' });
    assert.equal(parseAddress('irc://anna:a%0d%0aQUIT@lab.example').password, undefined, 'no other line');
    assert.equal(formatAddressAndRooms(parseAddress('irc://anna:secret@lab.example')), 'lab.example', 'it is not written again');
    assert.deepEqual(parseAddress('ircs://[fe80::1%25eth0]:7000/'), { host: 'fe80::1%eth0', port: 7000, tls: true });
  });

  it('reads the rooms that formatAddressAndRooms writes', () => {
    for (const address of [
      { host: 'h', port: 8080 }, { host: '::1', port: 8080, rooms: ['#tea'] }, { host: '::1', port: 1, tls: true, rooms: ['#50%?', '&è'] } as const,
    ]) assert.deepEqual(parseAddress(formatAddressAndRooms(address)), address);
  });

  for (const text of ['', '  ', 'a b', 'irc://anna@', 'irc:///#tea', 'host:', 'host:0', 'host:65536', 'host:irc', 'host:-1', 'host:1.5', '[::1]:x', '<host>', 'irc://']) {
    it(`refuses ${JSON.stringify(text)} with words for people`, () => {
      assert.throws(() => parseAddress(text), (error) => error instanceof AddressError && /^[“A-Z].*\.$/.test(error.message));
    });
  }

  it('has the port of the original by default', () => {
    assert.equal(defaultPort, 8080);
  });

  it('reads what formatAddress writes', () => {
    const hosts = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6().filter((host) => /^[\da-f:]+$/i.test(host)));
    fc.assert(
      fc.property(hosts, fc.integer({ min: 1, max: 65535 }), fc.constantFrom({}, { tls: true } as const), (host, port, secure) => {
        assert.deepEqual(parseAddress(formatAddress({ host, port, ...secure })), { host, port, ...secure });
      }),
    );
  });
});
