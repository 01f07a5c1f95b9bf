import assert from 'node:assert/strict';
import { localeOf } from '../../../src/client/i18n/language';

const system = (environment: Record<string, string>, fallback = 'en-US'): string => localeOf('system', environment, fallback).tag;

describe('the language of the system', () => {
  it('is what LC_ALL says, then LC_MESSAGES, then LANG', () => {
    assert.equal(system({ LC_ALL: 'it_IT.UTF-8', LC_MESSAGES: 'en_GB.UTF-8', LANG: 'en_GB' }), 'it-IT');
    assert.equal(localeOf('system', { LC_MESSAGES: 'it_IT', LANG: 'en_US' }, 'en').language, 'it');
    assert.equal(system({ LC_ALL: '', LANG: 'it_CH.UTF-8' }), 'it-CH');
  });

  it('is the first of LANGUAGE that the window speaks', () => {
    assert.equal(localeOf('system', { LANGUAGE: 'fr:it:en', LANG: 'en_GB.UTF-8' }, 'en').language, 'it');
  });

  it('is English in the locale C, whatever LANGUAGE says', () => {
    assert.equal(system({ LANGUAGE: 'it', LC_ALL: 'C.UTF-8' }), 'en-GB');
    assert.equal(system({ LANG: 'POSIX' }), 'en-GB');
  });

  it('is that of the platform where no variable says any', () => {
    assert.equal(system({}, 'it-IT'), 'it-IT');
    assert.equal(system({}, 'en-US'), 'en-US');
  });

  it('is English where the window does not speak it, with the dates of the place', () => {
    assert.equal(system({ LANG: 'de_DE.UTF-8' }), 'en-DE');
    assert.equal(system({ LANG: 'ita_IT' }), 'en-IT');
  });

  it('is no reason to fail, however broken', () => {
    for (const LANG of ['it_', '_', '..', 'it_ITALY', '💬', 'en@euro', 'x'.repeat(10_000)]) assert.match(system({ LANG }), /^(?:en-GB|it-IT)$/);
  });
});

describe('a language that is chosen', () => {
  it('wins over the system', () => {
    assert.deepEqual(localeOf('it', { LANG: 'en_GB.UTF-8' }, 'en').language, 'it');
    assert.deepEqual(localeOf('en', { LANG: 'it_IT.UTF-8' }, 'it').language, 'en');
  });

  it('leaves dates to the place that LC_TIME names', () => {
    assert.equal(localeOf('en', { LANG: 'en_US.UTF-8', LC_TIME: 'en_DK.UTF-8' }, 'en').tag, 'en-DK');
  });
});
