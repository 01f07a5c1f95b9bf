import { domainToUnicode } from 'node:url';
import { decodePercent } from '../../shared/percent';
import { hasUnseen, looksLikeAnother } from './look-alikes';

/** Why an address may lead elsewhere than it seems to. */
export type LinkDoubt =
  /** What stands before the @ looks like the host. */
  | 'user-info'
  /** Letters of the host pass for others. */
  | 'look-alike'
  /** Characters that show nothing, or change the order of the others. */
  | 'unseen'
  /** The host is written in another way than it is understood: `0x7f.1`, `bank%2eexample`. */
  | 'rewritten'
  /** A letter with more than a subject and a text. */
  | 'letter';

export type LinkCheck =
  /** @property address what is to be opened: in ASCII, so that every program understands the same */
  | { readonly kind: 'open'; readonly address: string }
  /** @property leadsTo the host in its ASCII form, or who gets the letter; @property fields what else a letter has */
  | { readonly kind: 'ask'; readonly address: string; readonly leadsTo: string; readonly doubts: readonly LinkDoubt[]; readonly fields: readonly string[] }
  | { readonly kind: 'never' };

const never: LinkCheck = { kind: 'never' };
const withHost = /^(https?|ircs?)(:\/\/([^/?#]+).*)$/is;
const letter = /^mailto:([^?]*@[^?]*)(?:\?(.*))?$/is;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * Whether an address of somebody else's text may be opened outside the program: a message must not start a program or open
 * a file, and what opens is to be what is shown.
 */
export function checkLink(address: string): LinkCheck {
  if (/[\s\p{Cc}]/u.test(address)) return never;
  const [, scheme = '', rest = '', authority = ''] = withHost.exec(address) ?? [];
  if (scheme !== '') return checkAddress(address, scheme.toLowerCase(), rest, authority);
  const [, recipients = '', fields = ''] = letter.exec(address) ?? [];
  return recipients === '' ? never : checkLetter(address, recipients, fields);
}

function checkAddress(address: string, scheme: string, rest: string, authority: string): LinkCheck {
  // Some programs take it for a slash, and others for a part of the name: https://url.spec.whatwg.org/#authority-state
  if (authority.includes('\\')) return never;
  // What is no scheme of the web is not split, so that a chat's host is read as the web's.
  const url = parse(`${scheme.startsWith('http') ? scheme : 'http'}${rest}`);
  if (url === undefined) return never;
  const at = authority.lastIndexOf('@');
  const [, written = '', port = ''] = /^(.*?)(:\d*)?$/s.exec(authority.slice(at + 1)) ?? [];
  const doubts = new Set(doubtsOf(written, url.hostname));
  if (at !== -1) doubts.add('user-info');
  if (hasBidi(address)) doubts.add('unseen');
  const opened = scheme.startsWith('http') ? url.href : address;
  if (doubts.size === 0) return { kind: 'open', address: opened };
  return { kind: 'ask', address: opened, leadsTo: `${scheme}://${url.hostname}${port}`, doubts: [...doubts], fields: [] };
}

function checkLetter(address: string, recipients: string, query: string): LinkCheck {
  const doubts = new Set<LinkDoubt>();
  const to: string[] = [];
  const decoded = decodePercent(recipients);
  if (decoded === undefined) return never;
  if (decoded !== recipients) doubts.add('rewritten');
  for (const recipient of decoded.split(',')) {
    const at = recipient.lastIndexOf('@');
    const [name, written] = [recipient.slice(0, at), recipient.slice(at + 1)];
    const host = at < 1 ? undefined : parse(`http://${written}`);
    if (host === undefined || host.host !== host.hostname || host.href !== `http://${host.host}/` || hasControl(recipient)) return never;
    for (const doubt of doubtsOf(written, host.hostname)) doubts.add(doubt);
    if (name.includes('@')) doubts.add('user-info');
    if (hasUnseen(name)) doubts.add('unseen');
    if (looksLikeAnother(name)) doubts.add('look-alike');
    to.push(`${plainly(name)}@${host.hostname}`);
  }
  const fields: string[] = [];
  for (const field of query === '' ? [] : query.split('&')) {
    const [name, value] = [decodePercent(field.split('=', 1)[0] ?? ''), decodePercent(field.slice(field.indexOf('=') + 1))];
    if (name === undefined || value === undefined) return never;
    const usual = /^(?:subject|body)$/i.test(name);
    // A line end would begin a field of its own.
    if (!usual || (/^subject$/i.test(name) && hasControl(value))) fields.push(plainly(name));
  }
  if (fields.length > 0) doubts.add('letter');
  if (hasBidi(address)) doubts.add('unseen');
  return doubts.size === 0 ? { kind: 'open', address } : { kind: 'ask', address, leadsTo: to.join(', '), doubts: [...doubts], fields };
}

/** @param written as it is shown; @param ascii as it is looked up */
function* doubtsOf(written: string, ascii: string): Generator<LinkDoubt> {
  if (written.startsWith('[')) return;
  const host = domainToUnicode(ascii);
  const shown = written.normalize('NFC').toLowerCase();
  if (hasUnseen(written) || rightToLeft.test(host)) yield 'unseen';
  else if (shown !== ascii && shown !== host) yield 'rewritten';
  if (/[^\p{L}\p{M}\p{N}._-]/u.test(host) || host.split('.').some(looksLikeAnother)) yield 'look-alike';
}

function parse(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

/** In a path, characters without width belong to words and emoji; those that turn the text around do not. */
function hasBidi(address: string): boolean {
  return /\p{Bidi_Control}/u.test(address);
}

/** In ASCII. */
function plainly(text: string): string {
  // Half a surrogate pair has no code of its own.
  return encodeURI(Buffer.from(text).toString());
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
