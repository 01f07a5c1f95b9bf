import { foldUnicode } from '../shared/casemap';
import { isMiddle } from '../shared/message';
import { compileMask, completeMask, foldText, type FoldedText } from './masks';
import { cutToBytes } from './text';

/** Ban, exception from bans, and invitation. Source: https://modern.ircdocs.horse/#channel-modes */
export const listModes = ['b', 'e', 'I'] as const;
export type ListMode = (typeof listModes)[number];

/** What extended bans start with, and their kinds; sent as ISUPPORT `EXTBAN`. */
export const extbanPrefix = '$';
export const extbanKinds = 'am';

/** The longest mask, in bytes: any source fits into it, and it fits into a line with whoever sets it. */
const maxMaskLength = 200;

/** Whom a mask is compared with. */
export interface Subject {
  /** `nick!user@host` */
  readonly source: string;
  readonly account: string | undefined;
}

/** One entry of a list, as people see it. */
export interface ListEntry {
  readonly mask: string;
  /** Who set it, as a source. */
  readonly by: string;
  readonly at: Date;
}

/**
 * A mask as it is kept: filled up to `nick!user@host`, or an extended ban. `$a:account` is whoever is logged in to
 * an account (`$a` to any, and it may hold wildcards); `$m:` before either only silences.
 * Sources: https://modern.ircdocs.horse/#extban-parameter and https://ircv3.net/specs/extensions/account-extban
 * @returns undefined for an extended ban that there is not, and for what could not be sent as a mask
 */
export function normalizeMask(given: string): string | undefined {
  const mask = cutToBytes(given, maxMaskLength);
  if (!isMiddle(mask)) return undefined;
  if (!mask.startsWith(extbanPrefix)) return completeMask(mask);
  const { kind, rest } = parseExtban(mask);
  if (kind === 'a') return rest === undefined ? '$a' : rest === '' ? undefined : `$a:${rest}`;
  if (kind !== 'm' || rest === undefined || rest === '') return undefined;
  const muted = normalizeMask(rest);
  return muted === undefined || isMute(muted) ? undefined : `$m:${muted}`;
}

/** Whether a normalized mask silences and does nothing else. */
export function isMute(mask: string): boolean {
  return mask.startsWith('$m:');
}

/** `$a:rest`; the rest is undefined where there is no colon. */
function parseExtban(mask: string): { readonly kind: string; readonly rest: string | undefined } {
  const colon = mask.indexOf(':');
  return colon === -1 ? { kind: mask.slice(1), rest: undefined } : { kind: mask.slice(1, colon), rest: mask.slice(colon + 1) };
}

interface FoldedSubject {
  readonly source: FoldedText;
  readonly account: FoldedText | undefined;
}

type Test = (subject: FoldedSubject) => boolean;

function compile(mask: string): Test {
  if (isMute(mask)) return compile(mask.slice('$m:'.length));
  if (mask === '$a') return ({ account }) => account !== undefined;
  if (mask.startsWith('$a:')) {
    const fits = compileMask(mask.slice('$a:'.length));
    return ({ account }) => account !== undefined && fits(account);
  }
  const fits = compileMask(mask);
  return ({ source }) => fits(source);
}

/** A list of masks: bans, exceptions or invitations of a room. */
export class MaskList {
  /** Grows with every change, so that what was worked out from the list is known to be old. */
  version = 0;
  private readonly byKey = new Map<string, { readonly entry: ListEntry; readonly test: Test }>();

  get size(): number {
    return this.byKey.size;
  }

  *[Symbol.iterator](): Generator<ListEntry> {
    for (const { entry } of this.byKey.values()) yield entry;
  }

  /** How a mask is written in the list, in whatever case it is given. */
  find(mask: string): string | undefined {
    return this.byKey.get(foldUnicode(mask))?.entry.mask;
  }

  /** @param entry its mask is normalized and not in the list */
  add(entry: ListEntry): void {
    this.byKey.set(foldUnicode(entry.mask), { entry, test: compile(entry.mask) });
    this.version++;
  }

  /** Makes it a list of these and no others. */
  reset(entries: readonly ListEntry[]): void {
    this.byKey.clear();
    for (const entry of entries) this.add(entry);
    this.version++;
  }

  remove(mask: string): void {
    if (this.byKey.delete(foldUnicode(mask))) this.version++;
  }

  /**
   * Whether an entry fits somebody.
   * @param withMutes whether entries that only silence count
   */
  fits({ source, account }: Subject, withMutes: boolean): boolean {
    if (this.byKey.size === 0) return false;
    const folded = { source: foldText(source), account: account === undefined ? undefined : foldText(account) };
    for (const { entry, test } of this.byKey.values()) {
      if ((withMutes || !isMute(entry.mask)) && test(folded)) return true;
    }
    return false;
  }
}
