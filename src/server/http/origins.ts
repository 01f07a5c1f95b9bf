import type { IncomingHttpHeaders } from 'node:http';
import { isAddress } from '../address';
import { machineNames } from '../tls/own-certificate';

/** What decides who may connect from a web page; see the settings of the same names. */
export interface OriginRules {
  readonly websocketOrigins: readonly string[];
  readonly hostname: string | undefined;
}

/**
 * Whether a web page may connect by WebSocket: a page of this server, or one that the setting names. A program that is
 * no browser sends no origin and is let in. That a page and the server have the same name is not enough: a stranger's
 * name can be made to lead here (DNS rebinding), so it has to be one that is known to be ours.
 * Source: https://www.rfc-editor.org/rfc/rfc6455#section-10.2
 * @param origin what the browser says of the page (`Origin`)
 * @param host by which name the server was asked for (`Host`)
 */
export function isOriginAllowed(origin: string | undefined, host: string | undefined, rules: OriginRules): boolean {
  if (origin === undefined) return true;
  const wanted = origin.toLowerCase();
  if (rules.websocketOrigins.some((allowed) => allowed === '*' || allowed.toLowerCase().replace(/\/$/, '') === wanted)) return true;
  const page = URL.canParse(wanted) ? new URL(wanted) : undefined;
  return page !== undefined && page.host !== '' && page.host === host?.toLowerCase() && isOwnHost(host, rules.hostname);
}

/** Headers by which a proxy says that it asks for somebody else; further ones begin with `x-forwarded-`. */
const forwardingHeaders: ReadonlySet<string> = new Set([
  'forwarded', 'via', 'x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'x-original-host', 'true-client-ip', 'cf-connecting-ip', 'fly-client-ip', 'fastly-client-ip',
]);

/**
 * Whether a request came through a proxy. Sources: https://www.rfc-editor.org/rfc/rfc7239#section-4 and
 * https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3
 */
export function isForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => forwardingHeaders.has(name) || name.startsWith('x-forwarded-'));
}

/**
 * Whether a request was made to an address, or to a name that is known to be this machine's.
 * @param host the header `Host`
 * @param configured the setting `hostname`
 */
export function isOwnHost(host: string | undefined, configured: string | undefined): boolean {
  const name = host?.toLowerCase().replace(/:\d*$/, '') ?? '';
  return isAddress(name.replace(/^\[(.*)\]$/, '$1')) || name === configured?.toLowerCase() || machineNames().includes(name);
}
