import { Numeric } from '../../shared/numerics';
import { TooManyAttemptsError } from '../accounts/attempts';
import { logIn, whyAccountStays } from '../accounts/login';
import { chunksOf, mechanismsFor, SaslSession, type Progress } from '../accounts/sasl/session';
import { capabilityBits } from '../capabilities';
import type { Command, Context } from './command';

/** Source: https://ircv3.net/specs/extensions/sasl-3.2 */
export const authenticate: Command = {
  usage: 'AUTHENTICATE <mechanism, data or *>',
  help: 'Logs in to the account of a name (SASL); programs do that for you.',
  parameters: 1,
  allowed: 'always',
  run(context) {
    const { server, client, params: [given = ''], reply } = context;
    if ((client.capabilities & capabilityBits.sasl) === 0) {
      reply.numeric(Numeric.ERR_SASLFAIL, 'Ask for the capability first: CAP REQ sasl');
    } else if (given === '*') {
      client.sasl = undefined;
      reply.numeric(Numeric.ERR_SASLABORTED, 'The login was aborted');
    } else if (client.sasl === undefined) {
      const peer = { address: client.host, certificateFingerprint: client.connection.certificateFingerprint };
      client.sasl = SaslSession.begin(given.toUpperCase(), server.accounts, peer);
      if (client.sasl === undefined) {
        reply.numeric(Numeric.RPL_SASLMECHS, mechanismsFor(peer).join(','), 'are available SASL mechanisms');
        reply.numeric(Numeric.ERR_SASLFAIL, 'There is no such mechanism');
      } else {
        reply.message('AUTHENTICATE', '+');
      }
    } else {
      reply.until(goOn(context, client.sasl, given));
    }
  },
};

async function goOn({ client, reply }: Context, session: SaslSession, chunk: string): Promise<void> {
  const progress = await take(session, chunk);
  // They left, or were made to, while the password was looked at.
  if (client.hasLeft) return;
  if (progress.kind !== 'more' && progress.kind !== 'challenge') client.sasl = undefined;
  let refusal: string | undefined;
  switch (progress.kind) {
    case 'more':
      break;
    case 'challenge':
      for (const part of chunksOf(progress.data)) reply.message('AUTHENTICATE', part);
      break;
    case 'too-long':
      reply.numeric(Numeric.ERR_SASLTOOLONG, 'The message is too long: at most 400 bytes a line');
      break;
    case 'failure':
      reply.numeric(Numeric.ERR_SASLFAIL, progress.text);
      break;
    case 'locked':
      reply.numeric(Numeric.ERR_NICKLOCKED, progress.text);
      reply.numeric(Numeric.ERR_SASLFAIL, progress.text);
      break;
    case 'success':
      if (!client.server.accounts.isThere(progress.account)) {
        reply.numeric(Numeric.ERR_SASLFAIL, 'This name has just been given up');
        break;
      }
      refusal = whyAccountStays(client, progress.account);
      if (refusal !== undefined) {
        reply.numeric(Numeric.ERR_SASLFAIL, refusal);
        break;
      }
      logIn(client, progress.account, reply);
      reply.numeric(Numeric.RPL_SASLSUCCESS, 'You have logged in');
      break;
  }
}

async function take(session: SaslSession, chunk: string): Promise<Progress | { readonly kind: 'locked'; readonly text: string }> {
  try {
    return await session.take(chunk);
  } catch (error) {
    if (error instanceof TooManyAttemptsError) return { kind: 'locked', text: error.message };
    throw error;
  }
}
