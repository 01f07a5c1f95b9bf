import type { Message, Reaction } from '../core/timeline';
import { ago, exactTime, list, number, t, time } from '../i18n';
import { nickColour, readable, type Colour } from './colours';
import { countOnlyEmoji, findEmoji } from './emoji-match';
import { copyMarks, endMark } from './copied';
import { emojiFonts, escapeAttribute, escapeHtml, plainTip, spansHtml } from './html';
import { ownLink } from './links';
import { visibleName } from './look-alikes';
import { readText, type Reader } from './message-text';
import { cutText, excerpt } from './plain';
import { tintsOf, type TextTheme } from './theme';

/** How messages are shown to the person who reads. */
export interface MessageLook extends Reader {
  readonly theme: TextTheme;
  readonly now: Date;
  /** The keys of the hidden texts that have been clicked (see `parseOwnLink`). */
  readonly revealed: ReadonlySet<string>;
  /** How many characters of code fit into a line. */
  readonly columns: number;
}

/** So many emoji and nothing else are shown large. */
const mostLargeEmoji = 6;
/** The longest start of an answered text. */
const longestQuote = 90;
/** What else there is stands in the tips. */
const most = { reactions: 20, reactionLength: 24, names: 30, former: 3, formerLength: 300 };

/** A character without width in a larger size: in Qt's own steps, so that the space above a line grows with the text. */
export const space = {
  small: `<span style="font-size:large">&#8203;${copyMarks.ours}</span>`,
  large: `<span style="font-size:xx-large">&#8203;${copyMarks.ours}</span>`,
};

/** A message has a head with its author, or goes under that of the one before: close to it, or a little apart. */
export type MessageStart = 'head' | 'close' | 'apart';

export function messageHtml(message: Message, start: MessageStart, look: MessageLook): string {
  const { theme } = look;
  const body = `${copyMarks.begin}${bodyHtml(message, look)}${endMark(message.id)}${editedHtml(message, look)}`;
  const below = reactionsHtml(message, look);
  const when = timeHtml(message.time, theme);
  if (message.style === 'action') return `${space.large}${when}&nbsp; ${nameHtml(message, look)} ${replyHtml(message, look)}<i>${body}</i>${below}`;
  if (start !== 'head') {
    const answers = replyHtml(message, look);
    return `${answers === '' && start === 'close' ? space.small : space.large}${answers}${body}&nbsp; ${when}${below}`;
  }
  return `${space.large}${nameHtml(message, look)}&nbsp; ${when}${labels(message, theme)}<br>${replyHtml(message, look)}${body}${below}`;
}

/** A text for a label: an announcement, a topic, what a search has found. @param formatted with formatting codes */
export function richText(formatted: string, look: Reader & Pick<MessageLook, 'theme'>): string {
  return spansHtml(readText(formatted, look), { theme: look.theme, spoilerKey: '', isRevealed: () => false, columns: 0 });
}

function bodyHtml(message: Message, look: MessageLook): string {
  const { theme } = look;
  if (message.deleted !== undefined) {
    const { reason } = message.deleted;
    const trace = reason === '' ? t('timeline.deleted') : t('timeline.deletedBecause', { why: reason });
    return `<i>${toned(trace, theme.dim, exactTime(message.deleted.time))}</i>`;
  }
  const background = backgroundOf(message, theme);
  const text = textHtml(message, background, look);
  const behind = background === undefined ? text : `<span style="color:${readable(theme.text, background)};background-color:${background}">${text}</span>`;
  return behind;
}

function textHtml(message: Message, background: Colour | undefined, look: MessageLook): string {
  const emoji = countOnlyEmoji(message.text);
  const html = spansHtml(readText(message.formatted, look), {
    theme: look.theme,
    spoilerKey: String(message.id),
    isRevealed: (key) => look.revealed.has(key),
    columns: look.columns,
    ...(background === undefined ? {} : { background }),
  });
  return emoji > 0 && emoji <= mostLargeEmoji ? `<span style="font-size:xx-large">${html}</span>` : html;
}

function backgroundOf({ announcement, mention }: Message, theme: TextTheme): Colour | undefined {
  if (announcement === true) return tintsOf(theme).announcement;
  return mention ? theme.mention : undefined;
}

/** A name that cannot be told from another has a sign before it. */
function nameHtml({ nick }: Message, look: MessageLook): string {
  const href = escapeAttribute(ownLink({ kind: 'person', nick }));
  const sign = look.isDoubtful?.(nick) === true ? `${small('⚠', look.theme.warning, t('member.doubtful', { nick: visibleName(nick) }))}&nbsp;` : '';
  return `${sign}<a href="${href}" style="text-decoration:none;color:${nickColour(nick, look.theme.base)}"><b>${escapeHtml(visibleName(nick))}</b></a>`;
}

function labels({ style, announcement, bot }: Message, theme: TextTheme): string {
  const words = [
    ...(announcement === true ? [`📢 ${t('classroom.announcement')}`] : []),
    ...(style === 'notice' && announcement !== true ? [t('timeline.notice')] : []),
    ...(bot === true ? [t('timeline.bot')] : []),
  ];
  return words.map((word) => `&nbsp; ${small(emojiText(word), theme.dim)}`).join('');
}

/** The line above an answer: who and what is answered. A click leads there. */
function replyHtml({ replyTo, deleted }: Message, { theme }: MessageLook): string {
  if (replyTo === undefined || deleted !== undefined) return '';
  const { msgid, nick, text = '' } = replyTo;
  const start = replyTo.deleted === true ? `<i>${escapeHtml(t('timeline.deleted'))}</i>` : emojiText(excerpt(text, longestQuote));
  const said = nick === undefined ? escapeHtml(t('timeline.replyGone')) : `<b>${escapeHtml(nick)}</b> ${start}`;
  return `<a href="${escapeAttribute(ownLink({ kind: 'message', msgid }))}" style="text-decoration:none;font-size:small;color:${theme.dim}">↪ ${said}</a><br>`;
}

function editedHtml({ edited, deleted }: Message, { theme, now }: MessageLook): string {
  if (edited === undefined || deleted !== undefined) return '';
  const former = edited.before.slice(-most.former).map((text) => t('timeline.formerly', { text: cutText(text, most.formerLength) }));
  const tip = [t('timeline.editedAt', { when: ago(edited.time, now) }), ...former].join('\n');
  return `&nbsp; ${small(`(${escapeHtml(t('timeline.edited'))})`, theme.dim, tip)}`;
}

/** The line below: each reaction with its number, ours in another colour. A click gives or takes back our own. */
function reactionsHtml(message: Message, look: MessageLook): string {
  const { reactions } = message;
  if (reactions.length === 0 || message.deleted !== undefined) return '';
  const shown = reactions.slice(0, most.reactions).map((reaction) => reactionHtml(message.id, reaction, look));
  if (reactions.length > most.reactions) shown.push(small(`+${number(reactions.length - most.reactions)}`, look.theme.dim));
  return `<br>${space.small}${shown.join('  ')}`;
}

function reactionHtml(item: number, { text, nicks }: Reaction, { theme, nick }: MessageLook): string {
  const own = nicks.some((one) => one.toLowerCase() === nick.toLowerCase());
  const tints = tintsOf(theme);
  const behind = own ? tints.ownReaction : tints.reaction;
  const names = list(nicks.slice(0, most.names)) + (nicks.length > most.names ? '…' : '');
  const tip = t('timeline.reactedBy', { emoji: text, names });
  const weight = own ? ';font-weight:bold' : '';
  const style = `text-decoration:none;color:${readable(theme.text, behind)};background-color:${behind}${weight}`;
  const shown = emojiText(cutText(text, most.reactionLength));
  return `<a href="${escapeAttribute(ownLink({ kind: 'react', item, text }))}" title="${tipText(tip)}" style="${style}">&nbsp;${shown}&nbsp;${escapeHtml(number(nicks.length))}&nbsp;</a>`;
}

/** The time, with day and second for the pointer that rests on it. */
export function timeHtml(at: Date, { dim }: TextTheme): string {
  return small(escapeHtml(time(at)), dim, exactTime(at));
}

/** Text of a colour, plain; `tip` is shown where the pointer rests. */
export function toned(text: string, colour: Colour, tip?: string): string {
  return `<span${titleOf(tip)} style="color:${colour}">${emojiText(text)}</span>`;
}

export function small(html: string, colour: Colour, tip?: string): string {
  return `<span${titleOf(tip)} style="color:${colour};font-size:small">${html}</span>`;
}

function titleOf(tip: string | undefined): string {
  return tip === undefined ? '' : ` title="${tipText(tip)}"`;
}

function tipText(text: string): string {
  return escapeAttribute(plainTip(text));
}

/** A text with nothing in it but its emoji in colour. */
export function emojiText(text: string): string {
  let html = '';
  let end = 0;
  for (const found of findEmoji(text)) {
    html += `${escapeHtml(text.slice(end, found.start))}<span style="font-family:${emojiFonts}">${text.slice(found.start, found.end)}</span>`;
    end = found.end;
  }
  return html + escapeHtml(text.slice(end));
}
