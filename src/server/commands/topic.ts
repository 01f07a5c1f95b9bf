import { Numeric } from '../../shared/numerics';
import { Event } from '../delivery';
import { maxTextLength } from '../isupport';
import type { Reply } from '../reply';
import type { Room } from '../room';
import { refusalOf } from '../speech';
import type { User } from '../user';
import { cutToBytes } from '../text';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#topic-message */
export const topic: Command = {
  usage: 'TOPIC <room> [:<topic>]',
  help: 'Shows or sets the topic of a room; an empty one takes it away.',
  parameters: 1,
  allowed: 'registered',
  run({ server, user, params: [name = '', text], reply }) {
    const room = server.rooms.findFor(user, name);
    if (room === undefined) { reply.numeric(Numeric.ERR_NOSUCHCHANNEL, name, 'There is no such room'); return; }
    const isMaster = room.isShared && user.operator !== undefined;
    if (!room.has(user) && !isMaster && text !== undefined) {
      reply.numeric(Numeric.ERR_NOTONCHANNEL, room.name, 'You are not in that room'); return;
    }
    if (text === undefined) { sendTopic(room, reply); return; }
    if (!maySetTopic(room, user)) { reply.numeric(Numeric.ERR_CHANOPRIVSNEEDED, room.name, 'Only operators of this room may set the topic'); return; }
    const cut = cutToBytes(text, maxTextLength);
    server.rooms.change(room, () => (room.topic = cut === '' ? undefined : { text: cut, by: user.source, at: new Date() }));
    const event = new Event({ source: user.source, from: user, verb: 'TOPIC', params: [room.name, cut] });
    room.publish(event, user);
    reply.event(event);
  },
};

/** Operators and half-operators may; where the room is not `+t`, so may everybody who may speak. */
function maySetTopic(room: Room, user: User): boolean {
  return room.isModerator(user) || (!room.flags.has('t') && refusalOf(room, user, '') === undefined);
}

/** Sends a room's topic and who set it. */
export function sendTopic(room: Room, reply: Reply): void {
  if (room.topic === undefined) return reply.numeric(Numeric.RPL_NOTOPIC, room.name, 'No topic is set');
  const { text, by, at } = room.topic;
  reply.numeric(Numeric.RPL_TOPIC, room.name, text);
  reply.numeric(Numeric.RPL_TOPICWHOTIME, room.name, by, String(Math.floor(at.getTime() / 1000)));
}
