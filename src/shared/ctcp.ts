/** A message inside a PRIVMSG or NOTICE. Source: https://modern.ircdocs.horse/ctcp.html */
export interface Ctcp {
  /** In upper case: `ACTION`, `VERSION` … */
  readonly command: string;
  readonly text: string;
}

const delimiter = '\x01';

/** Reads a CTCP message; undefined when the text is not one. The closing delimiter may be missing. */
export function parseCtcp(text: string): Ctcp | undefined {
  if (!text.startsWith(delimiter) || text.length < 2) return undefined;
  const inner = text.slice(1, text.endsWith(delimiter) ? -1 : undefined);
  const end = inner.indexOf(' ');
  const command = (end === -1 ? inner : inner.slice(0, end)).toUpperCase();
  return command === '' ? undefined : { command, text: end === -1 ? '' : inner.slice(end + 1) };
}

/** Writes a CTCP message. */
export function formatCtcp(command: string, text = ''): string {
  return `${delimiter}${command}${text === '' ? '' : ` ${text}`}${delimiter}`;
}
