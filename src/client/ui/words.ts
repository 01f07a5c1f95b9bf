// What the window says of the connection and of itself: texts that are made of several, in the current language.
import { formatAddress, type Address, type AddressError } from '../../shared/address';
import type { Phase } from '../core/events';
import { number, t, type Key } from '../i18n';

export const program = 'Ritrovo';

/** What the banner says while the window is about to close. */
export function closesIn(why: string, seconds: number): string {
  return t('banner.closes', { why: sentence(why), seconds });
}

/** What the banner says while the server is tried again. */
export function triesAgain(why: string, seconds: number, attempt: number): string {
  const values = { why: sentence(why), attempt };
  return seconds > 0 ? t('banner.retriesIn', { ...values, seconds }) : t('banner.retriesNow', values);
}

/** What the status line says; `now` is in ms since 1970. */
export function statusText(phase: Phase, now: number): string {
  switch (phase.name) {
    case 'idle': return t('status.idle');
    case 'connecting': return t('status.connecting', { address: formatAddress(phase.address) });
    case 'naming': return t('status.naming', { address: formatAddress(phase.address) });
    case 'online': return t('status.online', { address: formatAddress(phase.address), nick: phase.nick });
    case 'lost': return t('status.lost', { address: formatAddress(phase.address) });
    case 'reconnecting': return reconnecting(phase.address, secondsUntil(phase.retryAt, now), phase.attempt);
    case 'ended': return t('status.ended');
  }
}

function reconnecting(to: Address, seconds: number, attempt: number): string {
  const address = formatAddress(to);
  return seconds > 0 ? t('status.reconnectingIn', { address, seconds, attempt }) : t('status.reconnectingNow', { address, attempt });
}

/** @param milliseconds undefined where nothing answered */
export function pingText(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return t('ping.none');
  return milliseconds < 1 ? t('ping.underOne') : t('ping.value', { milliseconds: number(Math.round(milliseconds)) });
}

export function about(): string {
  return `<h3>${program}</h3><p>${t('about.claim')}</p><p>${t('about.irc')}</p>`;
}

export function windowTitle(roomName: string | undefined, unread: number): string {
  const title = roomName === undefined ? program : `${roomName} – ${program}`;
  return unread > 0 ? t('window.unread', { count: number(unread), title }) : title;
}

const addressProblems: Readonly<Record<AddressError['problem'], Key>> = {
  empty: 'problem.addressEmpty', host: 'problem.addressHost', port: 'problem.addressPort',
};

/** Why an address cannot be read. */
export function addressProblem({ problem, given }: AddressError): string {
  return t(addressProblems[problem], { text: given });
}

export function secondsUntil(time: number, now: number): number {
  return Math.max(0, Math.ceil((time - now) / 1000));
}

/** A reason may come without its full stop. */
function sentence(why: string): string {
  return /[.!?…]$/.test(why) ? why : `${why}.`;
}
