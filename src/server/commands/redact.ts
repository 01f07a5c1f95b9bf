import { capabilityBits } from '../capabilities';
import { Event } from '../delivery';
import { isReadable, readingOf, type Reading } from '../history/access';
import { addresseeOf, deliverTo } from '../history/addressees';
import { isBy } from '../history/authors';
import { authorOf } from '../history/identity';
import { messageId, nextSequence, parseMessageId } from '../history/sequence';
import type { StoredMessage } from '../history/store';
import { accountsOnly, isRefusedBy, reasonIn } from '../speech';
import type { Command, UserContext } from './command';

/** Source: https://ircv3.net/specs/extensions/message-redaction */
export const redact: Command = {
  usage: 'REDACT <room or nick> <message id> [:<reason>]',
  help: 'Deletes a message of yours, or as an operator anybody’s in a room; the text is removed from the history for good.',
  parameters: 2,
  allowed: 'registered',
  run(context) {
    const { server, user, params, reply } = context;
    const [target = '', id = '', reason = ''] = params;
    const { history } = server;
    const reading = history === undefined ? undefined : readingOf(server, history, user, target);
    if (history === undefined || reading === undefined) {
      reply.fail('REDACT', 'INVALID_TARGET', target, 'You cannot delete messages there');
      return;
    }
    const sequence = parseMessageId(id) ?? 0;
    const found = history.store.find(sequence) ?? history.store.findReaction(sequence);
    // Whoever may read a message may read the reactions to it.
    const shown = found !== undefined && 'message' in found ? { place: found.place, sequence: found.message } : found;
    const other = found === undefined ? undefined : addresseeOf(server, reading, found.place);
    // Whoever may not read a message does not learn that it is there.
    if (found === undefined || shown === undefined || !isReadable(reading, shown)) {
      reply.fail('REDACT', 'UNKNOWN_MSGID', target, id, 'This message does not exist, or no more');
    } else if (!isBy(found, authorOf(user)) && !keepsOrder(context, reading, found)) {
      reply.fail('REDACT', 'REDACT_FORBIDDEN', target, id, 'You can delete your own messages only; operators of a room all that was said since it was opened');
    } else if (other !== undefined && isRefusedBy(other, user)) {
      reply.fail('REDACT', 'REDACT_FORBIDDEN', target, id, accountsOnly);
    } else {
      server.database.store(() => history.store.remove(sequence));
      const params = [reading.name, id, ...reasonIn(reading.room, user, reason)];
      const now = nextSequence();
      const event = new Event({
        source: user.source, from: user, verb: 'REDACT', params, sequence: now, id: messageId(now), only: capabilityBits['draft/message-redaction'],
      });
      deliverTo(context, reading, shown, event);
    }
  },
};

/** Operators of a room may delete what was said since it was opened; what an earlier room of its name said is not theirs. */
function keepsOrder({ user }: UserContext, { room, present }: Reading, { place }: Pick<StoredMessage, 'place'>): boolean {
  return room !== undefined && (user.operator !== undefined || (room.isModerator(user) && place === present));
}
