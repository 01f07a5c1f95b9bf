import { createHmac, randomBytes } from 'node:crypto';
import { TooManyAttemptsError, type Attempt } from '../accounts/attempts';
import { verifyPassword } from '../accounts/password';
import { addressKey, displayAddress, isAddress } from '../address';
import { gatewaysAt, type Gateway } from '../transport/gateways';
import type { Command, Context } from './command';

/** How much of a gateway's name is shown, in characters. */
const maxGatewayLength = 64;

/**
 * A gateway (a chat in a browser, say) tells where its user is. From then on the connection is that person's, with the
 * limits and the bans of their address. The host name is not used: nobody is shown by a name that cannot be checked.
 * Source: https://ircv3.net/specs/extensions/webirc
 */
export const webirc: Command = {
  usage: 'WEBIRC <password> <gateway> <hostname> <ip> [:<options>]',
  help: 'Tells where the user of a gateway is; for gateways that the server knows, before anything else.',
  parameters: 4,
  allowed: 'before-registration',
  run(context) {
    const { server, client, params, reply } = context;
    const { nick, username } = client.registration;
    const gateways = gatewaysAt(client.connection.remoteAddress, server.config.webirc);
    if (nick !== undefined || username !== undefined || client.capabilityVersion > 0 || client.connection.gateway !== undefined) {
      refuse(context, 'WEBIRC has to come before anything else');
    } else if (gateways.length === 0) {
      refuse(context, 'Your address is not one of a gateway (the setting webirc)');
    } else if (!isAddress(params[3] ?? '')) {
      refuse(context, 'The address of the user is not an IP address');
    } else {
      reply.until(takePlace(context, gateways));
    }
  },
};

async function takePlace(context: Context, gateways: readonly Gateway[]): Promise<void> {
  const { server, client, params: [password = '', name = '', , ip = '', options = ''] } = context;
  try {
    const isRight = await isPasswordOfAny(context, password, gateways);
    if (client.hasLeft) return;
    if (!isRight) {
      refuse(context, 'Invalid WebIRC password');
      return;
    }
  } catch (error) {
    if (!(error instanceof TooManyAttemptsError)) throw error;
    refuse(context, error.message);
    return;
  }
  const { connection } = client;
  const address = displayAddress(ip);
  const refusal = server.admission.move(connection.remoteAddress, address);
  if (refusal !== undefined) {
    server.log.warn({ address, gateway: connection.remoteAddress }, `refused: ${refusal.words}`);
    client.quit('Refused', refusal.words);
    return;
  }
  // Source: https://ircv3.net/specs/extensions/webirc#options
  const isSecure = connection.isSecure && options.split(' ').some((option) => option.split('=')[0] === 'secure');
  connection.actFor(address, isSecure, name.slice(0, maxGatewayLength));
  server.strangers.add(addressKey(address), client);
}

/**
 * Passwords that are right, and those that are being looked at, by their digest with a key of this run: all users of a
 * gateway come with the same one, many at a time after a restart, and only wrong ones are to be counted.
 */
const checks = new Map<string, Promise<boolean>>();
const secret = randomBytes(32);

function isPasswordOfAny({ server, client }: Context, password: string, gateways: readonly Gateway[]): Promise<boolean> {
  const hashes = gateways.map(({ hash }) => hash);
  const { remoteAddress: address } = client.connection;
  const key = createHmac('sha256', secret).update(JSON.stringify([password, hashes, addressKey(address)])).digest('base64');
  const known = checks.get(key);
  if (known !== undefined) return known;
  const check = verify(password, hashes, server.accounts.attempts.begin(address, 'WEBIRC'));
  checks.set(key, check);
  const forget = (): void => void checks.delete(key);
  check.then((isRight) => (isRight ? undefined : forget()), forget);
  return check;
}

async function verify(password: string, hashes: readonly string[], begun: Promise<Attempt>): Promise<boolean> {
  const attempt = await begun;
  for (const hash of hashes) {
    if (!(await verifyPassword(password, hash, attempt.requester))) continue;
    attempt.succeed();
    return true;
  }
  return false;
}

/** Source: https://ircv3.net/specs/extensions/webirc#security-considerations */
function refuse({ server, client, reply }: Context, words: string): void {
  server.log.warn({ address: client.connection.remoteAddress }, `WEBIRC refused: ${words}`);
  reply.end();
  client.quit('WEBIRC refused', words);
}
