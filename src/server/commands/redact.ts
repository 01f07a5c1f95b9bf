import { capabilityBits } from '../capabilities';
import { Event } from '../delivery';
import { isReadable, readingOf, type Reading } from '../history/access';
import { deliverTo } from '../history/addressees';
import { isBy } from '../history/authors';
import { authorOf } from '../history/identity';
import { messageId, nextSequence, parseMessageId } from '../history/sequence';
import { reasonIn } from '../speech';
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
    const reading = history === undefined ? undefined : readingOf(server, history.places, user, target);
    if (history === undefined || reading === undefined) {
      reply.fail('REDACT', 'INVALID_TARGET', target, 'You cannot delete messages there');
      return;
    }
    const sequence = parseMessageId(id) ?? 0;
    const found = history.store.find(sequence) ?? history.store.findReaction(sequence);
    // Whoever may not read a message does not learn that it is there.
    if (found === undefined || !isReadable(reading, found)) {
      reply.fail('REDACT', 'UNKNOWN_MSGID', target, id, 'This message does not exist, or no more');
    } else if (!isBy(found, authorOf(user)) && !keepsOrder(context, reading)) {
      reply.fail('REDACT', 'REDACT_FORBIDDEN', target, id, 'You can delete your own messages only; operators of a room any');
    } else {
      history.store.remove(sequence);
      const params = [reading.name, id, ...reasonIn(reading.room, user, reason)];
      const now = nextSequence();
      const event = new Event({
        source: user.source, from: user, verb: 'REDACT', params, sequence: now, id: messageId(now), only: capabilityBits['draft/message-redaction'],
      });
      deliverTo(context, reading, found.place, event);
    }
  },
};

function keepsOrder({ user }: UserContext, { room }: Reading): boolean {
  return room !== undefined && (room.isModerator(user) || user.operator !== undefined);
}
