import type { Happening, Note } from '../core/timeline';
import { namesAndOthers, t, type Key } from '../i18n';

/** What a line that nobody wrote says: in the language of the window as it is now, where it is known what happened. */
export function eventText({ happening, text }: Note): string {
  return happening === undefined ? text : happeningText(happening);
}

export function happeningText(happening: Happening): string {
  switch (happening.what) {
    case 'joined': return t('event.joined', happening);
    case 'you-joined': return t(happening.again ? 'event.youJoinedAgain' : 'event.youJoined', { room: happening.room });
    case 'left': return because(t('event.left', { nick: happening.nick }), happening.reason);
    case 'renamed': return t(happening.own ? 'event.renamedYou' : 'event.renamed', { from: happening.from, to: happening.to });
    case 'kicked': return because(kickText(happening), happening.reason);
    case 'topic': return t(happening.topic === '' ? 'event.topicCleared' : 'event.topic', { by: happening.by, topic: happening.topic });
    case 'rank': return t(happening.given ? 'event.rankGiven' : 'event.rankTaken', { by: happening.by, nick: happening.nick, rank: rankText(happening.rank) });
    case 'moderated': return t(happening.on ? 'event.moderatedOn' : 'event.moderatedOff', { by: happening.by });
  }
}

function kickText({ by, nick, room, own }: Extract<Happening, { what: 'kicked' }>): string {
  return own ? t('event.kickedYou', { by, room }) : t('event.kicked', { by, nick });
}

/** Modes that give a rank, and what the rank is called. Source: https://modern.ircdocs.horse/#channel-membership-prefixes */
const ranks: Readonly<Record<string, Key>> = {
  q: 'rank.owner', a: 'rank.administrator', o: 'rank.operator', h: 'rank.halfOperator', v: 'rank.voice',
};

function rankText(letter: string): string {
  return t(ranks[letter] ?? 'rank.other', { letter });
}

/** A text and the reason that was given for it, if any. */
export function because(text: string, why: string): string {
  return why.trim() === '' ? text : t('event.becauseOf', { text, why });
}

/** Whether it is one of the comings and goings that a busy room has many of. */
export function isComingOrGoing({ happening }: Note): boolean {
  return happening?.what === 'joined' || happening?.what === 'left';
}

/** So many names are told before "and 3 others". */
const namesTold = 3;

/** Comings and goings as one sentence: "Anna and 3 others joined, Bruno left". */
export function condensed(notes: readonly Note[]): string {
  const groups = groupPeople(notes);
  return groups.map(([key, names]) => t(key, { names: namesAndOthers(names, namesTold), count: names.length })).join(', ');
}

/** All who came and went, for those who want to know: the names that `condensed` leaves out too. */
export function condensedInFull(notes: readonly Note[]): string {
  return groupPeople(notes).map(([key, names]) => t(key, { names: names.join(', '), count: names.length })).join('\n');
}

type GroupKey = 'timeline.joined' | 'timeline.left' | 'timeline.passedThrough' | 'timeline.rejoined';

function groupPeople(notes: readonly Note[]): (readonly [GroupKey, readonly string[]])[] {
  const people = new Map<string, { readonly nick: string; readonly first: 'joined' | 'left'; last: 'joined' | 'left' }>();
  for (const { happening } of notes) {
    if (happening?.what !== 'joined' && happening?.what !== 'left') continue;
    const key = happening.nick.toLowerCase();
    const known = people.get(key);
    if (known === undefined) people.set(key, { nick: happening.nick, first: happening.what, last: happening.what });
    else known.last = happening.what;
  }
  const groups: Record<GroupKey, string[]> = { 'timeline.joined': [], 'timeline.rejoined': [], 'timeline.passedThrough': [], 'timeline.left': [] };
  for (const { nick, first, last } of people.values()) {
    const same = first === last;
    if (last === 'joined') groups[same ? 'timeline.joined' : 'timeline.rejoined'].push(nick);
    else groups[same ? 'timeline.left' : 'timeline.passedThrough'].push(nick);
  }
  return (Object.entries(groups) as [GroupKey, string[]][]).filter(([, names]) => names.length > 0);
}
