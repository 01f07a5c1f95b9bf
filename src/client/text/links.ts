import { find, registerCustomProtocol } from 'linkifyjs';
import { decodePercent } from '../../shared/percent';
import { checkLink } from './link-check';

/** A place in a text that leads somewhere. */
export interface FoundLink {
  readonly start: number;
  readonly end: number;
  readonly href: string;
}

/** What a link of the timeline's own means; the window does it. */
export type OwnLink =
  /** Show the message of this msgid. */
  | { readonly kind: 'message'; readonly msgid: string }
  | { readonly kind: 'room'; readonly room: string }
  | { readonly kind: 'person'; readonly nick: string }
  /** Give or take back this reaction at the item. */
  | { readonly kind: 'react'; readonly item: number; readonly text: string }
  /** Show or hide the hidden text of this key. */
  | { readonly kind: 'spoiler'; readonly key: string }
  /** Open this address outside the program. */
  | { readonly kind: 'outside'; readonly address: string }
  /** Load older messages. */
  | { readonly kind: 'older' };

const own = 'ritrovo:';

/** A quick look: most texts have no link, and looking for one is dear. */
const mayHaveLink = /:\/\/|\bwww\.|@|\bmailto:/i;
/** What no address has, but what stands next to one in a sentence. */
const outside = /["<>“”„«»‹›\s]/;
/** Letters after it are shown from the right to the left: another address than the one that is written. */
const reversed = /\u202e.*$/;

registerCustomProtocol('irc', false);
registerCustomProtocol('ircs', false);

/** The web, chat and mail addresses in a text, in order. Names of sites without `http://` or `www.` are left alone: `main.rs` is a file. */
export function findLinks(text: string): FoundLink[] {
  if (!mayHaveLink.test(text)) return [];
  const links: FoundLink[] = [];
  for (const { type, value, href, start } of find(text)) {
    if (type === 'url' && !/^(?:[a-z]+:|www\.)/i.test(value)) continue;
    const shorter = withoutSentence(value, text.charAt(start - 1));
    const target = href.slice(0, href.length - (value.length - shorter.length));
    if (isSafeLink(target) && !reversed.test(text.slice(0, start))) links.push({ start, end: start + shorter.length, href: target });
  }
  return links;
}

/** A quotation mark ends an address, and so does the full stop before it; a star only where one stands before the address too. */
function withoutSentence(value: string, before: string): string {
  const cut = value.search(outside);
  const address = cut === -1 ? value : value.slice(0, cut).replace(/[.,;:!?)\]}'’]+$/, '');
  return /[*_~|`]/.test(before) ? address.replace(/[*_~|`]+$/, '') : address;
}

/** Whether the window may open this address of somebody else's text outside the program. */
export function isSafeLink(href: string): boolean {
  return checkLink(href).kind !== 'never';
}

/** Whether the part of an address that is shown still tells where it leads: the whole host, or the whole of a letter's. */
export function tellsHost(address: string, shown: number): boolean {
  const host = /^(?:[a-z]+:\/\/|www\.)[^/?#]*/i.exec(address)?.[0].length ?? address.length;
  return shown >= host;
}

export function ownLink(link: OwnLink): string {
  switch (link.kind) {
    case 'message': return `${own}message/${encode(link.msgid)}`;
    case 'room': return `${own}room/${encode(link.room)}`;
    case 'person': return `${own}person/${encode(link.nick)}`;
    case 'react': return `${own}react/${link.item}/${encode(link.text)}`;
    case 'spoiler': return `${own}spoiler/${encode(link.key)}`;
    // Qt writes the addresses of hosts in its own way: it sees none.
    case 'outside': return `${own}outside/${Buffer.from(link.address).toString('base64url')}`;
    case 'older': return `${own}older/more`;
  }
}

/** What a link of ours means; undefined where it is not one. */
export function parseOwnLink(href: string): OwnLink | undefined {
  const [, kind, rest = ''] = /^ritrovo:([a-z]+)\/(.+)$/s.exec(href) ?? [];
  switch (kind) {
    case 'message': return { kind, msgid: decode(rest) };
    case 'room': return { kind, room: decode(rest) };
    case 'person': return { kind, nick: decode(rest) };
    case 'spoiler': return { kind, key: decode(rest) };
    case 'outside': return { kind, address: Buffer.from(rest, 'base64url').toString() };
    case 'older': return { kind };
    case 'react': {
      const [, item = '', text = ''] = /^(\d+)\/(.+)$/s.exec(rest) ?? [];
      return text === '' ? undefined : { kind, item: Number(item), text: decode(text) };
    }
    default: return undefined;
  }
}

/** `encodeURIComponent`, also for halves of surrogate pairs. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** Qt may give back an address with some of its characters decoded. */
function decode(text: string): string {
  return decodePercent(text) ?? text;
}
