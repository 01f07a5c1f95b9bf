import assert from 'node:assert/strict';
import fc from 'fast-check';
import { currentLanguage, onLanguageChange, setLanguage, t } from '../../../src/client/i18n';

const italy = { LANG: 'it_IT.UTF-8' };

describe('a text of the window', () => {
  afterEach(() => setLanguage('en', { LANG: 'C' }));

  it('is in the language that is chosen, at once', () => {
    assert.equal(t('room.list'), 'Rooms');
    setLanguage('it', italy);
    assert.equal(t('room.list'), 'Stanze');
    setLanguage('system', { LANG: 'en_GB' });
    assert.equal(t('room.list'), 'Rooms');
  });

  it('has the form of the number', () => {
    assert.deepEqual([0, 1, 2].map((count) => t('member.count', { count })), ['0 people', '1 person', '2 people']);
    setLanguage('it', italy);
    assert.deepEqual([0, 1, 2, 1_000_000].map((count) => t('member.count', { count })), ['0 persone', '1 persona', '2 persone', '1000000 persone']);
  });

  it('takes its values as they are, also those that look like something else', () => {
    const tricky = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('{{room}}', '$t(menu.quit)', '$&', '$1', "$'", '<b>&amp;', '{{- x}}'));
    fc.assert(fc.property(tricky, (room) => t('composer.placeholder', { room }) === `Message ${room}`));
  });
});

describe('a change of the language', () => {
  afterEach(() => setLanguage('en', { LANG: 'C' }));

  it('is told once, to those who want to know', () => {
    const told: string[] = [];
    const end = onLanguageChange(() => told.push(currentLanguage()));
    setLanguage('it', italy);
    setLanguage('it', italy);
    end();
    setLanguage('en', { LANG: 'C' });
    assert.deepEqual(told, ['it']);
  });
});
