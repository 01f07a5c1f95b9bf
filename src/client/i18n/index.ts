export * from './formats';
export type { Key } from './keys';
export { languageNames, languages, type Language, type LanguagePreference } from './language';
export * from './translate';
