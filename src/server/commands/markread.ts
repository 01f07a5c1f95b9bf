import { foldUnicode } from '../../shared/casemap';
import { isNickname } from '../../shared/nickname';
import { capabilityBits } from '../capabilities';
import { Event } from '../delivery';
import { parseTime } from '../history/page';
import { nextSequence, timeOf } from '../history/sequence';
import type { Reply } from '../reply';
import { isRoomName } from '../rooms';
import { NotStoredError } from '../store/not-stored';
import { Unconfirmed } from '../unconfirmed';
import type { User } from '../user';
import type { Command, UserContext } from './command';

/** Source: https://ircv3.net/specs/extensions/read-marker */
export const markread: Command = {
  usage: 'MARKREAD <room or nick> [timestamp=<time>]',
  help: 'Tells or asks up to where you have read; your other clients learn it.',
  parameters: 0,
  allowed: 'registered',
  run(context): void {
    const { params, reply } = context;
    const [target, given] = params;
    if (target === undefined || target === '') return reply.fail('MARKREAD', 'NEED_MORE_PARAMS', 'Parameters are missing: MARKREAD <room or nick> [timestamp=<time>]');
    if (!isRoomName(target) && !isNickname(target)) return reply.fail('MARKREAD', 'INVALID_PARAMS', target, 'This can be neither a room nor a name');
    if (given === undefined) return sendMarker(context.user, target, reply);
    const time = given.startsWith('timestamp=') ? parseTime(given.slice('timestamp='.length)) : undefined;
    if (time === undefined) return reply.fail('MARKREAD', 'INVALID_PARAMS', target, given, 'The time is written timestamp=YYYY-MM-DDThh:mm:ss.sssZ');
    try {
      move(context, target, time);
    } catch (error) {
      if (!(error instanceof NotStoredError)) throw error;
      refuse(reply, target, error);
    }
  },
};

/** Source: https://ircv3.net/specs/extensions/read-marker#errors-and-warnings */
function refuse(reply: Reply, target: string, { message }: NotStoredError): void {
  reply.fail('MARKREAD', 'INTERNAL_ERROR', target, message);
}

/** Tells somebody up to where they have read. */
export function sendMarker(user: User, target: string, reply: Reply): void {
  const { markers } = user.client.server;
  reply.message('MARKREAD', target, written(markers.find(user, target)));
}

/** Sends a room's marker to somebody who comes in, where they asked. Source: https://ircv3.net/specs/extensions/read-marker#command-flows */
export function sendMarkerOnJoin(user: User, room: string, reply: Reply): void {
  if ((user.client.capabilities & capabilityBits['draft/read-marker']) !== 0) sendMarker(user, room, reply);
}

const written = (time: number | undefined): string => (time === undefined ? '*' : `timestamp=${new Date(time).toISOString()}`);

function move({ server, user, reply }: UserContext, target: string, wanted: number): void {
  // Nobody has read what is not written yet; where the clock was set back, messages have a time that is ahead of it.
  const { time, hasMoved } = server.markers.advance(user, target, Math.min(wanted, timeOf(nextSequence())));
  const answer = (): void => reply.message('MARKREAD', target, written(time));
  const { account } = user;
  if (!hasMoved || account === undefined) return answer();
  const event = new Event({ source: server.name, verb: 'MARKREAD', params: [target, written(time)], only: capabilityBits['draft/read-marker'] });
  const unconfirmed = new Unconfirmed(server.database, server.flusher, event);
  const replace = reply.provisionally(answer);
  const key = foldUnicode(account);
  for (const other of server.users) {
    if (other !== user && other.account !== undefined && foldUnicode(other.account) === key) other.client.deliver(event);
  }
  unconfirmed.otherwise((error) => replace(() => refuse(reply, target, error)));
}
