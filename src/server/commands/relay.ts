import { Numeric } from '../../shared/numerics';
import { noTags, type Tags } from '../../shared/tags';
import { capabilityBits } from '../capabilities';
import { Event, type Deliverable } from '../delivery';
import { echoWhenStored } from '../history/addressees';
import { firstTag, replyTags } from '../history/reactions';
import { messageId, nextSequence } from '../history/sequence';
import { maxTargets } from '../isupport';
import { parseStatusTarget } from '../ranks';
import { askService } from '../services/service';
import { accountsOnly, isRefusedBy, refusalOf } from '../speech';
import { NotStoredError } from '../store/not-stored';
import type { Unconfirmed } from '../unconfirmed';
import type { UserContext } from './command';
import { takeBatchLine } from './batch';
import { notStoredCode } from './not-stored';

/** A message that waits for its target's right spelling. */
export interface Outgoing {
  readonly verb: string;
  /** The text, or the first line of several; '' where there is none. */
  readonly text: string;
  /** All lines as one text. */
  readonly whole: string;
  make(target: string): Deliverable;
}

/**
 * PRIVMSG, NOTICE and TAGMSG: a message goes from one person to rooms and people. A NOTICE is never answered with an
 * error. Source: https://modern.ircdocs.horse/#sending-messages
 */
export function relay(context: UserContext): void {
  const { message, params, reply, user } = context;
  if (message.tags.size > 0 && message.tags.has('batch')) return takeBatchLine(context);
  const [targets = '', text = ''] = params;
  const hasText = message.verb !== 'TAGMSG';
  const answers = message.verb !== 'NOTICE';
  // The same target twice is one target.
  const wanted = [...new Set(targets.split(',').filter((target) => target !== ''))];
  if (wanted.length === 0) {
    if (answers) reply.numeric(Numeric.ERR_NORECIPIENT, `To whom? ${message.verb} <room or nick>`);
  } else if (hasText && text === '') {
    if (answers) reply.numeric(Numeric.ERR_NOTEXTTOSEND, 'There is no text to send');
  } else {
    user.lastActive = Date.now();
    const clientTags = clientOnly(message.tags);
    const outgoing = { verb: message.verb, text, whole: text, make: (target: string) => eventFor(context, target, clientTags) };
    for (const target of wanted.slice(0, maxTargets)) send(context, target, outgoing);
    const [left] = wanted.slice(maxTargets);
    if (left !== undefined && answers) {
      reply.numeric(Numeric.ERR_TOOMANYTARGETS, left, `At most ${maxTargets} targets at once; this one and those behind it got nothing`);
    }
  }
}

/** Sends a message to a room, to those in a room who have a rank (`@#room`), or to a person. */
export function send(context: UserContext, target: string, outgoing: Outgoing): void {
  const { atLeast, name } = parseStatusTarget(target);
  if (name.startsWith('#')) toRoom(context, name, target.slice(0, -name.length), atLeast, outgoing);
  else toPerson(context, target, outgoing);
}

/** The tags that a client may send on to others. Source: https://ircv3.net/specs/extensions/message-tags#client-only-tags */
export function clientOnly(tags: Tags): Tags {
  if (tags.size === 0) return noTags;
  return new Map([...tags].filter(([key]) => key.startsWith('+')));
}

function eventFor({ server, message, params, user }: UserContext, target: string, clientTags: Tags): Event {
  const { verb } = message;
  server.flusher.traffic.messages++;
  const sequence = nextSequence();
  const parts = { source: user.source, from: user, verb, clientTags, sequence, id: messageId(sequence) };
  if (verb === 'TAGMSG') return new Event({ ...parts, params: [target], only: capabilityBits['message-tags'] });
  return new Event({ ...parts, params: [target, params[1] ?? ''] });
}

function toRoom(context: UserContext, name: string, prefix: string, atLeast: number, outgoing: Outgoing): void {
  const { server, user, reply } = context;
  const answers = outgoing.verb !== 'NOTICE';
  const room = server.rooms.findFor(user, name);
  if (room === undefined) {
    if (answers) reply.numeric(Numeric.ERR_NOSUCHCHANNEL, name, 'There is no such room');
    return;
  }
  const refusal = refusalOf(room, user, outgoing.text);
  if (refusal === undefined) {
    const message = outgoing.make(prefix + room.name);
    whenStored(context, outgoing, room.name, message, () => room.publish(message, user, atLeast));
  } else if (answers) {
    reply.numeric(Numeric.ERR_CANNOTSENDTOCHAN, room.name, refusal);
  }
}

function toPerson(context: UserContext, nick: string, outgoing: Outgoing): void {
  const { server, reply, user } = context;
  const service = server.services.find(nick);
  if (service !== undefined) {
    askService(context, service, outgoing);
    return;
  }
  const answers = outgoing.verb !== 'NOTICE';
  const target = server.names.find(nick)?.user;
  if (target === undefined) {
    if (answers) reply.numeric(Numeric.ERR_NOSUCHNICK, nick, 'There is nobody of this name');
  } else if (isRefusedBy(target, user)) {
    if (answers) reply.numeric(Numeric.ERR_NEEDREGGEDNICK, target.nick, accountsOnly);
  } else {
    const message = outgoing.make(target.nick);
    const isSent = whenStored(context, outgoing, target.nick, message, () => {
      const unconfirmed = server.history?.recorder.inPrivate(user, target, message);
      // Somebody who writes to themselves gets the message as well as its echo, and only the echo is the answer that bears
      // a label. Source: https://ircv3.net/specs/extensions/labeled-response#tags
      target.client.deliver(message);
      return unconfirmed;
    });
    if (isSent && target.away !== undefined && outgoing.verb === 'PRIVMSG') reply.numeric(Numeric.RPL_AWAY, target.nick, target.away);
  }
}

/** Publishes a message and answers with its echo, or with the reason why it could not be stored. @returns false where that is known by now */
function whenStored(context: UserContext, outgoing: Outgoing, target: string, message: Deliverable, publish: () => Unconfirmed | undefined): boolean {
  const refuse = (error: NotStoredError): void => refuseUnstored(context, outgoing, target, message, error);
  try {
    echoWhenStored(context, message, publish(), refuse);
    return true;
  } catch (error) {
    if (!(error instanceof NotStoredError)) throw error;
    refuse(error);
    return false;
  }
}

/** Programs without standard replies show a numeric in the room; a NOTICE they get no answer to. */
function refuseUnstored({ client, reply }: UserContext, { verb }: Outgoing, target: string, message: Deliverable, { message: why }: NotStoredError): void {
  const knowsFail = (client.capabilities & capabilityBits['standard-replies']) !== 0;
  const parent = message instanceof Event ? firstTag(message.parts.clientTags ?? noTags, replyTags) : undefined;
  if (knowsFail || (verb !== 'NOTICE' && !target.startsWith('#'))) reply.fail(verb, notStoredCode, target, ...(verb === 'TAGMSG' && parent !== undefined ? [parent] : []), why);
  else if (verb !== 'NOTICE') reply.numeric(Numeric.ERR_CANNOTSENDTOCHAN, target, why);
}
