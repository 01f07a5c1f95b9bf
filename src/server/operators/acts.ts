import type { UserContext } from '../commands/command';
import { Event } from '../delivery';
import type { Server } from '../server';

/** Tells the operators who asked for it (user mode `s`) what happens on the server. */
export function tellOperators(server: Server, text: string): void {
  if (server.users.operators === 0) return;
  for (const user of server.users) {
    if (user.operator === undefined || !user.modes.has('s')) continue;
    user.client.deliver(new Event({ source: server.name, verb: 'NOTICE', params: [user.nick, `*** ${text}`] }));
  }
}

/** Writes down what an operator has done, and tells the others. @param target whom or what it was done to */
export function recordAct({ server, user }: UserContext, action: string, target: string, detail: string): void {
  const who = `${user.operator ?? '?'} (${user.source})`;
  server.audit.write({ who, action, target, detail });
  server.log.info({ operator: user.operator, nick: user.nick, action, target, detail }, 'an operator acted');
  tellOperators(server, `${user.nick} (${user.operator ?? '?'}): ${action} ${target}${detail === '' ? '' : ` (${detail})`}`);
}
