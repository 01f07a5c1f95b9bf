/** The languages that the window speaks. */
export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];

/** What a person can choose. */
export type LanguagePreference = Language | 'system';

/** A language and the place whose dates and numbers are written. */
export interface Locale {
  readonly language: Language;
  /** For `Intl`, as `it-IT`. Source: https://www.rfc-editor.org/rfc/rfc5646 */
  readonly tag: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where nobody says which place is meant. */
const usualRegion: Readonly<Record<Language, string>> = { en: 'GB', it: 'IT' };

/** What a language is called by those who speak it. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', it: 'Italiano' };

/**
 * The locale of a choice. The language of the system is the first of `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` and `LANG`
 * that is set and that the window speaks, English where it speaks none; dates follow the region of `LC_ALL`, `LC_TIME`
 * or `LANG`. Source: https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
 * @param fallback the locale where no variable says any, as on Windows and macOS
 */
export function localeOf(preference: LanguagePreference, environment: Environment, fallback: string): Locale {
  const language = preference === 'system' ? systemLanguage(environment, fallback) : preference;
  const region = regionOf(firstSet(environment, ['LC_ALL', 'LC_TIME', 'LANG']) ?? fallback) ?? usualRegion[language];
  return { language, tag: supported(`${language}-${region}`) ?? `${language}-${usualRegion[language]}` };
}

function systemLanguage(environment: Environment, fallback: string): Language {
  const locale = firstSet(environment, ['LC_ALL', 'LC_MESSAGES', 'LANG']);
  // gettext ignores LANGUAGE in the locale "C".
  const wished = locale !== undefined && isPlain(locale) ? [] : (environment.LANGUAGE ?? '').split(':');
  for (const name of [...wished, locale ?? fallback]) {
    const language = languages.find((one) => one === name.slice(0, 2).toLowerCase() && !/^[a-z]/i.test(name.slice(2)));
    if (language !== undefined) return language;
  }
  return 'en';
}

function firstSet(environment: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
}

function isPlain(locale: string): boolean {
  return /^(?:C|POSIX)(?:$|\.)/.test(locale);
}

/** The region of `it_IT.UTF-8`, `it-IT` or `zh_Hant_TW`. */
function regionOf(locale: string): string | undefined {
  return /^[a-z]{2,3}(?:[-_][a-z]{4})?[-_]([a-z]{2})(?![a-z])/i.exec(locale)?.[1]?.toUpperCase();
}

function supported(tag: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0];
  } catch {
    return undefined;
  }
}
