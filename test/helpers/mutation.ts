import type { Random } from './random';

/** What the lines of one side are made of. */
export interface Vocabulary {
  readonly sources: readonly string[];
  readonly verbs: readonly string[];
  readonly words: readonly string[];
  readonly tags: readonly string[];
}

/** A line that might make sense; every fourth one is damaged in one place. It has neither CR nor LF. */
export function mutatedLine(random: Random, { sources, verbs, words, tags }: Vocabulary): string {
  const params = random.several(random.below(6), () => random.pick(words));
  const prefix = random.oneIn(3) ? `@${random.several(1 + random.below(3), () => random.pick(tags)).join(';')} ` : '';
  const line = `${prefix}${random.pick(sources)}${random.pick(verbs)} ${params.join(' ')}`;
  return (random.oneIn(4) ? damaged(random, line, words) : line).replace(/[\r\n]/g, '');
}

function damaged(random: Random, line: string, words: readonly string[]): string {
  const at = random.below(line.length + 1);
  const [before, after] = [line.slice(0, at), line.slice(at)];
  switch (random.below(4)) {
    case 0: return before + after.slice(1 + random.below(4));
    case 1: return before + String.fromCodePoint(random.oneIn(4) ? 0x80 + random.below(0xd000) : random.below(128)) + after;
    case 2: return before + random.pick(words) + after;
    default: return before + before.slice(-random.below(20)) + after;
  }
}

/** Bytes with up to so many places damaged: changed, taken out, doubled or made up. */
export function mutatedBytes(random: Random, bytes: Buffer, places: number): Buffer {
  let now = bytes;
  for (let place = random.below(places + 1); place > 0; place--) {
    const at = random.below(now.length + 1);
    const [before, after] = [now.subarray(0, at), now.subarray(at)];
    switch (random.below(4)) {
      case 0: now = Buffer.concat([before, Buffer.from([random.below(256)]), after.subarray(1)]); break;
      case 1: now = Buffer.concat([before, after.subarray(random.below(8))]); break;
      case 2: now = Buffer.concat([before, before.subarray(-random.below(64)), after]); break;
      default: now = Buffer.concat([before, random.bytes(random.below(32)), after]);
    }
  }
  return now;
}
