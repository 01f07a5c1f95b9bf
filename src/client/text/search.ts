import type { Message, TimelineItem } from '../core/timeline';

/** What a search looks for: all of it must be there. */
export interface Query {
  /** Folded words and phrases. */
  readonly terms: readonly string[];
  /** Folded names of authors, any of them. */
  readonly from: readonly string[];
  /** The words and the authors as they were typed, for a server. */
  readonly typed: { readonly text: string; readonly from: readonly string[] };
}

const mostTerms = 20;
const longestQuery = 500;

const part = /(?:^|(?<=\s))from:(\S+)|["“”«»]([^"“”«»]+)(?:["“”«»]|$)|(\S+)/giu;

/** Reads what was typed: words, “phrases”, `from:name`. Nothing typed is an empty query, which finds nothing. */
export function parseQuery(typed: string): Query {
  const words: string[] = [];
  const authors: string[] = [];
  for (const [, author, phrase, word] of typed.slice(0, longestQuery).matchAll(part)) {
    if (author !== undefined) authors.push(author.replace(/^@/, ''));
    else words.push((phrase ?? word ?? '').replace(/["“”«»]/g, '').trim());
  }
  const text = words.filter((one) => one !== '').slice(0, mostTerms);
  const from = authors.filter((one) => one !== '').slice(0, mostTerms);
  return { terms: text.map(foldForSearch), from: from.map(foldForSearch), typed: { text: text.join(' '), from } };
}

/** Whether nothing is looked for. */
export function isEmptyQuery({ terms, from }: Query): boolean {
  return terms.length === 0 && from.length === 0;
}

/** The messages that fit, in the order of time. */
export function searchItems(query: Query, items: readonly TimelineItem[]): readonly Message[] {
  if (isEmptyQuery(query)) return [];
  return items.filter((item): item is Message => item.kind === 'message' && item.deleted === undefined && fits(query, item.nick, item.text));
}

/** Whether a text of this author fits. */
export function fits({ terms, from }: Query, nick: string, text: string): boolean {
  if (from.length > 0 && !from.includes(fold(nick).text)) return false;
  const folded = fold(text).text;
  return terms.every((term) => folded.includes(term));
}

/** Where in a text the words and phrases stand; in order, apart from each other. */
export function searchHits(query: string | Query, plain: string): (readonly [start: number, end: number])[] {
  const { terms } = typeof query === 'string' ? parseQuery(query) : query;
  if (terms.length === 0) return [];
  const { text, places } = fold(plain);
  const hits: [number, number][] = [];
  for (const term of terms) {
    for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + term.length)) {
      hits.push([places?.[at] ?? at, places?.[at + term.length] ?? at + term.length]);
    }
  }
  return merge(hits.sort((a, b) => a[0] - b[0]));
}

function merge(hits: readonly [number, number][]): [number, number][] {
  const apart: [number, number][] = [];
  for (const [start, end] of hits) {
    const last = apart.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}

const ascii = /^[\0-\x7f]*$/;

/** A text without case and accents, and where its characters were; `places` is undefined where nothing moved. */
function fold(text: string): { readonly text: string; readonly places: readonly number[] | undefined } {
  if (ascii.test(text)) return { text: text.toLowerCase(), places: undefined };
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    places.push(...Array<number>(plain.length).fill(at));
    folded += plain;
    at += character.length;
  }
  places.push(text.length);
  return { text: folded, places };
}

/** A text as searches compare it: without case and accents. */
export function foldForSearch(text: string): string {
  return fold(text).text;
}
