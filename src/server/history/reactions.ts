import type { Tags } from '../../shared/tags';

/** Source: https://ircv3.net/specs/client-tags/react */
export const reactTags = ['+draft/react', '+react'] as const;
/** Source: https://ircv3.net/specs/client-tags/react */
export const unreactTags = ['+draft/unreact', '+unreact'] as const;
/** The message that a reaction or an answer belongs to. Source: https://ircv3.net/specs/client-tags/reply */
export const replyTags = ['+draft/reply', '+reply'] as const;

/** The most reactions to one message that are kept, and the most that are sent with one page of the history. */
export const maxReactions = 1000;
/** The longest reaction that is kept, in bytes: an emoji made of several, or a word. */
const maxReactionLength = 64;

/** The value of the first of some tags that is there. */
export function firstTag(tags: Tags, names: readonly string[]): string | undefined {
  if (tags.size === 0) return undefined;
  return names.map((name) => tags.get(name)).find((value) => value !== undefined);
}

/** What is kept of a reaction: which it is and what it answers. Undefined where it is longer than one can be. */
export function keptTagsOf(tags: Tags): Tags | undefined {
  if (Buffer.byteLength(firstTag(tags, reactTags) ?? '') > maxReactionLength) return undefined;
  const names: readonly string[] = [...reactTags, ...replyTags];
  return new Map([...tags].filter(([key]) => names.includes(key)));
}
