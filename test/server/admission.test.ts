import assert from 'node:assert/strict';
import { addressKey } from '../../src/server/address';
import { Admission, type RefusalReason } from '../../src/server/admission';
import { reachableAddresses } from '../../src/server/listener';
import { TestServer } from '../helpers/server';

const limits = { maxConnections: 1000, maxConnectionsPerAddress: 3, connectionsPerMinute: 100 };

function enter(admission: Admission, ...addresses: readonly string[]): (RefusalReason | undefined)[] {
  return addresses.map((address) => admission.enter(address)?.reason);
}

describe('admission', () => {
  it('counts IPv4 by address, and what came through IPv6 as IPv4', () => {
    const admission = new Admission(limits);
    assert.deepEqual(enter(admission, '192.0.2.1', '192.0.2.1', '::ffff:192.0.2.1', '192.0.2.1', '192.0.2.2'), [undefined, undefined, undefined, 'address', undefined]);
    assert.equal(admission.count, 4);
  });

  it('counts IPv6 by its /64', () => {
    const admission = new Admission(limits);
    assert.deepEqual(enter(admission, '2001:db8::1', '2001:db8::2', '2001:db8:0:0:ff::3', '2001:db8::4', '2001:db8:0:1::1'), [undefined, undefined, undefined, 'address', undefined]);
  });

  it('counts each address of this computer’s own networks by itself, also when it comes into one meanwhile', () => {
    let isOwn = false;
    const own = { contains: () => isOwn };
    const admission = new Admission(limits, { keyOf: (address) => addressKey(address, own) });
    const lab = Array.from({ length: 4 }, (_, index) => `2001:db8::${String(index + 1)}`);
    assert.deepEqual(enter(admission, ...lab), [undefined, undefined, undefined, 'address']);
    isOwn = true;
    assert.deepEqual(enter(admission, ...lab, ...lab), Array(8).fill(undefined));
    for (const address of [...lab.slice(0, 3), ...lab, ...lab]) admission.leave(address);
    isOwn = false;
    assert.deepEqual(enter(admission, ...lab), [undefined, undefined, undefined, 'address']);
  });

  it('takes an address again when one of its connections is gone', () => {
    const admission = new Admission(limits);
    enter(admission, '192.0.2.1', '192.0.2.1', '192.0.2.1');
    admission.leave('192.0.2.1');
    assert.deepEqual(enter(admission, '192.0.2.1', '192.0.2.1'), [undefined, 'address']);
  });

  it('counts new connections a minute, those that have ended as well', () => {
    const admission = new Admission({ ...limits, connectionsPerMinute: 5 });
    const reasons: (RefusalReason | undefined)[] = [];
    for (let count = 0; count < 6; count++) {
      const refusal = admission.enter('192.0.2.1');
      reasons.push(refusal?.reason);
      if (refusal === undefined) admission.leave('192.0.2.1');
      else assert.match(refusal.words, /^Too many new connections from your address\. Try again in \d+ seconds\.$/);
    }
    assert.deepEqual(reasons, [undefined, undefined, undefined, undefined, undefined, 'rate']);
    assert.deepEqual(enter(admission, '192.0.2.2'), [undefined]);
  });

  it('limits this computer itself by the number of all connections only', () => {
    const admission = new Admission({ maxConnections: 6, maxConnectionsPerAddress: 1, connectionsPerMinute: 1 });
    assert.deepEqual(enter(admission, '127.0.0.1', '127.0.0.1', '127.0.0.2', '::1', '0::1', '::ffff:127.0.0.1', '127.0.0.1').slice(-2), [undefined, 'full']);
  });

  it('refuses banned addresses in the words of the ban', () => {
    const admission = new Admission(limits, { banned: (address) => (address === '192.0.2.66' ? 'Banned: spam' : undefined) });
    assert.deepEqual(admission.enter('192.0.2.66'), { reason: 'banned', words: 'Banned: spam' });
    assert.equal(admission.enter('192.0.2.6'), undefined);
  });

  it('counts a connection where its gateway says that it comes from', () => {
    const admission = new Admission({ ...limits, maxConnectionsPerAddress: 1 });
    enter(admission, '192.0.2.1');
    assert.equal(admission.move('192.0.2.1', '198.51.100.7'), undefined);
    assert.deepEqual(enter(admission, '192.0.2.1', '198.51.100.7'), [undefined, 'address']);
    assert.equal(admission.move('192.0.2.1', '198.51.100.7')?.reason, 'address');
    assert.equal(admission.count, 2);
  });

  it('takes a change of the limits at once', () => {
    const changing = { ...limits };
    const admission = new Admission(changing);
    enter(admission, '192.0.2.1', '192.0.2.1', '192.0.2.1');
    changing.maxConnectionsPerAddress = 4;
    assert.deepEqual(enter(admission, '192.0.2.1', '192.0.2.1'), [undefined, 'address']);
  });

  it('counts what it refused, by reason', () => {
    const admission = new Admission({ ...limits, maxConnections: 1 });
    enter(admission, '192.0.2.1', '192.0.2.2', '192.0.2.3');
    admission.isStopping = true;
    enter(admission, '192.0.2.4');
    assert.deepEqual(admission.refused, { stopping: 1, full: 2, memory: 0, address: 0, rate: 0, banned: 0 });
  });

  it('keeps no address of those who are gone but for a bounded number', () => {
    const admission = new Admission(limits);
    for (let count = 0; count < 50_000; count++) {
      const address = `10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`;
      assert.equal(admission.enter(address), undefined);
      admission.leave(address);
    }
    assert.equal(admission.count, 0);
  });

  it('says of a few refusals a minute of each address that they are news', () => {
    const admission = new Admission(limits);
    const news = Array.from({ length: 8 }, () => admission.isNews('192.0.2.1'));
    assert.deepEqual(news, [true, true, true, true, true, false, false, false]);
    assert.equal(admission.isNews('192.0.2.2'), true);
  });
});

describe('a server that refuses somebody', () => {
  it('says why, in an ERROR', async function () {
    const [host] = reachableAddresses('0.0.0.0');
    if (host === undefined) this.skip();
    const server = await TestServer.start({ host: '0.0.0.0', connectionsPerMinute: 2 });
    await server.join('anna', { host });
    await server.join('bob', { host });
    const refused = await server.connect(host);
    assert.match((await refused.closed()).join('\n'), /^ERROR :Too many new connections from your address\. Try again in \d+ seconds\.$/);
    assert.equal(server.server.admission.refused.rate, 1);
  });

  it('says so when the memory is used up, and lets those stay who are there', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    server.server.admission.isMemoryFull = true;
    const refused = await server.connect();
    assert.deepEqual(await refused.closed(), ['ERROR :The server has no memory left for more people. Try again later.']);
    assert.deepEqual(await anna.askVerbs('PRIVMSG anna :ciao'), ['PRIVMSG']);
    server.server.admission.isMemoryFull = false;
    await server.join('bob');
  });
});
