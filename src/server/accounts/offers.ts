import { maxKeys, maxSubscriptions, maxValueLength } from '../metadata/metadata';
import type { Server } from '../server';
import { nickServ } from './nickserv/nickserv';
import { mechanismsFor } from './sasl/session';

/** Offers what this folder is for. */
export function offerAccounts({ offers, services }: Server): void {
  services.add(nickServ);
  offers.set('account-notify');
  offers.set('account-tag');
  offers.set('chghost');
  offers.set('draft/persistence');
  // The drafts before and after a change of names say the same limits in two ways.
  const limits = [`max-subs=${maxSubscriptions}`, `max-keys=${maxKeys}`, `max-value-bytes=${maxValueLength}`, `maxsub=${maxSubscriptions}`, `maxkey=${maxKeys}`];
  offers.set('draft/metadata-2', limits.join(','));
  offers.set('draft/account-registration', 'before-connect');
  // Source: https://ircv3.net/specs/extensions/sasl-3.2#mechanism-list-in-cap-ls
  offers.set('sasl', ({ connection }) => mechanismsFor(connection).join(','));
}
