import { t } from '../i18n';
import { copyMarks, stuffed, tabSpaces } from './copied';
import { nickColour, readable, type Colour } from './colours';
import { ownLink } from './links';
import type { Marks, Span } from './marks';
import { mircColour } from './mirc-colours';
import { tintsOf, type TextTheme } from './theme';

// Qt's own subset of HTML. Source: https://doc.qt.io/qt-6/richtext-html-subset.html

const special: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** The text as HTML that shows exactly the text. Qt ends a text at a NUL; other control characters show nothing. */
export function escapeHtml(text: string): string {
  return stuffed(escapeAttribute(text));
}

/** The text as the value of an attribute. */
export function escapeAttribute(text: string): string {
  return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '').replace(/[&<>"']/g, (character) => special[character] ?? '');
}

/**
 * A tip that shows the text. Qt guesses whether a tip is markup, which could name files and addresses: it never is without
 * a `<` and without `&lt;`, which Qt takes for somebody's attempt at one.
 */
export function plainTip(text: string): string {
  return text.replaceAll('<', '‹').replace(/&(?=lt;)/g, '&\u2060').replaceAll('\0', '');
}

/** Some text fonts carry emoji in black and white and would win over the colour font. */
export const emojiFonts = "'Noto Color Emoji','Apple Color Emoji','Segoe UI Emoji'";
const codeFonts = 'monospace';

/** How spans are shown. */
export interface SpanLook {
  readonly theme: TextTheme;
  /** Before the numbers of hidden texts: tells the hidden texts of different messages apart. */
  readonly spoilerKey: string;
  isRevealed(key: string): boolean;
  /** How many characters of code fit into a line. */
  readonly columns: number;
  /** Behind the text, where that is not the theme's `base`. */
  readonly background?: Colour;
}

/** The spans of a text; line breaks are `<br>`. */
export function spansHtml(spans: readonly Span[], look: SpanLook): string {
  let html = '';
  let replaced: Marks['replaced'];
  spans.forEach((span, index) => {
    const { marks } = span;
    const before = spans[index - 1];
    if (marks.replaced !== undefined) {
      // What stands in the place of several spans is shown once.
      if (marks.replaced !== replaced) html += plainHtml(marks.replaced, look);
    } else if (marks.codeBlock === undefined) html += spanHtml(span, look);
    else if (before?.marks.codeBlock === undefined) html += codeBlockHtml(spans, index, look);
    ({ replaced } = marks);
  });
  return html;
}

/** Line breaks, and the bar before a quotation. */
function plainHtml(text: string, { theme }: SpanLook): string {
  if (text === '') return '';
  return text === '\n' ? '<br>' : `<span style="color:${theme.dim}">${copyMarks.quote}${escapeHtml(text)}</span>`;
}

function spanHtml({ text, marks }: Span, look: SpanLook): string {
  const key = marks.spoiler === undefined ? undefined : `${look.spoilerKey}.${marks.spoiler}`;
  if (key !== undefined && !look.isRevealed(key)) return hiddenHtml(text, key, look);
  const style = styleOf(marks, look);
  const escaped = marks.codeBlock === true ? withMarks(escapeHtml(text)) : escapeHtml(text);
  const broken = escaped.replaceAll('\n', '<br>');
  if (marks.link !== undefined) return `<a href="${escapeAttribute(marks.link)}" style="${style}">${broken}</a>`;
  if (key !== undefined) return `<a href="${ownLink({ kind: 'spoiler', key })}" style="text-decoration:none;${style}">${broken}</a>`;
  return style === '' ? broken : `<span style="${style}">${broken}</span>`;
}

/** A block whose length tells about the text no more than it must, and that a copy of the messages does not give away. */
function hiddenHtml(text: string, key: string, { theme }: SpanLook): string {
  const { hidden } = tintsOf(theme);
  const bar = '░'.repeat(Math.min(24, Math.max(3, Array.from(text).length)));
  const href = ownLink({ kind: 'spoiler', key });
  return `<a href="${href}" title="${escapeHtml(t('timeline.spoiler'))}" style="text-decoration:none;color:${readable(hidden, theme.base)};background-color:${hidden}">${bar}</a>`;
}

function styleOf(marks: Marks, { theme, background }: SpanLook): string {
  const tints = tintsOf(theme);
  const { formatting } = marks;
  let behind = mircColour(formatting?.background);
  let front = mircColour(formatting?.foreground);
  if (formatting?.reverse === true) [front, behind] = [behind ?? background ?? theme.base, front ?? theme.text];
  if (marks.code === true || marks.codeBlock === true) behind ??= tints.code;
  if (marks.link !== undefined) front = theme.link;
  else if (marks.mention !== undefined && marks.mention !== '') front ??= nickColour(marks.mention, theme.base);
  else if (marks.quote === true) front ??= theme.dim;
  if (marks.mention === '') behind ??= theme.mention;
  if (marks.hit === true) behind = tints.hit;
  const under = behind ?? background ?? theme.base;
  const css: string[] = [];
  if (front !== undefined || behind !== undefined) css.push(`color:${readable(front ?? theme.text, under)}`);
  if (behind !== undefined) css.push(`background-color:${behind}`);
  if (marks.bold === true || formatting?.bold === true || marks.mention !== undefined) css.push('font-weight:bold');
  if (marks.italic === true || formatting?.italic === true) css.push('font-style:italic');
  const lines = decoration(marks);
  if (lines !== '') css.push(`text-decoration:${lines}`);
  const isCode = marks.code === true || marks.codeBlock === true || formatting?.monospace === true;
  if (marks.emoji === true) css.push(`font-family:${emojiFonts}`);
  else if (isCode) css.push(`font-family:${codeFonts}`);
  return css.join(';');
}

function decoration({ strike, formatting, link }: Marks): string {
  const lines = [];
  if (formatting?.underline === true || link !== undefined) lines.push('underline');
  if (strike === true || formatting?.strike === true) lines.push('line-through');
  return lines.join(' ');
}

/**
 * The spans of one block of code: lines of one length, so that the tint behind them is a rectangle. Qt leaves the tint of
 * spaces out at the end of a line; what does not break would make another line where it does not fit.
 */
function codeBlockHtml(spans: readonly Span[], start: number, look: SpanLook): string {
  const end = spans.findIndex(({ marks }, index) => index > start && marks.codeBlock === undefined);
  const block = spans.slice(start, end === -1 ? undefined : end).map(({ text, marks }) => ({ text: text.replace(/[\ufdd0\ufdd1]/g, '').replaceAll('\t', `${place.tab}${tabSpaces}`), marks }));
  const lengths = block.map(({ text }) => text.replaceAll(place.tab, '')).join('').split('\n').map((line) => line.length);
  const width = Math.min(look.columns, Math.max(...lengths));
  const padding = (line: number): string => padded(Math.max(0, width - (lengths[line] ?? 0)));
  let line = 0;
  const even = block.map(({ text, marks }) => ({ text: text.replaceAll('\n', () => `${padding(line++)}\n`), marks }));
  const last = even.at(-1);
  if (last !== undefined) even[even.length - 1] = { ...last, text: last.text + padding(line) };
  return even.map((span) => spanHtml(span, look)).join('');
}

/** Where marks go once the text is escaped: characters that no text has (noncharacters of Unicode). */
const place = { padding: '\ufdd0', tab: '\ufdd1' } as const;

function padded(count: number): string {
  return count === 0 ? '' : `${place.padding}${'\xa0'.repeat(count)}`;
}

function withMarks(escaped: string): string {
  return escaped.replaceAll(place.padding, copyMarks.padding).replaceAll(place.tab, copyMarks.tab);
}
