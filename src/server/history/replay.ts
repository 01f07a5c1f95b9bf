import { capabilityBits, hasAll, type CapabilitySet } from '../capabilities';
import { Event, type Deliverable } from '../delivery';
import type { Reply } from '../reply';
import type { User } from '../user';
import { targetOf, type Reading } from './access';
import { ShownAuthors } from './authors';
import { hasSeveralParts, partsOf, readable } from './lines';
import { MultilineMessage } from './multiline';
import type { Item } from './page';
import { messageId } from './sequence';
import type { HistoryStore, StoredEvent, StoredMessage, StoredReaction } from './store';

const {
  'draft/event-playback': eventPlayback, 'draft/message-edit': messageEdit, 'draft/message-redaction': messageRedaction,
  'message-tags': messageTags, 'extended-join': extendedJoin,
} = capabilityBits;

/** Marks what belongs to the message before it. Source: https://ircv3.net/specs/extensions/chathistory#draftchathistory-context-tag */
const contextTag = ['draft/chathistory-context', ''] as const;

/** How an edit says which message and what it says now. Source: https://github.com/ircv3/ircv3-specifications/pull/425 */
export const editTags = { target: 'draft/target-msgid', text: 'draft/edit-text' } as const;

/**
 * Adds items of the history to a reply, a step for each, in the shape that their reader asked for. An edited message has its latest
 * text; behind it stand the edit, for those with message-edit, and its reactions, for those with event-playback.
 */
export function* replay(reply: Reply, store: HistoryStore, user: User, reading: Reading, items: readonly Item[]): Generator<undefined> {
  const { capabilities } = user.client;
  const reactions = hasAll(capabilities, eventPlayback | messageTags) ? reactionsTo(store, items) : undefined;
  const authors = new ShownAuthors(user.client.server.accounts);
  for (const found of items) {
    yield;
    const item = { ...found, author: authors.of(found) };
    if (item.kind === 'event') {
      if (item.verb !== 'REDACT' || hasAll(capabilities, messageRedaction)) reply.event(eventAgain(item, reading.name));
      continue;
    }
    const target = targetOf(reading, user, found);
    reply.event(messageAgain(item, target));
    const edit = editAgain(item, target, capabilities);
    if (edit !== undefined) reply.event(edit);
    for (const reaction of reactions?.get(item.sequence) ?? []) {
      reply.event(reactionAgain({ ...reaction, author: authors.of(reaction) }, targetOf(reading, user, reaction)));
    }
  }
}

/** A message as it was sent, with its latest text. */
export function messageAgain({ sequence, verb, author, text, tags }: StoredMessage, target: string): Deliverable {
  if (hasSeveralParts(text)) return new MultilineMessage({ sequence, author, verb, target, clientTags: tags, parts: partsOf(text) });
  return new Event({ sequence, id: messageId(sequence), source: author.source, from: author, verb, params: [target, text], clientTags: tags });
}

function editAgain({ sequence, edited, author, text }: StoredMessage, target: string, capabilities: CapabilitySet): Event | undefined {
  if (edited === undefined || !hasAll(capabilities, messageEdit | messageTags)) return undefined;
  const clientTags = new Map([[editTags.target, messageId(sequence)], [editTags.text, readable(text)], contextTag]);
  return new Event({ sequence: edited, id: messageId(edited), source: author.source, from: author, verb: 'EDIT', params: [target], clientTags });
}

function reactionAgain({ sequence, author, tags }: StoredReaction, target: string): Event {
  const clientTags = new Map([...tags, contextTag]);
  return new Event({ sequence, id: messageId(sequence), source: author.source, from: author, verb: 'TAGMSG', params: [target], clientTags });
}

function eventAgain({ sequence, verb, author, params }: StoredEvent, room: string): Event {
  const { source } = author;
  const parts = { sequence, source, from: author, verb };
  if (verb === 'QUIT' || verb === 'NICK') return new Event({ ...parts, params });
  if (verb !== 'JOIN') return new Event({ ...parts, params: [room, ...params] });
  // Source: https://ircv3.net/specs/extensions/extended-join
  const variant = { having: extendedJoin, params: [room, author.account ?? '*', params[0] ?? ''] };
  return new Event({ ...parts, params: [room], variant });
}

function reactionsTo(store: HistoryStore, items: readonly Item[]): Map<number, StoredReaction[]> {
  const found = store.reactions(items.filter(({ kind }) => kind === 'message').map(({ sequence }) => sequence));
  const grouped = new Map<number, StoredReaction[]>();
  for (const reaction of found) {
    const group = grouped.get(reaction.message);
    if (group === undefined) grouped.set(reaction.message, [reaction]);
    else group.push(reaction);
  }
  return grouped;
}
