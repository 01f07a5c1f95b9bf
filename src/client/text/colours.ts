/** A colour as `#rrggbb`. */
export type Colour = string;

type Channels = readonly [red: number, green: number, blue: number];

/** The least contrast of text. Source: https://www.w3.org/TR/WCAG22/#contrast-minimum */
export const leastContrast = 4.5;

/** The most colours that are remembered: a name is drawn far more often than it is new. */
const mostRemembered = 5000;

/** The name's colour: the same in every room and every run, readable on the background. */
export const nickColour = remembering((nick: string, background: Colour): Colour => {
  const hash = fnv1a(nick.normalize('NFC').toLowerCase());
  return readable(oklch(isDark(background) ? 0.76 : 0.55, 0.11 + ((hash >>> 12) % 3) * 0.03, hash % 360), background);
});

/** The colour itself where it can be read on the background, otherwise the nearest that can, darker or lighter. */
export function readable(colour: Colour, background: Colour, contrast = leastContrast): Colour {
  return contrast === leastContrast ? readableText(colour, background) : makeReadable(colour, background, contrast);
}

const readableText = remembering((colour: Colour, background: Colour) => makeReadable(colour, background, leastContrast));

function makeReadable(colour: Colour, background: Colour, contrast: number): Colour {
  const target: Colour = isDark(background) ? '#ffffff' : '#000000';
  for (let part = 0; part <= 1; part += 0.04) {
    const mixed = mix(colour, target, part);
    if (contrastOf(mixed, background) >= contrast) return mixed;
  }
  return target;
}

function remembering(make: (what: string, background: Colour) => Colour): (what: string, background: Colour) => Colour {
  const known = new Map<string, Colour>();
  return (what, background) => {
    const key = background + what;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= mostRemembered) known.clear();
    const made = make(what, background);
    known.set(key, made);
    return made;
  };
}

/** `part` 0 gives `from`, 1 gives `to`. */
export function mix(from: Colour, to: Colour, part: number): Colour {
  const a = channels(from);
  const b = channels(to);
  return hex([0, 1, 2].map((index) => (a[index] ?? 0) + ((b[index] ?? 0) - (a[index] ?? 0)) * part));
}

/** Whether white is easier to read on it than black. */
export function isDark(colour: Colour): boolean {
  return contrastOf(colour, '#ffffff') > contrastOf(colour, '#000000');
}

/** From 1 (the same) to 21 (black on white). Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrastOf(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Colour): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function channels(colour: Colour): Channels {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Channels from 0 to 255 as `#rrggbb`. */
export function hex(values: readonly number[]): Colour {
  return `#${values.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/**
 * A colour of a space where equal steps look equal, so that names spread over all hues: HSL has more greens than anybody
 * can tell apart. Source: https://bottosson.github.io/posts/oklab/
 * @param hue in degrees
 */
function oklch(lightness: number, chroma: number, hue: number): Colour {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return hex([
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ].map((linear) => {
    const part = Math.min(1, Math.max(0, linear));
    return 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055);
  }));
}

/** Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  // The low bits of names that differ in one letter are alike: mix them.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
