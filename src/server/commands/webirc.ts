import { verifyPassword } from '../accounts/password';
import { displayAddress, isAddress } from '../address';
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
  const isRight = await isPasswordOfAny(password, gateways);
  if (client.hasLeft) return;
  if (!isRight) {
    refuse(context, 'Invalid WebIRC password');
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
}

async function isPasswordOfAny(password: string, gateways: readonly Gateway[]): Promise<boolean> {
  for (const { hash } of gateways) if (await verifyPassword(password, hash)) return true;
  return false;
}

/** Source: https://ircv3.net/specs/extensions/webirc#security-considerations */
function refuse({ server, client, reply }: Context, words: string): void {
  server.log.warn({ address: client.connection.remoteAddress }, `WEBIRC refused: ${words}`);
  reply.end();
  client.quit('WEBIRC refused', words);
}
