import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import assert from 'node:assert/strict';
import type { IrcClient } from './irc-client';
import type { TestServer } from './server';

/** A password that is long enough. */
export const password = 'correct-horse';

/** The one response of SASL PLAIN. Source: https://www.rfc-editor.org/rfc/rfc4616 */
export function plainResponse(name: string, secret: string, authorization = ''): string {
  return Buffer.from(`${authorization}\0${name}\0${secret}`).toString('base64');
}

/** Makes an account without a connection. */
export async function makeAccount({ server }: TestServer, name: string): Promise<void> {
  await server.accounts.register(name, password, undefined, '192.0.2.1');
}

/** An account whose password nobody knows, since one with a password takes a moment. */
export function enroll({ server }: TestServer, name: string): void {
  server.accounts.store.add(name, { password: '', scram: '' }, undefined);
}

/** Logs in by SASL PLAIN; the answers to it, as verbs. The capability must be on. */
export function logInPlain(client: IrcClient, name: string, secret = password): Promise<string[]> {
  return client.askVerbs('AUTHENTICATE PLAIN', `AUTHENTICATE ${plainResponse(name, secret)}`);
}

/** Somebody who joins as the owner of an account; what they were welcomed with is taken. */
export async function joinAsOwner(server: TestServer, name: string, capabilities: readonly string[] = [], account = name): Promise<IrcClient> {
  const client = await server.connect();
  client.send('CAP LS 302', `CAP REQ :${['sasl', ...capabilities].join(' ')}`, `NICK ${name}`, 'USER test 0 * :Owner');
  assert.ok((await logInPlain(client, account)).includes('903'));
  client.send('CAP END');
  await client.expect(/ 366 /);
  await client.fence();
  return client;
}

/** A client's side of SCRAM-SHA-256. Source: https://www.rfc-editor.org/rfc/rfc5802#section-3 */
export class ScramClient {
  private readonly bare: string;
  private signed = '';
  private salted = Buffer.alloc(0);

  constructor(
    name: string,
    private readonly secret: string,
    private readonly nonce = 'rOprNGfwEbeRWgbNEkqO',
    private readonly header = 'n,,',
  ) {
    this.bare = `n=${name},r=${nonce}`;
  }

  get first(): string {
    return Buffer.from(this.header + this.bare).toString('base64');
  }

  /** The proof for the server's challenge, which is base64; parts of it may be changed for a test. */
  final(challenge: string, change: { readonly header?: string; readonly nonce?: string } = {}): string {
    const serverFirst = Buffer.from(challenge, 'base64').toString();
    const [, nonce = '', salt = '', iterations = ''] = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(serverFirst) ?? [];
    assert.ok(nonce.startsWith(this.nonce) && nonce.length > this.nonce.length);
    assert.ok(Number(iterations) >= 4096);
    this.salted = pbkdf2Sync(this.secret, Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256');
    const binding = Buffer.from(change.header ?? this.header).toString('base64');
    const withoutProof = `c=${binding},r=${change.nonce ?? nonce}`;
    this.signed = `${this.bare},${serverFirst},${withoutProof}`;
    const key = hmac(this.salted, 'Client Key');
    const signature = hmac(createHash('sha256').update(key).digest(), this.signed);
    const proof = Buffer.from(key.map((byte, index) => byte ^ (signature[index] ?? 0)));
    return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`).toString('base64');
  }

  /** Whether the server has shown that it knows the password too. */
  trusts(answer: string): boolean {
    const expected = hmac(hmac(this.salted, 'Server Key'), this.signed).toString('base64');
    return Buffer.from(answer, 'base64').toString() === `v=${expected}`;
  }
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
