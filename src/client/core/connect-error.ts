import { formatAddress, type Address } from '../../shared/address';
import { t } from '../i18n';
import type { ConnectFailure } from './events';

/** A connection could not be made; the message is for people: which address, why, what to try. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';

  constructor(readonly failure: ConnectFailure, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

const failures: Readonly<Record<string, ConnectFailure>> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EAI_FAIL: 'unknown-host',
  EAI_NODATA: 'unknown-host',
  EAI_NONAME: 'unknown-host',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'turned-away',
  EPIPE: 'turned-away',
  ETIMEDOUT: 'timed-out',
};

/**
 * What went wrong in this program and not on the way: it must not be told as if the server could not be reached. The
 * cause is kept for whoever looks for it.
 */
export function unexpectedError(address: Address, cause: unknown): ConnectError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ConnectError('unexpected', t('problem.unexpected', { where: formatAddress(address), why }), { cause });
}

/** Puts a system error, or its code, into words. */
export function connectError(address: Address, cause: Error | string): ConnectError {
  const code = typeof cause === 'string' ? cause : codeOf(cause);
  const failure = failures[code] ?? 'unreachable';
  const options = typeof cause === 'string' ? undefined : { cause };
  return new ConnectError(failure, words(address, failure, code), options);
}

/** Of several attempts, one for each address of a host, the one whose error tells something. */
function codeOf(error: Error): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map((one: unknown) => (one instanceof Error ? codeOf(one) : ''));
    const telling = codes.find((code) => Object.hasOwn(failures, code)) ?? codes.find((code) => code !== '');
    if (telling !== undefined) return telling;
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function words(address: Address, failure: ConnectFailure, code: string): string {
  const { host, port } = address;
  const where = formatAddress(address);
  switch (failure) {
    case 'unknown-host': return t(code === 'EAI_AGAIN' ? 'problem.nameNotLookedUp' : 'problem.nameNotFound', { host });
    case 'refused': return t('problem.nothingListens', { host, port });
    case 'timed-out': return t('problem.noAnswer', { where, port });
    case 'turned-away': return t('problem.closedAtOnce', { where });
    default: return t(code === 'EACCES' || code === 'EPERM' ? 'problem.blockedHere' : 'problem.unreachable', { where });
  }
}
