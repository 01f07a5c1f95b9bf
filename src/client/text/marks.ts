import type { Formatting } from '../../shared/formatting';

/** What can be said of a part of a text. Marks of one kind never overlap. */
export interface MarkValues {
  /** mIRC's codes. */
  formatting: Formatting;
  bold: true;
  italic: true;
  strike: true;
  code: true;
  codeBlock: true;
  quote: true;
  /** The number of the hidden text in its message. */
  spoiler: number;
  /** An address, or a link of the timeline's own. */
  link: string;
  /** Somebody is named; '' is the person who reads. */
  mention: string;
  emoji: true;
  /** A search has found it. */
  hit: true;
  /** Not shown; this stands in its place. */
  replaced: string;
}

export type MarkKind = keyof MarkValues;

/** Something that is said of a part of a text; `end` is after its last unit. */
export type Mark = { [Kind in MarkKind]: { readonly start: number; readonly end: number; readonly kind: Kind; readonly value: MarkValues[Kind] } }[MarkKind];

export type Marks = Readonly<Partial<MarkValues>>;

/** A part of a text of which the same is said all through. */
export interface Span {
  readonly text: string;
  readonly marks: Marks;
}

/** Cuts a text where a mark begins or ends. The spans' texts, joined, are the text. */
export function cut(text: string, marks: readonly Mark[]): readonly Span[] {
  if (marks.length === 0) return text === '' ? [] : [{ text, marks: {} }];
  const edges = marks.flatMap((mark) => [{ at: mark.start, mark, opens: true }, { at: mark.end, mark, opens: false }]);
  // Where one ends and another begins, the end comes first: they may be of one kind.
  edges.sort((a, b) => a.at - b.at || Number(a.opens) - Number(b.opens));
  const spans: Span[] = [];
  let active: Partial<MarkValues> = {};
  let from = 0;
  for (const { at, mark, opens } of edges) {
    if (at > from) spans.push({ text: text.slice(from, at), marks: active });
    from = Math.max(from, at);
    active = { ...active };
    if (opens) Object.assign(active, { [mark.kind]: mark.value });
    else Reflect.deleteProperty(active, mark.kind);
  }
  if (from < text.length) spans.push({ text: text.slice(from), marks: active });
  return spans;
}
