import { Event } from '../delivery';
import type { Command } from './command';

/** Entries shown without a number, and at most. */
const usual = 20;
const most = 200;

/** What operators did with their rights. Source: https://modern.ircdocs.horse/#oper-message */
export const audit: Command = {
  usage: 'AUDIT [<number>]',
  help: 'Lists what operators of the server did, the latest first.',
  parameters: 0,
  allowed: 'operator',
  run({ server, user, params: [given = ''], reply }) {
    const count = /^\d{1,6}$/.test(given) ? Math.min(Number(given), most) : usual;
    const say = (text: string): void => reply.event(new Event({ source: server.name, verb: 'NOTICE', params: [user.nick, text] }));
    for (const { at, who, action, target, detail } of server.audit.latest(count)) {
      say(`${at.toISOString()} ${who}: ${action} ${target}${detail === '' ? '' : ` (${detail})`}`);
    }
    say('End of the audit log');
  },
};
