import { foldUnicode } from '../../shared/casemap';
import type { Account } from '../accounts/account';
import { modeEvents, type Change } from '../commands/mode-changes';
import { listModes } from '../mask-list';
import type { Room } from '../room';
import type { Server } from '../server';

/**
 * Takes out of the rooms what an account had there, so that nobody inherits it whose account has the same name later.
 * @returns tells the rooms
 */
export function forgetAccount({ name: server, rooms, database }: Server, account: Account): () => void {
  for (const room of rooms.ownedBy(account.name)) rooms.disown(room);
  const told: (() => void)[] = [];
  for (const room of rooms.all) {
    const undo = room.remember();
    const isTrusted = room.ownership?.trusted.delete(account.key) === true;
    const changes = forgetMasks(room, account.key);
    if (!isTrusted && changes.length === 0) continue;
    // One that is not kept is as it was, too, where the account is not deleted after all.
    database.ifLost(undo);
    rooms.keep(room, undo);
    told.push(() => modeEvents(room, server, changes).forEach((event) => room.publish(event)));
  }
  return () => told.forEach((tell) => tell());
}

/** A mask with wildcards is meant for whoever fits it, and stays. */
function forgetMasks(room: Room, key: string): Change[] {
  const changes: Change[] = [];
  for (const letter of listModes) {
    const list = room.lists[letter];
    const its = [...list].filter(({ mask }) => [`$a:${key}`, `$m:$a:${key}`].includes(foldUnicode(mask)));
    for (const { mask } of its) {
      list.remove(mask);
      changes.push({ sign: '-', letter, parameter: mask });
    }
  }
  return changes;
}
