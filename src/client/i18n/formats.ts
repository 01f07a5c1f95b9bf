// Dates, numbers and lists as people of the current language write them.
import { currentLocale, onLanguageChange, t } from './translate';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A formatter is dear to make and cheap to use: one for each language. */
function perLanguage<Formatter>(make: (locale: string) => Formatter): () => Formatter {
  let made: Formatter | undefined;
  onLanguageChange(() => (made = undefined));
  return () => (made ??= make(currentLocale()));
}

const timeFormat = perLanguage((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
const exactFormat = perLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }));
const dayFormat = perLanguage((locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }));
const dateFormat = perLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
const numberFormat = perLanguage((locale) => new Intl.NumberFormat(locale));
const relativeFormat = perLanguage((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const listFormat = perLanguage((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** A date that is none is nothing to read: what others send must not end in an error. */
function written(format: Intl.DateTimeFormat, date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : format.format(date);
}

/** Hour and minute, in twelve or twenty-four hours as the place has it. */
export function time(date: Date): string {
  return written(timeFormat(), date);
}

/** Day and second, for where the exact time is asked. */
export function exactTime(date: Date): string {
  return written(exactFormat(), date);
}

/** A day with its weekday: "Monday 23 November 2026". */
export function dayName(date: Date): string {
  return capital(written(dayFormat(), date));
}

/** As `dayName`; today and yesterday, seen from `now`, by these words. */
export function dayNear(date: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / day);
  if (days === 0) return t('date.today');
  return days === 1 ? t('date.yesterday') : dayName(date);
}

/** A day, short: "23 Nov 2026". */
export function shortDate(date: Date): string {
  return written(dateFormat(), date);
}

export function number(value: number): string {
  return numberFormat().format(value);
}

/** How long ago: "3 minutes ago", "yesterday"; after a month the date. */
export function ago(date: Date, now: Date): string {
  const passed = now.getTime() - date.getTime();
  const format = relativeFormat();
  if (Number.isNaN(passed)) return '';
  if (passed < minute) return format.format(0, 'second');
  if (passed < hour) return format.format(-Math.floor(passed / minute), 'minute');
  if (passed < day) return format.format(-Math.floor(passed / hour), 'hour');
  if (passed < 30 * day) return format.format(-Math.floor(passed / day), 'day');
  return shortDate(date);
}

/** Names as a sentence has them: "Anna, Bruno and Carla". */
export function list(names: readonly string[]): string {
  return listFormat().format(names);
}

/** At most `shown` names, the others as a number: "Anna and 3 others". */
export function namesAndOthers(names: readonly string[], shown: number): string {
  // "and 1 other" is not shorter than the name.
  if (names.length <= shown + 1) return list(names);
  return t('list.andOthers', { names: names.slice(0, shown).join(', '), count: names.length - shown });
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size of a file: "1.4 MB", in steps of 1000. @param bytes at least 0 */
export function fileSize(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(bytes) / 3));
  const unit = sizes[step] ?? 'byte';
  return new Intl.NumberFormat(currentLocale(), { style: 'unit', unit, maximumFractionDigits: step === 0 ? 0 : 1 }).format(bytes / 1000 ** step);
}

function startOfDay(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

/** Italian writes weekdays small; a heading begins with a capital. */
function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(currentLocale()) + text.slice(1);
}
