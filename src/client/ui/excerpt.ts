import type { Message } from '../core/events';
import { t } from '../i18n';
import { excerpt as beginning } from '../text/plain';

const longest = 120;

/** The beginning of a message on one line. */
export function excerpt({ formatted, deleted }: Pick<Message, 'formatted' | 'deleted'>): string {
  return deleted === undefined ? beginning(formatted, longest) : t('timeline.deleted');
}
