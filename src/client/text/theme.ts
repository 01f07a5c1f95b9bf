import { mix, type Colour } from './colours';

/** The colours that the desktop gives to the messages. */
export interface TextTheme {
  readonly dark: boolean;
  /** Behind the messages. */
  readonly base: Colour;
  readonly text: Colour;
  /** Times, events. */
  readonly dim: Colour;
  readonly link: Colour;
  /** Behind a message that names the person who reads. */
  readonly mention: Colour;
  /** Events that should be seen. */
  readonly warning: Colour;
}

/** The colours that are made from those. */
export interface Tints {
  /** Behind code. */
  readonly code: Colour;
  /** Behind a reaction, and behind one of our own. */
  readonly reaction: Colour;
  readonly ownReaction: Colour;
  /** Behind an announcement. */
  readonly announcement: Colour;
  /** Behind what a search has found. */
  readonly hit: Colour;
  /** A hidden text: it has the colour of what is behind it. */
  readonly hidden: Colour;
}

const made = new WeakMap<TextTheme, Tints>();

/** The tints of a theme; made once for each theme. */
export function tintsOf(theme: TextTheme): Tints {
  const known = made.get(theme);
  if (known !== undefined) return known;
  const tints = makeTints(theme);
  made.set(theme, tints);
  return tints;
}

function makeTints({ base, text, link, dark }: TextTheme): Tints {
  return {
    code: mix(base, text, 0.08),
    reaction: mix(base, text, 0.1),
    ownReaction: mix(base, link, 0.25),
    announcement: mix(base, link, dark ? 0.22 : 0.14),
    hit: mix(base, '#ffd000', dark ? 0.35 : 0.5),
    hidden: mix(base, text, 0.5),
  };
}
