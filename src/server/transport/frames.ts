/** What a WebSocket frame holds. Source: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
export const Opcode = { text: 1, binary: 2 } as const;
export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/** The frame is the whole message. */
const final = 0x80;
/** The longest payload whose length stands in the second byte. */
const maxShort = 125;
/** Says that the length is in the two bytes, or the eight bytes, that follow. */
const inTwoBytes = 126;
const inEightBytes = 127;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Frames by the Buffer that they were made of: one Buffer goes to many recipients. */
const made = { [Opcode.text]: new WeakMap<Buffer, Buffer>(), [Opcode.binary]: new WeakMap<Buffer, Buffer>() };

/**
 * Puts each line into a frame of its own, without its CR LF.
 * Source: https://ircv3.net/specs/extensions/websocket#websocket-features-and-encoding
 * @param lines whole lines; the Buffer must not change afterwards
 * @returns the frames in a row; the same Buffer whenever the same lines are given
 */
export function framesOf(lines: Buffer, opcode: Opcode): Buffer {
  const known = made[opcode].get(lines);
  if (known !== undefined) return known;
  const parts: Buffer[] = [];
  for (let start = 0; start < lines.length; ) {
    const found = lines.indexOf(lineFeed, start);
    const next = found === -1 ? lines.length : found;
    const end = next > start && lines[next - 1] === carriageReturn ? next - 1 : next;
    if (end > start) parts.push(headerOf(end - start, opcode), lines.subarray(start, end));
    start = next + 1;
  }
  const frames = Buffer.concat(parts);
  made[opcode].set(lines, frames);
  return frames;
}

/** A server's frames are not masked. Source: https://www.rfc-editor.org/rfc/rfc6455#section-5.1 */
function headerOf(length: number, opcode: Opcode): Buffer {
  if (length <= maxShort) return Buffer.from([final | opcode, length]);
  const header = Buffer.alloc(length > 0xffff ? 10 : 4);
  header[0] = final | opcode;
  if (length > 0xffff) {
    header[1] = inEightBytes;
    header.writeBigUInt64BE(BigInt(length), 2);
  } else {
    header[1] = inTwoBytes;
    header.writeUInt16BE(length, 2);
  }
  return header;
}
