import { list, t } from '../i18n';

/** So many are named; where more write, their names say nothing. */
const named = 3;

/** Who is typing, as a sentence; '' where nobody is. */
export function typingText(nicks: readonly string[]): string {
  if (nicks.length === 0) return '';
  return nicks.length > named ? t('typing.many') : t('typing.names', { count: nicks.length, names: list(nicks) });
}
