import assert from 'node:assert/strict';
import { hashPassword } from '../../src/server/accounts/password';
import type { Config } from '../../src/server/config';
import type { IrcClient } from './irc-client';
import { TestServer } from './server';

/** The password of the operator `root` of {@link startWithOperator}. */
export const operatorPassword = 'let-me-keep-order';

let hash: Promise<string> | undefined;

/** A server with an operator named `root`. */
export async function startWithOperator(config: Partial<Config> = {}): Promise<TestServer> {
  hash ??= hashPassword(operatorPassword);
  return TestServer.start({ operators: [`root:${await hash}`], ...config });
}

/** Makes somebody an operator of the server. */
export async function makeOperator(client: IrcClient): Promise<void> {
  assert.ok((await client.askVerbs(`OPER root ${operatorPassword}`)).includes('381'));
}

/** Somebody who joins and is made an operator of the server. */
export async function joinAsOperator(server: TestServer, nick: string, capabilities: readonly string[] = []): Promise<IrcClient> {
  const client = await server.join(nick, { capabilities });
  await makeOperator(client);
  return client;
}
