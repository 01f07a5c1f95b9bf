import { isDeepStrictEqual } from 'node:util';
import { maxRemembered, type Settings } from './settings';

type Entries = Readonly<Record<string, unknown>>;

/**
 * What belongs into the file that another window may have written meanwhile: theirs, with what has changed here since
 * `before`. Of what is kept by name (drafts, certificates, preferences, …) each entry counts alone.
 */
export function mergeSettings(theirs: Settings, before: Settings, mine: Settings): Settings {
  return withChanges(theirs, before, mine, (theirValue, oldValue, value) => {
    if (!isEntries(value)) return value;
    const all = Object.entries(withChanges(entriesOf(theirValue), entriesOf(oldValue), value, (_, __, one) => one));
    // The newest stand last.
    return Object.fromEntries(all.slice(-maxRemembered));
  });
}

function withChanges<All extends Entries>(theirs: All, before: Entries, mine: All, change: (theirs: unknown, before: unknown, mine: unknown) => unknown): All {
  const merged: Record<string, unknown> = { ...theirs };
  for (const name of new Set([...Object.keys(before), ...Object.keys(mine)])) {
    if (isDeepStrictEqual(before[name], mine[name])) continue;
    const value = change(theirs[name], before[name], mine[name]);
    Reflect.deleteProperty(merged, name);
    if (value !== undefined) merged[name] = value;
  }
  return merged as All;
}

function entriesOf(value: unknown): Entries {
  return isEntries(value) ? value : {};
}

function isEntries(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
