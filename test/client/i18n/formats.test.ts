import assert from 'node:assert/strict';
import { ago, dayName, dayNear, exactTime, fileSize, list, namesAndOthers, number, setLanguage, shortDate, time } from '../../../src/client/i18n';

const afternoon = new Date(2026, 10, 23, 15, 4, 5);
const before = (ms: number): Date => new Date(afternoon.getTime() - ms);
const minutes = 60_000;
const hours = 60 * minutes;

function inItalian<Result>(run: () => Result): Result {
  setLanguage('it', { LANG: 'it_IT.UTF-8' });
  return run();
}

describe('dates and numbers', () => {
  beforeEach(() => setLanguage('en', { LANG: 'C' }));
  after(() => setLanguage('en', { LANG: 'C' }));

  it('have the hours of the place', () => {
    assert.equal(time(afternoon), '15:04');
    setLanguage('en', { LANG: 'en_US.UTF-8' });
    assert.match(time(afternoon), /^3:04\sPM$/);
  });

  it('name the day, today and yesterday', () => {
    assert.match(dayName(afternoon), /^Monday,? 23 November 2026$/);
    assert.equal(dayNear(before(15 * hours), afternoon), 'Today');
    assert.equal(dayNear(before(16 * hours), afternoon), 'Yesterday');
    assert.match(dayNear(before(48 * hours), afternoon), /21 November/);
    assert.equal(inItalian(() => dayName(afternoon)), 'Lunedì 23 novembre 2026');
  });

  it('tell today from yesterday on the days that are shorter or longer', () => {
    for (const [month, day] of [[2, 29], [2, 30], [9, 25], [9, 26]] as const) {
      assert.equal(dayNear(new Date(2026, month, day - 1, 23, 59), new Date(2026, month, day, 0, 1)), 'Yesterday');
    }
  });

  it('tell how long ago something was', () => {
    assert.deepEqual([0, 59_000, 5 * minutes, 3 * hours, 26 * hours, 72 * hours].map((passed) => ago(before(passed), afternoon)),
      ['now', 'now', '5 minutes ago', '3 hours ago', 'yesterday', '3 days ago']);
    assert.equal(ago(before(40 * 24 * hours), afternoon), shortDate(before(40 * 24 * hours)));
    assert.equal(inItalian(() => ago(before(2 * minutes), afternoon)), '2 minuti fa');
  });

  it('are nothing where a date is none', () => {
    const none = new Date(Number.NaN);
    for (const text of [time(none), dayName(none), shortDate(none), exactTime(none), ago(none, afternoon), dayNear(none, afternoon)]) assert.equal(text, '');
  });

  it('group the digits as the language does', () => {
    assert.equal(number(1234567), '1,234,567');
    assert.equal(inItalian(() => number(1234567)), '1.234.567');
  });

  it('give sizes of files in units that people know', () => {
    assert.deepEqual([0, 999, 1500, 2_000_000, 5e15].map(fileSize), ['0 byte', '999 byte', '1.5 kB', '2 MB', '5,000,000 GB']);
  });
});

describe('a list of names', () => {
  beforeEach(() => setLanguage('en', { LANG: 'C' }));
  after(() => setLanguage('en', { LANG: 'C' }));

  it('reads as a sentence', () => {
    assert.equal(list(['Anna', 'Bruno', 'Carla']), 'Anna, Bruno and Carla');
    assert.equal(inItalian(() => list(['Anna', 'Bruno'])), 'Anna e Bruno');
  });

  it('is cut where it is long, never for one name', () => {
    assert.equal(namesAndOthers(['Anna', 'Bruno'], 1), 'Anna and Bruno');
    assert.equal(namesAndOthers(['Anna', 'Bruno', 'Carla', 'Dario'], 1), 'Anna and 3 others');
    assert.equal(inItalian(() => namesAndOthers(['Anna', 'Bruno', 'Carla', 'Dario'], 2)), 'Anna, Bruno e altre 2 persone');
  });
});
