import { Event } from '../delivery';
import type { Server } from '../server';

/**
 * Takes the rights from those who became operators by settings that are no longer there: the name is gone, or has
 * another password.
 * @param former entries of the setting `operators`
 */
export function dismissOperators(server: Server, former: readonly string[]): void {
  const names = new Set(former.map((entry) => entry.slice(0, entry.indexOf(':'))));
  for (const user of server.users) {
    if (user.operator === undefined || !names.has(user.operator)) continue;
    user.operator = undefined;
    const letters = (['o', 's'] as const).filter((mode) => server.users.setMode(user, mode, false));
    user.client.deliver(new Event({ source: server.name, verb: 'MODE', params: [user.nick, `-${letters.join('')}`] }));
  }
}
