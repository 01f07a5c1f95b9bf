import type { TextTheme } from '../../../src/client/text/theme';

/** As Qt's own palettes have it. */
export const light: TextTheme = {
  dark: false, base: '#ffffff', text: '#000000', dim: '#6b6b6b', link: '#0000ff', mention: '#fdecc4', warning: '#b8481a',
};
export const dark: TextTheme = {
  dark: true, base: '#1b1e20', text: '#fcfcfc', dim: '#a0a3a5', link: '#6cb2ec', mention: '#4b421a', warning: '#e0723f',
};
