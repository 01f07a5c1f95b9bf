import type english from '../../../assets/translations/en.json';

/** The forms of a plural stand under one key. Source: https://www.i18next.com/translation-function/plurals */
type WithoutPlural<Name extends string> = Name extends `${infer Start}_${'one' | 'other'}` ? Start : Name;

type Paths<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string ? WithoutPlural<Name> : `${Name}.${Paths<Tree[Name]>}`;
}[keyof Tree & string];

/** The key of a text of `assets/translations/en.json`, as `menu.quit`; a plural is named without its form. */
export type Key = Paths<typeof english>;
