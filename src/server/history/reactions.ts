import type { Tags } from '../../shared/tags';

/** Source: https://ircv3.net/specs/client-tags/react */
export const reactTags = ['+draft/react', '+react'] as const;
/** Source: https://ircv3.net/specs/client-tags/react */
export const unreactTags = ['+draft/unreact', '+unreact'] as const;
/** The message that a reaction or an answer belongs to. Source: https://ircv3.net/specs/client-tags/reply */
export const replyTags = ['+draft/reply', '+reply'] as const;

/** The value of the first of some tags that is there. */
export function firstTag(tags: Tags, names: readonly string[]): string | undefined {
  if (tags.size === 0) return undefined;
  return names.map((name) => tags.get(name)).find((value) => value !== undefined);
}
