import type { IrcClient } from './irc-client';
import { TestServer } from './server';

/** A server with three people: one who asked for capabilities, one who did not, and one whose doings they see. */
export async function withAndWithout(...capabilities: readonly string[]): Promise<{ server: TestServer; asked: IrcClient; plain: IrcClient; anna: IrcClient }> {
  const server = await TestServer.start();
  const asked = await server.join('asked', { capabilities });
  const plain = await server.join('plain');
  const anna = await server.join('anna');
  await asked.fence();
  await plain.fence();
  return { server, asked, plain, anna };
}
