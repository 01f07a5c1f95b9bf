import { foldUnicode } from '../../shared/casemap';
import { formatAddress } from '../../shared/address';
import type { FoundServer } from '../core/window';

/** A server that can be chosen. */
export interface ServerChoice {
  /** As a person types it. */
  readonly address: string;
  /** What it calls itself, where it announced itself. */
  readonly name?: string;
}

export interface ServerChoices {
  /** Where the person was before, newest first. */
  readonly known: readonly ServerChoice[];
  /** The others that announced themselves. */
  readonly others: readonly ServerChoice[];
}

/** How many of the last servers are listed above those that announced themselves, and where there are none of these. */
const mostKnown = { aboveOthers: 3, alone: 5 };

/**
 * Which servers a person can choose from, and in which order: those they know come first, whatever a network announces.
 * @param recent the last servers, newest first, as a person types them
 * @param search a part of the name or the address; with one, none is left out that has it
 */
export function chooseServers(found: readonly FoundServer[], recent: readonly string[], search = ''): ServerChoices {
  const wanted = foldUnicode(search.trim());
  const fits = ({ address, name = '' }: ServerChoice): boolean => foldUnicode(`${name} ${address}`).includes(wanted);
  const names = new Map(found.map(({ name, address }) => [formatAddress(address), name]));
  const most = names.size === 0 ? mostKnown.alone : mostKnown.aboveOthers;
  const shown = wanted === '' ? recent.slice(0, most) : recent;
  const known = shown.map((address): ServerChoice => ({ address, ...nameOf(names.get(address)) })).filter(fits);
  const taken = new Set(known.map(({ address }) => address));
  const others = [...names].filter(([address]) => !taken.has(address)).map(([address, name]): ServerChoice => ({ address, name })).filter(fits);
  return { known, others };
}

function nameOf(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}
