import type { Outgoing } from '../core/events';
import type { Message, Note, TimelineItem } from '../core/timeline';
import { dayNear, t } from '../i18n';
import type { Colour } from './colours';
import { condensed, condensedInFull, eventText, isComingOrGoing } from './event-text';
import { copyMarks, endMark } from './copied';
import { escapeHtml, spansHtml } from './html';
import { ownLink } from './links';
import { emojiText, messageHtml, small, space, timeHtml, toned, type MessageLook, type MessageStart } from './message-html';
import { readText } from './message-text';

/** What a timeline depends on besides its items. */
export interface TimelineLook extends MessageLook {
  /** The line "new since you were away" stands before this item. */
  readonly firstUnread: number | undefined;
  /** What stands before the first item: nothing where there are more items, else what is known of older ones. */
  readonly start: 'more' | 'loading' | 'asks' | 'start';
  /** Who joins and leaves: each in a line, in one line together, or not at all. */
  readonly comings: 'each' | 'condensed' | 'hidden';
}

/** So many characters of a text that is on its way are shown. */
const longestOutgoing = 500;
/** Messages of one person within this time stand under one head, in ms. */
const groupTime = 5 * 60_000;

/** The anchor at the start of an item: `<a name>`. */
export function anchorOf({ id }: Pick<TimelineItem, 'id'>): string {
  return `item${id}`;
}

/**
 * The paragraphs of some items, each one block of a QTextDocument. An item that shares its paragraph with others has its
 * anchor there too; one that is hidden has none.
 *
 * A paragraph has no format of its own but its text's (no margin, no background): QTextEdit's append() would drop it.
 * @param previous the item before the first of them; undefined at the start. Where `joinsPrevious` is true of both, the
 * paragraph of `previous` is to be made again, with what follows it.
 */
export function timelineHtml(items: readonly TimelineItem[], previous: TimelineItem | undefined, look: TimelineLook): readonly string[] {
  const paragraphs: string[] = [];
  if (previous === undefined && look.start !== 'more') paragraphs.push(startHtml(look.start, look));
  let before = previous;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined) break;
    const hidden = isHidden(item, look);
    if (!hidden && (before === undefined || !sameDay(before.time, item.time))) paragraphs.push(dayHtml(item.time, look));
    if (item.id === look.firstUnread) paragraphs.push(line(t('timeline.newSince'), look.theme.warning));
    if (hidden) continue;
    if (item.kind === 'message') {
      paragraphs.push(paragraph([item], messageHtml(item, startOf(item, before, look), look)));
      before = item;
    } else {
      const run = runOf(items, index, item, look);
      paragraphs.push(paragraph(run, eventHtml(run, before, look)));
      index += run.length - 1;
      before = run.at(-1);
    }
  }
  return paragraphs;
}

function isHidden(item: TimelineItem, { comings }: Pick<TimelineLook, 'comings'>): boolean {
  return comings === 'hidden' && item.kind === 'event' && isComingOrGoing(item);
}

/** A text of ours that is on its way: dimmed, without codes and marks. */
export function outgoingHtml({ text }: Outgoing, { theme }: Pick<TimelineLook, 'theme'>): string {
  const shown = emojiText(text.length > longestOutgoing ? `${text.slice(0, longestOutgoing)}…` : text).replaceAll('\n', '<br>');
  return plainParagraph(`${space.small}<span style="color:${theme.dim}">${copyMarks.begin}${shown}${endMark(undefined)}&nbsp; </span>${small(escapeHtml(t('timeline.pending')), theme.dim)}`);
}

/** Whether an item takes no line of its own. */
export function isFolded(item: TimelineItem, previous: TimelineItem | undefined, look: Pick<TimelineLook, 'comings' | 'firstUnread'>): boolean {
  return isHidden(item, look) || joinsPrevious(item, previous, look);
}

/** Whether an item is shown in the paragraph of the one before it. */
export function joinsPrevious(item: TimelineItem, previous: TimelineItem | undefined, look: Pick<TimelineLook, 'comings' | 'firstUnread'>): boolean {
  return (
    look.comings === 'condensed' &&
    previous?.kind === 'event' && item.kind === 'event' &&
    isComingOrGoing(previous) && isComingOrGoing(item) &&
    item.id !== look.firstUnread &&
    sameDay(previous.time, item.time)
  );
}

/** The item and those that are shown together with it. */
function runOf(items: readonly TimelineItem[], index: number, first: Note, look: TimelineLook): readonly Note[] {
  const run = [first];
  for (let next = index + 1; ; next++) {
    const item = items[next];
    if (item?.kind !== 'event' || !joinsPrevious(item, run.at(-1), look)) return run;
    run.push(item);
  }
}

function dayHtml(day: Date, { theme, now }: TimelineLook): string {
  return plainParagraph(`${space.large}<b>${small(escapeHtml(dayNear(day, now)), theme.dim)}</b>`);
}

function startHtml(start: 'loading' | 'asks' | 'start', { theme }: TimelineLook): string {
  if (start === 'asks') return plainParagraph(`${space.large}<a href="${ownLink({ kind: 'older' })}" style="color:${theme.link}">${escapeHtml(t('timeline.loadOlder'))}</a>`);
  return line(start === 'loading' ? t('timeline.loadingOlder') : t('timeline.nothingOlder'), theme.dim);
}

function eventHtml(notes: readonly Note[], previous: TimelineItem | undefined, look: TimelineLook): string {
  const [note] = notes;
  const last = notes.at(-1);
  if (note === undefined || last === undefined) return '';
  const { theme } = look;
  const above = previous?.kind === 'event' && sameDay(previous.time, note.time) ? space.small : space.large;
  const colour = { quiet: theme.dim, plain: theme.text, warning: theme.warning }[note.tone];
  const said = notes.length > 1 ? toned(condensed(notes), colour, condensedInFull(notes)) : noteHtml(note, colour, look);
  return `${above}${timeHtml(last.time, theme)}&nbsp; ${copyMarks.begin}${said}${endMark(last.id)}`;
}

/** A topic may have addresses and rooms in it. */
function noteHtml(note: Note, colour: Colour, look: TimelineLook): string {
  const { theme, nick } = look;
  const text = eventText(note);
  const mayLead = note.happening === undefined || note.happening.what === 'topic' || note.happening.what === 'you-joined';
  if (!mayLead) return toned(text, colour);
  const html = spansHtml(readText(text, { nick }), { theme: { ...theme, text: colour }, spoilerKey: String(note.id), isRevealed: () => true, columns: look.columns });
  return `<span style="color:${colour}">${html}</span>`;
}

/** How a message begins: reactions stand off from what follows them, but for a tint that would grow with the space. */
function startOf(item: Message, previous: TimelineItem | undefined, look: TimelineLook): MessageStart {
  if (!continues(item, previous, look)) return 'head';
  return previous?.kind === 'message' && previous.reactions.length > 0 && !item.mention ? 'apart' : 'close';
}

/** Whether a message goes under the head of the one before. */
function continues(item: Message, previous: TimelineItem | undefined, { firstUnread }: TimelineLook): boolean {
  return (
    previous?.kind === 'message' &&
    previous.style === 'text' && item.style === 'text' &&
    previous.announcement !== true && item.announcement !== true &&
    previous.nick === item.nick &&
    item.id !== firstUnread &&
    sameDay(previous.time, item.time) &&
    Math.abs(item.time.getTime() - previous.time.getTime()) < groupTime
  );
}

function sameDay(one: Date, other: Date): boolean {
  return one.getDate() === other.getDate() && one.getMonth() === other.getMonth() && one.getFullYear() === other.getFullYear();
}

/** The anchors stand on characters without width: empty ones would not be kept. */
function paragraph(items: readonly TimelineItem[], html: string): string {
  return plainParagraph(items.map((item) => `<a name="${anchorOf(item)}">&#8203;</a>`).join('') + html);
}

function plainParagraph(html: string): string {
  return `<p style="margin:0px;white-space:pre-wrap">${html}</p>`;
}

/** Not in the middle: what QTextEdit's append() adds has the format of the document's first paragraph. */
function line(text: string, colour: Colour): string {
  return plainParagraph(`${space.large}<span style="color:${colour}">— ${escapeHtml(text)} —</span>`);
}
