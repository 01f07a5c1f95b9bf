import type { Happening, Note } from './timeline';

/** How much weight a line about it has. */
export function happeningTone(happening: Happening): Note['tone'] {
  if (happening.what === 'kicked') return happening.own ? 'warning' : 'plain';
  return happening.what === 'topic' || happening.what === 'moderated' ? 'plain' : 'quiet';
}
