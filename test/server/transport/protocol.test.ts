import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { protocolOf, recognise } from '../../../src/server/transport/protocol';

const of = (text: string, isInsideTls = false): string | undefined => protocolOf(Buffer.from(text, 'latin1'), isInsideTls);

describe('protocolOf', () => {
  it('knows TLS by its first byte, and takes it for IRC inside TLS', () => {
    assert.equal(of('\x16'), 'tls');
    assert.equal(of('\x16\x03\x01', true), 'irc');
  });

  it('knows HTTP by the word and the space that a request begins with', () => {
    for (const start of ['GET /', 'HEAD ', 'POST /x', 'PUT ', 'DELETE ', 'OPTIONS *', 'PATCH ', 'PRI * HTTP/2.0']) {
      assert.equal(of(start), 'http', start);
      assert.equal(of(start, true), 'http', start);
    }
  });

  it('takes everything else for IRC', () => {
    for (const start of ['NICK', 'n', 'CAP LS', 'PASS x', 'PRIVMSG', 'PING', 'PART', 'get / ', '\r\n', ':', '@', '\0', '\x15\x16', 'CONNECT x', 'HELP', 'GETS', 'PATCHWORK']) {
      assert.equal(of(start), 'irc', start);
    }
  });

  it('waits for more where both are possible, for eight bytes at most', () => {
    for (const start of ['', 'G', 'GET', 'P', 'PR', 'PRI', 'OPTIONS', 'H', 'HE']) assert.equal(of(start), undefined, start);
    fc.assert(fc.property(fc.uint8Array({ minLength: 8, maxLength: 12 }), (bytes) => protocolOf(Buffer.from(bytes), false) !== undefined));
  });
});

describe('recognise', () => {
  it('leaves all bytes in the stream, however they come', async () => {
    for (const text of ['NICK anna\r\nUSER a 0 * :A\r\n', 'GET / HTTP/1.1\r\n\r\n', 'PRIVMSG a :b\r\n', '\x16\x03\x01rest']) {
      for (const size of [1, 2, 3, 100]) {
        const stream = new PassThrough();
        const recognised = new Promise<string>((resolve) => recognise(stream, false, resolve));
        for (let start = 0; start < text.length; start += size) stream.write(Buffer.from(text.slice(start, start + size), 'latin1'));
        stream.end();
        const protocol = await recognised;
        assert.equal(protocol, of(text));
        let read = '';
        for await (const chunk of stream) read += (chunk as Buffer).toString('latin1');
        assert.equal(read, text);
      }
    }
  });
});
