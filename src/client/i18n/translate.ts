// The words of the window in the person's language. A program has one language at a time: this module holds it.
import i18next from 'i18next';
import english from '../../../assets/translations/en.json';
import italian from '../../../assets/translations/it.json';
import type { Key } from './keys';
import { languages, localeOf, type Language, type LanguagePreference, type Locale } from './language';

/** What a text is filled with; `count` also chooses the form of a plural. */
export type Values = Readonly<Record<string, string | number>>;

let locale: Locale = { language: 'en', tag: 'en-GB' };
const listeners = new Set<() => void>();

const translations = i18next.createInstance();
void translations.init({
  resources: { en: { translation: english }, it: { translation: withAllPlurals(italian) } },
  lng: 'en',
  fallbackLng: 'en',
  supportedLngs: languages,
  // All words are in the bundle: nothing has to be waited for.
  initAsync: false,
  // What is not Qt's rich text needs no escapes; what is, is escaped where it is made.
  interpolation: { escapeValue: false },
  showSupportNotice: false,
});

/** Gives the forms for other numbers to millions too: CLDR has a third form there, which no text of ours needs. */
function withAllPlurals<Texts extends object>(texts: Texts): Texts {
  const entries = Object.entries(texts).flatMap(([name, value]: [string, unknown]): [string, unknown][] => {
    if (typeof value === 'object' && value !== null) return [[name, withAllPlurals(value)]];
    return name.endsWith('_other') ? [[name, value], [name.replace(/_other$/, '_many'), value]] : [[name, value]];
  });
  return Object.fromEntries(entries) as Texts;
}

/**
 * Chooses the language; to be called before the window is made, and again whenever the setting changes. Everything that
 * is asked afterwards is in the new language, and `onLanguageChange` is told where that is another one.
 */
export function setLanguage(preference: LanguagePreference, environment: Readonly<NodeJS.ProcessEnv> = process.env): void {
  const before = locale;
  locale = localeOf(preference, environment, platformLocale());
  if (locale.language === before.language && locale.tag === before.tag) return;
  void translations.changeLanguage(locale.language);
  fixed.clear();
  for (const listener of listeners) listener();
}

/** Where variables say the locale, none of them means the locale "C"; other platforms have settings of their own, which `Intl` knows. */
function platformLocale(): string {
  return process.platform === 'win32' || process.platform === 'darwin' ? new Intl.DateTimeFormat().resolvedOptions().locale : 'C';
}

/** Calls back after each change of the language. @returns ends it */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function currentLanguage(): Language {
  return locale.language;
}

/** The tag that `Intl` takes, as `it-IT`. */
export function currentLocale(): string {
  return locale.tag;
}

/** Texts without values in the current language: they are asked for again and again. */
const fixed = new Map<Key, string>();
const none: Values = {};

/** The text of a key, plain: it is no markup, and its values are put in as they are. */
export function t(key: Key, values: Values = none): string {
  if (values !== none) return translations.t(key, values);
  const known = fixed.get(key);
  if (known !== undefined) return known;
  const text = translations.t(key);
  fixed.set(key, text);
  return text;
}
