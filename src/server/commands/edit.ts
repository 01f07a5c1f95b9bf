import { capabilityBits } from '../capabilities';
import { Event } from '../delivery';
import { isReadable, readingOf } from '../history/access';
import { addresseeOf, deliverTo } from '../history/addressees';
import { isBy } from '../history/authors';
import { authorOf } from '../history/identity';
import { composed, partsOf } from '../history/lines';
import { editTags } from '../history/replay';
import { messageId, nextSequence, parseMessageId } from '../history/sequence';
import { accountsOnly, isRefusedBy, refusalOf } from '../speech';
import type { Command } from './command';

/** The most times that one message can be edited. */
const maxEdits = 50;

/**
 * Gives a message of one's own another text. Nobody else may, operators neither: they can delete it. There is no limit
 * of time. Those who did not ask for message-edit are told nothing; who reads the history later finds the latest text.
 * Source: https://ircv3.net/specs/extensions/message-tags, and https://github.com/ircv3/ircv3-specifications/pull/425
 */
export const edit: Command = {
  usage: 'EDIT <room or nick>',
  help: 'Changes a message of yours; the tags draft/target-msgid and draft/edit-text say which one and its new text.',
  parameters: 1,
  allowed: 'registered',
  run(context): void {
    const { server, user, message, params, reply } = context;
    const [target = ''] = params;
    const id = message.tags.get(editTags.target) ?? '';
    const text = composed((message.tags.get(editTags.text) ?? '').replaceAll('\0', ''));
    const { history, config } = server;
    if (id === '') return reply.fail('EDIT', 'INVALID_EDIT', target, `The tag ${editTags.target} must say which message`);
    if (text.trim() === '') return reply.fail('EDIT', 'INVALID_EDIT', target, id, `The tag ${editTags.text} must say the new text; REDACT deletes a message`);
    if (Buffer.byteLength(text) > config.maxMultilineBytes || partsOf(text).length > config.maxMultilineLines) {
      return reply.fail('EDIT', 'INVALID_EDIT', target, id, `The new text is too long: at most ${config.maxMultilineBytes} bytes and ${config.maxMultilineLines} lines`);
    }
    const reading = history === undefined ? undefined : readingOf(server, history, user, target);
    const found = history?.store.find(parseMessageId(id) ?? 0);
    const isOwn = found !== undefined && isBy(found, authorOf(user));
    const maySpeak = reading?.room === undefined || refusalOf(reading.room, user, text) === undefined;
    if (history === undefined || reading === undefined || !isOwn || !isReadable(reading, found) || !maySpeak) {
      return reply.fail('EDIT', 'EDIT_FORBIDDEN', target, id, 'You can edit your own messages only, where you may speak');
    }
    const other = addresseeOf(server, reading, found.place);
    if (other !== undefined && isRefusedBy(other, user)) return reply.fail('EDIT', 'EDIT_FORBIDDEN', target, id, accountsOnly);
    if (history.store.versions(found.sequence).length > maxEdits) {
      return reply.fail('EDIT', 'INVALID_EDIT', target, id, `A message can be edited ${maxEdits} times`);
    }
    const sequence = nextSequence();
    server.database.store(() => history.store.edit(found, sequence, text));
    const clientTags = new Map([[editTags.target, id], [editTags.text, message.tags.get(editTags.text) ?? '']]);
    const only = capabilityBits['draft/message-edit'] | capabilityBits['message-tags'];
    const event = new Event({ source: user.source, from: user, verb: 'EDIT', params: [reading.name], sequence, id: messageId(sequence), clientTags, only });
    deliverTo(context, reading, found, event);
  },
};
