import { currentLanguage } from '../i18n';
import { emojiNamed, searchEmoji, withTone, type SkinTone } from './emoji';

/** One way to go on. */
export interface Candidate {
  /** What comes into the box, with what follows it: "anna: ". */
  readonly text: string;
  /** What a list shows, and what it means. */
  readonly label: string;
  readonly description: string;
}

/** What the text between `start` and `end` can become. */
export interface Completion {
  readonly kind: 'name' | 'room' | 'command' | 'emoji';
  readonly start: number;
  readonly end: number;
  /** At least one, likelier first. */
  readonly candidates: readonly Candidate[];
}

/** A text of the box and the place of its cursor. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
}

/** What there is to be completed to. */
export interface CompletionSource {
  /** Likelier first (see `nameOrder`). */
  readonly names: readonly string[];
  readonly rooms: readonly string[];
  readonly commands: readonly { readonly name: string; readonly usage: string; readonly help: string }[];
  /** Emoji that the person uses, likelier first. */
  readonly usedEmoji?: readonly string[];
  readonly skinTone?: SkinTone;
}

const mostCandidates = 50;
/** Longer than this is no name and no command. */
const longestWord = 200;
/** A single letter after a colon is a smiley in letters. */
const leastEmojiLetters = 2;

/** What the word before the cursor can become; undefined where nothing fits. This is what Tab asks. */
export function complete({ text, cursor }: Line, source: CompletionSource): Completion | undefined {
  const start = wordStart(text, cursor);
  const word = text.slice(start, cursor);
  if (word === '' || word.length > longestWord) return undefined;
  const found =
    commandsFor(word, start, source) ??
    emojiFor(word, source) ??
    roomsFor(word, source) ??
    namesFor(word, start, source);
  if (found === undefined || found.candidates.length === 0) return undefined;
  const { kind, candidates, skip = 0 } = found;
  return { kind, candidates: candidates.slice(0, mostCandidates), start: start + skip, end: cursor };
}

/** Where the word before the cursor begins; of a longer one than any name only its end counts. */
function wordStart(text: string, cursor: number): number {
  let start = cursor;
  while (start > 0 && cursor - start <= longestWord && /\S/.test(text.charAt(start - 1))) start--;
  return start;
}

/** What a list may offer without being asked: commands after `/`, emoji after `:`, names after `@`, rooms after `#`. */
export function suggest(line: Line, source: CompletionSource): Completion | undefined {
  const found = complete(line, source);
  if (found === undefined) return undefined;
  const sign = line.text.charAt(found.start);
  const begins = found.kind === 'name' ? sign === '@' : true;
  return begins && line.cursor - found.start > (found.kind === 'command' ? 0 : 1) ? found : undefined;
}

/** The line with a candidate in it. */
export function applyCandidate({ text }: Line, { start, end }: Completion, candidate: Candidate): Line {
  const filled = text.slice(0, start) + candidate.text;
  // A space that is there already is not written twice.
  const rest = text.slice(end);
  return { text: filled + (candidate.text.endsWith(' ') ? rest.replace(/^ /, '') : rest), cursor: filled.length };
}

interface Found {
  readonly kind: Completion['kind'];
  readonly candidates: readonly Candidate[];
  /** How much of the word stays. */
  readonly skip?: number;
}

function commandsFor(word: string, start: number, { commands }: CompletionSource): Found | undefined {
  if (start !== 0 || !word.startsWith('/') || word.startsWith('//')) return undefined;
  const begun = word.slice(1).toLowerCase();
  const fitting = commands.filter(({ name }) => name.startsWith(begun));
  return { kind: 'command', candidates: fitting.map(({ name, usage, help }) => ({ text: `/${name} `, label: usage, description: help })) };
}

function emojiFor(word: string, { usedEmoji, skinTone = 0 }: CompletionSource): Found | undefined {
  const [, before = '', typed = ''] = /^(.*?[^\w:/]|):([\w+-]+):?$/u.exec(word) ?? [];
  if (typed.length < leastEmojiLetters) return undefined;
  const exact = emojiNamed(typed);
  const found = searchEmoji(typed.replaceAll('_', ' '), currentLanguage(), usedEmoji);
  const all = [...new Set(exact === undefined ? found : [exact, ...found])];
  return {
    kind: 'emoji', skip: before.length,
    candidates: all.map((emoji) => {
      const text = withTone(emoji, skinTone);
      return { text: `${text} `, label: `${text} :${emoji.names[0] ?? ''}:`, description: emoji.label[currentLanguage()] };
    }),
  };
}

function roomsFor(word: string, { rooms }: CompletionSource): Found | undefined {
  if (!/^[#&]/.test(word)) return undefined;
  const begun = word.toLowerCase();
  const fitting = rooms.filter((room) => room.toLowerCase().startsWith(begun));
  return { kind: 'room', candidates: fitting.map((room) => ({ text: `${room} `, label: room, description: '' })) };
}

function namesFor(word: string, start: number, { names }: CompletionSource): Found | undefined {
  // A bracket or a quotation mark may stand before a name.
  const [, before = '', typed = ''] = /^([("'“‘«]*)(.*)$/su.exec(word) ?? [];
  const asked = typed.startsWith('@');
  const begun = typed.replace(/^@/, '').toLowerCase();
  if (begun === '' && !asked) return undefined;
  const fitting = names.filter((name) => name.toLowerCase().startsWith(begun));
  // At the start of a line a name is an address: "anna: ".
  const after = start === 0 && before === '' ? ': ' : ' ';
  return { kind: 'name', skip: before.length, candidates: fitting.map((name) => ({ text: `${name}${after}`, label: name, description: '' })) };
}

/** Tab, and Tab again: each time the next candidate, after the last the first. */
export class TabCompletion {
  private going: { readonly completion: Completion; readonly line: Line; at: number; shown: Line } | undefined;

  /** What can be chosen from, while Tab goes through it. */
  get completion(): Completion | undefined {
    return this.going?.completion;
  }

  /** Which candidate is in the box. */
  get chosen(): number {
    return this.going?.at ?? 0;
  }

  /** @param step -1 for Shift+Tab. @returns the line to show; undefined where nothing fits */
  next(line: Line, source: CompletionSource, step: 1 | -1 = 1): Line | undefined {
    const { going } = this;
    if (going?.shown.text !== line.text || going.shown.cursor !== line.cursor) return this.begin(line, source, step);
    const { candidates } = going.completion;
    return this.show(going.completion, going.line, (going.at + step + candidates.length) % candidates.length);
  }

  /** Forgets where it was, as when something was typed. */
  end(): void {
    this.going = undefined;
  }

  private begin(line: Line, source: CompletionSource, step: 1 | -1): Line | undefined {
    this.going = undefined;
    const completion = complete(line, source);
    return completion === undefined ? undefined : this.show(completion, line, step === 1 ? 0 : completion.candidates.length - 1);
  }

  private show(completion: Completion, line: Line, at: number): Line | undefined {
    const candidate = completion.candidates[at];
    if (candidate === undefined) return undefined;
    const shown = applyCandidate(line, completion, candidate);
    this.going = { completion, line, at, shown };
    return shown;
  }
}
