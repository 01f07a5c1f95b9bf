const wordCharacter = /[\p{L}\p{M}\p{N}_]/u;

/** Whether a text names a person: the name as a whole word, in any case. */
export function mentions(text: string, nick: string): boolean {
  if (nick === '') return false;
  const folded = text.normalize('NFC').toLowerCase();
  const name = nick.normalize('NFC').toLowerCase();
  for (let at = folded.indexOf(name); at !== -1; at = folded.indexOf(name, at + 1)) {
    const before = Array.from(folded.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
    const after = Array.from(folded.slice(at + name.length, at + name.length + 2))[0] ?? '';
    if (!wordCharacter.test(before) && !wordCharacter.test(after)) return true;
  }
  return false;
}
