import { foldUnicode } from '../../shared/casemap';
import { persistenceSettings } from '../accounts/account';
import { capabilityBits } from '../capabilities';
import type { Client } from '../client';
import { Event } from '../delivery';
import type { Reply } from '../reply';
import type { Server } from '../server';
import type { Command, UserContext } from './command';

/** Whether people stay when their connection is lost. Source: https://ircv3.net/specs/extensions/persistence (pull request 503) */
export const persistence: Command = {
  usage: 'PERSISTENCE GET | SET ON|OFF|DEFAULT',
  help: 'Says or sets whether you keep your name and your rooms while your connection is lost; you need an account for that.',
  parameters: 1,
  allowed: 'registered',
  run(context) {
    const { client, params: [subcommand = '', value = ''], reply } = context;
    switch (subcommand.toUpperCase()) {
      case 'GET':
        if (hasAccount(context)) sendPersistence(client, reply);
        break;
      case 'SET':
        if (hasAccount(context)) set(context, value.toUpperCase());
        break;
      default:
        reply.fail('PERSISTENCE', 'INVALID_PARAMETERS', 'There is no such subcommand: GET, SET');
    }
  },
};

function hasAccount({ client, reply }: UserContext): boolean {
  if (client.account !== undefined) return true;
  reply.fail('PERSISTENCE', 'ACCOUNT_REQUIRED', 'An account is required');
  return false;
}

function set({ server, client, reply }: UserContext, value: string): void {
  const setting = persistenceSettings.find((known) => known === value);
  const account = server.accounts.find(client.account ?? '');
  if (setting === undefined || account === undefined) {
    reply.fail('PERSISTENCE', 'INVALID_PARAMETERS', 'Give ON, OFF or DEFAULT');
    return;
  }
  server.accounts.store.setPersistence(account, setting);
  if (setting !== 'ON') server.presences.end(account.key, 'Waits no longer');
  client.user?.noteChange();
  sendPersistence(client, reply);
  tellOthers(server, client, account.key);
}

/** What the account of a client has set, and what holds: nobody stays who did not ask for it. */
function statusOf({ server, account }: Client): [setting: string, effective: string] {
  const setting = (account === undefined ? undefined : server.accounts.find(account)?.persistence) ?? 'DEFAULT';
  return [setting, setting === 'ON' ? 'ON' : 'OFF'];
}

/** Sends `PERSISTENCE STATUS`. */
export function sendPersistence(client: Client, reply: Reply): void {
  reply.message('PERSISTENCE', 'STATUS', ...statusOf(client));
}

/** As {@link sendPersistence}, to somebody who registers: where they have an account and asked for it. */
export function sendPersistenceOnJoin(client: Client, reply: Reply): void {
  const isWanted = (client.capabilities & capabilityBits['draft/persistence']) !== 0;
  if (isWanted && client.account !== undefined) sendPersistence(client, reply);
}

function tellOthers(server: Server, client: Client, key: string): void {
  for (const other of server.users) {
    if (other.client === client || other.account === undefined || foldUnicode(other.account) !== key) continue;
    const event = new Event({ source: server.name, verb: 'PERSISTENCE', params: ['STATUS', ...statusOf(client)], only: capabilityBits['draft/persistence'] });
    other.client.deliver(event);
  }
}
