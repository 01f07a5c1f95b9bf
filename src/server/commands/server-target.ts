import { Numeric } from '../../shared/numerics';
import { matchesMask } from '../masks';
import type { Context } from './command';

/**
 * Whether a verb's optional parameter, a server's name or mask or somebody's nick, means this server; answers with 402
 * where it does not. There is one server: nobody is anywhere else. Source: https://modern.ircdocs.horse/#errnosuchserver-402
 */
export function isForThisServer({ server, reply }: Context, target: string | undefined): boolean {
  if (target === undefined || matchesMask(target, server.name) || server.names.find(target)?.user !== undefined) return true;
  reply.numeric(Numeric.ERR_NOSUCHSERVER, target, 'There is no such server; this is the only one');
  return false;
}
