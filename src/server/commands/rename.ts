import { foldUnicode } from '../../shared/casemap';
import { Numeric } from '../../shared/numerics';
import { capabilityBits } from '../capabilities';
import { Event } from '../delivery';
import { Reply } from '../reply';
import type { Room } from '../room';
import { isRoomName } from '../rooms';
import { reasonIn } from '../speech';
import type { User } from '../user';
import type { Command, UserContext } from './command';
import { describeRoom, joinEvent } from './join';

/** Source: https://ircv3.net/specs/extensions/channel-rename */
export const rename: Command = {
  usage: 'RENAME <room> <new name> [:<reason>]',
  help: 'Gives a room another name; for its operators. Everybody stays in it, and so do its modes and its topic.',
  parameters: 2,
  allowed: 'registered',
  run(context) {
    const { server, user, params: [old = '', name = '', reason = ''], reply } = context;
    const room = server.rooms.findFor(user, old);
    if (room === undefined) { reply.numeric(Numeric.ERR_NOSUCHCHANNEL, old, 'There is no such room'); return; }
    if (!room.has(user)) { reply.numeric(Numeric.ERR_NOTONCHANNEL, room.name, 'You are not in that room'); return; }
    if (!room.isOperator(user)) { reply.numeric(Numeric.ERR_CHANOPRIVSNEEDED, room.name, 'You are not an operator of this room'); return; }
    if (room.isShared) { reply.fail('RENAME', 'CANNOT_RENAME', room.name, name, 'The shared room has its name from the settings of the server'); return; }
    const holder = server.rooms.find(name);
    // The name of a secret room is refused as one that nobody can have, which tells the least.
    if (!isRoomName(name) || holder?.isVisibleTo(user) === false) {
      reply.fail('RENAME', 'CANNOT_RENAME', room.name, name, 'A room cannot have this name: it starts with #, has no spaces or commas, and is none that is set aside'); return;
    }
    if (holder !== undefined && holder !== room) {
      reply.fail('RENAME', 'CHANNEL_NAME_IN_USE', room.name, name, 'There is a room of this name already'); return;
    }
    if (name.normalize('NFC') !== room.name) renameRoom(context, room, name, reasonIn(room, user, reason)[0] ?? '');
  },
};

function renameRoom({ server, client, user, reply }: UserContext, room: Room, name: string, reason: string): void {
  const old = room.name;
  // What was said and what was read go on under the new name.
  server.database.store(() => {
    server.history?.rename(room, name.normalize('NFC'));
    server.rooms.rename(room, name);
    server.markers.rename(old, room);
  });
  const event = new Event({ source: user.source, from: user, verb: 'RENAME', params: [old, room.name, reason], only: capabilityBits['draft/channel-rename'] });
  // Those who cannot be told are shown a new room, unless only the case has changed.
  const isNew = foldUnicode(old) !== foldUnicode(room.name);
  const toDescribe: User[] = [];
  for (const member of room.members) {
    const knows = event.encodedFor(member.client.capabilities) !== undefined;
    if (member === user) {
      if (knows) {
        reply.event(event);
      } else if (isNew) {
        showAsNew(room, old, reason, member, reply);
        describeRoom(room, member, reply);
      }
    } else if (knows) {
      member.client.deliver(event);
    } else if (isNew) {
      const words = new Reply(member.client, undefined);
      showAsNew(room, old, reason, member, words);
      words.end();
      toDescribe.push(member);
    }
  }
  // Not as a part of the reply: whoever renamed it is to see the new name before anything that is said under it.
  const described = client.connection.takeTurns(describeTo(toDescribe, room), true);
  described?.catch((error: unknown) => server.faults.note('command', error, { verb: 'RENAME' }));
}

/** Who is in the room, and the rest: for each member a list of all, so that a large room takes its time. */
function* describeTo(members: readonly User[], room: Room): Generator<undefined> {
  const { name } = room;
  for (const member of members) {
    // Under yet another name they are told again; whoever has left is not.
    if (room.name !== name) return;
    if (room.has(member)) {
      const words = new Reply(member.client, undefined);
      describeRoom(room, member, words);
      words.end();
    }
    yield;
  }
}

/** The fallback: the old room is left and the new one joined. Source: https://ircv3.net/specs/extensions/channel-rename#fallback */
function showAsNew(room: Room, old: string, reason: string, member: User, reply: Reply): void {
  reply.event(new Event({ source: member.source, from: member, verb: 'PART', params: reason === '' ? [old] : [old, reason] }));
  reply.event(joinEvent(room, member));
}
