import { Numeric } from '../../shared/numerics';
import { isKey, maxKeys, maxSubscriptions, maxValueLength, type Target } from '../metadata/metadata';
import { sendPresent, synchronize } from '../metadata/synchronize';
import { heldBy } from '../speech';
import { joinWords } from '../text';
import type { Command, UserContext } from './command';

/** Bytes of keys in one line of a list. */
const maxListLength = 300;

type Subcommand = (context: UserContext, name: string, target: Target, words: readonly string[]) => void;

const onTargets: ReadonlyMap<string, Subcommand> = new Map([
  ['GET', get],
  ['LIST', list],
  ['SET', set],
  ['CLEAR', clear],
  ['SYNC', ({ client, reply }, _name, target) => synchronize(client, target, reply)],
]);

const onSubscriptions: ReadonlyMap<string, (context: UserContext, words: readonly string[]) => void> = new Map([
  ['SUB', subscribe],
  ['UNSUB', unsubscribe],
  ['SUBS', showSubscriptions],
]);

/** Source: https://ircv3.net/specs/extensions/metadata#metadata-client-command */
export const metadata: Command = {
  usage: 'METADATA <nick, room or *> GET|LIST|SET|CLEAR|SYNC|SUB|UNSUB|SUBS [<words>]',
  help: 'Reads, sets or follows what people tell of themselves and of their rooms.',
  parameters: 2,
  allowed: 'registered',
  run(context) {
    const { params: [name = '', given = '', ...words], reply } = context;
    const subcommand = given.toUpperCase();
    const about = onTargets.get(subcommand);
    const target = findTarget(context, name);
    if (about === undefined) {
      const own = onSubscriptions.get(subcommand);
      if (own === undefined) reply.fail('METADATA', 'INVALID_SUBCOMMAND', given, 'There is no such subcommand: GET, LIST, SET, CLEAR, SYNC, SUB, UNSUB, SUBS');
      else own(context, words);
    } else if (target === undefined) {
      reply.fail('METADATA', 'INVALID_TARGET', name, 'There is nobody and no room of this name');
    } else {
      about(context, name, target, words);
    }
  },
};

function findTarget({ server, user }: UserContext, name: string): Target | undefined {
  if (name === '*') return { kind: 'user', user };
  const room = server.rooms.findFor(user, name);
  if (room !== undefined) return { kind: 'room', room };
  const found = server.names.find(name)?.user;
  return found === undefined ? undefined : { kind: 'user', user: found };
}

/** One's own values, those of rooms that one is an operator of; an operator of the server changes all. */
function mayChange({ user }: UserContext, target: Target): boolean {
  if (user.operator !== undefined) return true;
  return target.kind === 'user' ? target.user === user : target.room.isOperator(user);
}

const sendValue = ({ reply }: UserContext, name: string, key: string, value: string): void => reply.numeric(Numeric.RPL_KEYVALUE, name, key, '*', value);

const refuseKey = ({ reply }: UserContext, key: string): void => reply.fail('METADATA', 'KEY_INVALID', key, 'A key has letters, digits and _ . : -');

function get(context: UserContext, name: string, target: Target, keys: readonly string[]): void {
  const values = context.server.metadata.of(target);
  context.reply.batch('metadata', [], () => {
    for (const given of keys) {
      const value = values.get(given.toLowerCase());
      if (!isKey(given)) refuseKey(context, given);
      else if (value === undefined) context.reply.numeric(Numeric.ERR_NOMATCHINGKEY, name, given, 'There is no such key');
      else sendValue(context, name, given.toLowerCase(), value);
    }
  });
}

function list(context: UserContext, name: string, target: Target): void {
  context.reply.batch('metadata', [], () => {
    for (const [key, value] of context.server.metadata.of(target)) sendValue(context, name, key, value);
  });
}

function set(context: UserContext, name: string, target: Target, [given = '', value = '']: readonly string[]): void {
  const { server, client, user, reply } = context;
  const key = given.toLowerCase();
  const person = user.account ?? client.host;
  const held = heldBy(user);
  if (!isKey(given)) {
    refuseKey(context, given);
  } else if (!mayChange(context, target)) {
    reply.fail('METADATA', 'KEY_NO_PERMISSION', name, key, 'You may not change this');
  } else if (value !== '' && target.kind === 'user' && held !== undefined) {
    reply.fail('METADATA', 'KEY_NO_PERMISSION', name, key, `${held.words}: leave it to change this`);
  } else if (server.metadata.changes.isFull(person)) {
    const seconds = String(server.metadata.changes.secondsUntilRoom(person));
    reply.fail('METADATA', 'RATE_LIMITED', name, key, seconds, value, `Too many changes; try again in ${seconds} seconds`);
  } else if (Buffer.byteLength(value) > maxValueLength) {
    reply.fail('METADATA', 'VALUE_INVALID', key, `This value is too long: at most ${maxValueLength} bytes`);
  } else if (value === '' && !server.metadata.of(target).has(key)) {
    reply.numeric(Numeric.ERR_KEYNOTSET, name, key, 'This key is not set');
  } else if (value === '') {
    server.metadata.remove(target, [key], user);
    server.metadata.changes.add(person);
    reply.numeric(Numeric.RPL_KEYVALUE, name, key, '*');
  } else if (!server.metadata.set(target, key, value, user)) {
    reply.fail('METADATA', 'LIMIT_REACHED', name, `There are ${maxKeys} keys, which is the most; remove one first`);
  } else {
    server.metadata.changes.add(person);
    sendValue(context, name, key, value);
  }
}

function clear(context: UserContext, name: string, target: Target): void {
  const { server, user, reply } = context;
  if (!mayChange(context, target)) {
    reply.fail('METADATA', 'KEY_NO_PERMISSION', name, '*', 'You may not change this');
    return;
  }
  const keys = [...server.metadata.of(target).keys()];
  if (keys.length > 0) server.metadata.remove(target, keys, user);
  reply.batch('metadata', [], () => {
    for (const key of keys) reply.numeric(Numeric.RPL_KEYVALUE, name, key, '*');
  });
}

/** Source: https://ircv3.net/specs/extensions/metadata#metadata-sub */
function subscribe(context: UserContext, keys: readonly string[]): void {
  const { server, client, user, reply } = context;
  const subscriptions = server.metadata.subscriptionsOf(client);
  const accepted: string[] = [];
  for (const given of keys) {
    if (!isKey(given)) {
      refuseKey(context, given);
    } else if (subscriptions.size >= maxSubscriptions) {
      reply.fail('METADATA', 'TOO_MANY_SUBS', given, `You follow ${maxSubscriptions} keys, which is the most`);
      break;
    } else {
      subscriptions.add(given.toLowerCase());
      accepted.push(given.toLowerCase());
    }
  }
  for (const line of joinWords(accepted, maxListLength)) reply.numeric(Numeric.RPL_METADATASUBOK, line);
  if (accepted.length > 0) sendPresent(client, user, new Set(accepted), reply);
}

function unsubscribe(context: UserContext, keys: readonly string[]): void {
  const { server, client, reply } = context;
  const subscriptions = server.metadata.subscriptionsOf(client);
  const valid = keys.filter(isKey).map((key) => key.toLowerCase());
  for (const key of keys) if (!isKey(key)) refuseKey(context, key);
  for (const key of valid) subscriptions.delete(key);
  for (const line of joinWords(valid, maxListLength)) reply.numeric(Numeric.RPL_METADATAUNSUBOK, line);
}

function showSubscriptions({ server, client, reply }: UserContext): void {
  for (const line of joinWords(server.metadata.subscriptionsOf(client), maxListLength)) reply.numeric(Numeric.RPL_METADATASUBS, line);
}
