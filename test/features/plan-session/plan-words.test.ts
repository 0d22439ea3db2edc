import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from '../../../src/chat/form.js';
import { local } from '../../../src/kernel/zoned.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { agreed, mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** What becomes of typed words in the form: Monday 23 November 2026, nine o'clock, London. */

let t: TestBot;
beforeEach(async () => {
  t = await startAfter(mayaAndLeoAgreed);
});
afterEach(async () => t.stop());

const filled = (): Record<string, string> => {
  const { values } = t.as('maya').form().answers;
  return Object.fromEntries(['date', 'time', 'minutes', 'title', 'which'].map((f) => [f, textOf(values, f)]));
};
const notice = (): string => JSON.stringify(t.as('maya').form().notice ?? '');
const labels = (): string[] =>
  [...JSON.stringify(t.as('maya').last).matchAll(/"label":"([^"]+)"/g)].map((m) => m[1] ?? '');
const understoodAs = (): string =>
  /Understood as ([^"]+)\."/.exec(JSON.stringify(t.as('maya').form().form.steps[0]?.items))?.[1] ?? '';
const sets = (user: string, more: object): Promise<void> =>
  t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const person = await rows.people.get(t.as(user).id);
    if (person !== undefined) await rows.people.save({ ...person, ...more });
  });

describe('plan', () => {
  test('two days are asked for, and neither stands in the form before', async () => {
    await t.as('maya').types('plan @leo next Thursday Phone calls');
    expect(labels()).toEqual(['Thu 26 Nov 2026', 'Thu 3 Dec 2026', 'Another time']);
    await t.as('maya').presses('plan.at', { arg: '2026-12-03' });
    expect(filled()).toMatchObject({ date: '2026-12-03', time: '', title: 'Phone calls' });
    // Named as each chat names somebody.
    expect(t.as('maya').form().form.steps[0]?.items[0]).toMatchObject({
      text: { parts: expect.arrayContaining([{ mention: t.as('leo').id }]) },
    });
  });

  test('a question can be left to the form', async () => {
    await t.as('maya').types('plan @leo tomorrow at 3');
    expect(labels()).toEqual(['Tue 24 Nov 2026, 15:00', 'Tue 24 Nov 2026, 03:00', 'Another time']);
    await t.as('maya').presses('plan.at', { arg: 'other' });
    expect(filled()).toMatchObject({ date: '', time: '' });
    await t.as('maya').presses('plan.at', { arg: '2026-99-99', subject: 'new:nothing' });
    expect(JSON.stringify(t.as('maya').last)).toContain('no longer open');
  });

  test('what is asked says what the other person’s clock shows, with the day where it is another', async () => {
    await sets('leo', { zone: 'Asia/Kolkata' });
    await t.as('maya').types('plan @leo tomorrow at 3');
    expect(labels().slice(0, 2)).toEqual([
      'Tue 24 Nov 2026, 15:00; 20:30 for them',
      'Tue 24 Nov 2026, 03:00; 08:30 for them',
    ]);
    // The same hour on another day is another time too.
    await sets('maya', { zone: 'Pacific/Apia' });
    await sets('leo', { zone: 'Pacific/Pago_Pago' });
    await t.as('maya').types('plan @leo 30 Nov at 3');
    expect(labels()[0]).toMatch(/^Mon 30 Nov 2026, 15:00; Sun 29 Nov 2026, 1\d:00 for them$/);
    await sets('maya', { zone: 'Europe/London' });
    await sets('leo', { zone: 'Europe/London' });
  });

  test('of an hour that comes twice the one that was chosen stays chosen', async () => {
    await t.clock.to('2027-10-25T11:00:00Z');
    await t.as('maya').types('plan @leo 31 Oct 01:30');
    expect(labels().slice(0, 2)).toEqual([
      'Sun 31 Oct 2027, 01:30 (BST, earlier)',
      'Sun 31 Oct 2027, 01:30 (GMT, later)',
    ]);
    await t.as('maya').presses('plan.at', { arg: String(Date.parse('2027-10-31T01:30Z')) });
    expect(filled()).toMatchObject({ date: '2027-10-31', time: '01:30', which: 'later' });
    expect(understoodAs()).toContain('01:30');
    expect(understoodAs()).toContain('GMT');
  });

  test('what was understood is shown by both clocks where they differ, also of one in a group', async () => {
    await sets('leo', { zone: 'Asia/Kolkata' });
    await t.as('maya').types('plan @leo tomorrow 3pm 45m Phone calls');
    expect(understoodAs()).toBe('Tue 24 Nov 2026, 15:00–15:45 (GMT); 20:30 for them');
    await sets('leo', { zone: 'Europe/London' });
    await sets('aisha', { zone: 'Asia/Tokyo' });
    await agreed(t, 'maya', 'aisha');
    await t.as('maya').types('plan @leo @aisha tomorrow 3pm 45m Phone calls');
    expect(understoodAs()).toBe('Tue 24 Nov 2026, 15:00–15:45 (GMT); Wed 25 Nov 2026, 00:00 for them');
  });

  test('a zone that does not exist fills nothing in, and is said in a sentence', async () => {
    await t.as('maya').types('plan @leo tomorrow 2pm Europe/Pariss');
    expect(filled()).toMatchObject({ date: '', time: '' });
    expect(notice()).toContain('I do not know that time zone. Say a city, like “3pm Paris time”, or set your own time');
  });

  test.each([
    ['plan @leo and @aisha tomorrow 3pm', ''],
    ['plan @leo & @aisha tomorrow 3pm Phone calls', 'Phone calls'],
    ['plan with @leo, @aisha tomorrow 3pm', ''],
    ['plan @leo at 3pm?', ''],
    ['plan Leo and Aisha tomorrow 3pm', ''],
  ])('what leads to a name is no title: %s', async (typed, title) => {
    await agreed(t, 'maya', 'aisha');
    await t.as('maya').types(typed);
    expect(filled()).toMatchObject({ time: '15:00', title });
  });

  test('what may be of another day fills nothing in, and says so', async () => {
    await t.as('maya').types('plan @leo Friday 2pm in January');
    expect(filled()).toMatchObject({ date: '', time: '' });
    expect(notice()).toContain('I was not sure which day or time that is. Set it here.');
    await t.as('maya').types('plan @leo every Friday 2pm from January');
    expect(filled()).toMatchObject({ date: '', time: '' });
  });

  test('04/12 is April to an American and December to the British', async () => {
    await t.as('maya').types('plan @leo 04/12 14:00');
    expect(filled().date).toBe('2026-12-04');
    await sets('maya', { locale: 'en-US' });
    await t.as('maya').types('plan @leo 04/12 14:00');
    expect(filled().date).toBe('2027-04-12');
    expect(understoodAs()).toContain('Mon Apr 12 2027');
  });
});

describe('reschedule', () => {
  beforeEach(async () => planned(t, 'maya', 'plan @leo Wednesday 3pm 45m Phone calls'));

  test('takes the time and the length', async () => {
    await t.as('maya').types('reschedule @leo Thursday 4pm for 30m');
    expect(filled()).toMatchObject({ date: '2026-11-26', time: '16:00', minutes: '30', title: 'Phone calls' });
  });
  test('a day alone keeps the time of day, and says so', async () => {
    await t.as('maya').types('reschedule @leo Friday');
    expect(filled()).toMatchObject({ date: '2026-11-27', time: '15:00' });
    expect(notice()).toContain('The time of day is as it was.');
  });
  test('asks where the words mean two things, and changes nothing before', async () => {
    await t.as('maya').types('reschedule @leo Thursday at 4');
    expect(labels()).toEqual(['Thu 26 Nov 2026, 16:00', 'Thu 26 Nov 2026, 04:00', 'Another time']);
    await t.as('maya').presses('plan.at', { arg: String(Date.parse('2026-11-26T16:00Z')) });
    expect(filled()).toMatchObject({ date: '2026-11-26', time: '16:00' });
    await t.as('maya').submits();
    expect(t.as('leo').sees().join('\n')).toContain('Was: Wed 25 Nov 2026, 15:00');
  });
  test('“by 15 mins” is a question, and never the length', async () => {
    await t.as('maya').types('reschedule @leo by 15 mins');
    expect(labels()).toEqual(['Wed 25 Nov 2026, 15:15', 'Wed 25 Nov 2026, 14:45', 'Another time']);
    await t.as('maya').presses('plan.at', { arg: String(Date.parse('2026-11-25T15:15Z')) });
    expect(filled()).toMatchObject({ date: '2026-11-25', time: '15:15', minutes: '45' });
  });
  test('its own weekday is the next one, without a question, and one submission moves it', async () => {
    await t.as('maya').types('reschedule @leo Wednesday');
    expect(filled()).toMatchObject({ date: '2026-12-02', time: '15:00' });
    await t.as('maya').submits();
    expect(t.as('leo').sees().join('\n')).toContain('When: Wed 2 Dec 2026, 15:00');
  });
  test('an hour alone is of the session’s own day; “later” counts from the session', async () => {
    await t.as('maya').types('reschedule @leo Friday 4 Dec 3pm');
    await t.as('maya').submits();
    for (const [words, date, time] of [
      ['4pm', '2026-12-04', '16:00'],
      ['an hour later', '2026-12-04', '16:00'],
      ['a week later', '2026-12-11', '15:00'],
      ['from Friday 3pm to 7 Dec 4pm', '2026-12-07', '16:00'],
    ] as const) {
      await t.as('maya').types(`reschedule @leo ${words}`);
      expect([words, filled().date, filled().time]).toEqual([words, date, time]);
    }
  });
  test('words without a time, and a time that is past, are answered in a sentence', async () => {
    await t.as('maya').types('reschedule @leo whenever');
    expect(notice()).toContain('I found no time in that.');
    await t.as('maya').types('reschedule @leo yesterday 3pm');
    expect(notice()).toContain('That time is past.');
  });
});

describe('a mentee who asked for the same slot each time', () => {
  test('is planned with then, unless another time is said; the form says who asked', async () => {
    await planned(t, 'maya', 'plan @leo Wednesday 3pm 45m Phone calls');
    await t.as('maya').types('plan @leo');
    expect(filled()).toMatchObject({ date: '', time: '' });
    const leo = t.as('leo');
    await leo.types('settings');
    await leo.presses('settings.change');
    leo.fills({ on: ['agenda', 'same-slot'] });
    await leo.submits();
    await leo.types('settings');
    expect(JSON.stringify(leo.last)).toContain('"label":"The same day and time each time","value":{"parts":["on"]}');

    await t.as('maya').types('plan @leo');
    expect(filled()).toMatchObject({ date: '2026-12-02', time: '15:00' });
    expect(JSON.stringify(t.as('maya').form())).toContain(
      'Leo Brandt asked for the same day and time each time: Wednesday, 15:00.',
    );
    await t.as('maya').types('plan @leo Friday');
    expect(filled()).toMatchObject({ date: '2026-11-27', time: '15:00' });
    expect(notice()).toContain('The time is the usual one.');
    await t.as('maya').types('plan @leo Friday 10am');
    expect(filled()).toMatchObject({ date: '2026-11-27', time: '10:00' });
    await t.as('maya').types('plan @leo at 3');
    await t.as('maya').presses('plan.at', { arg: 'other' });
    expect(filled()).toMatchObject({ date: '', time: '' });
  });

  test('keeps the hour on the wall when the clocks change', async () => {
    await t.clock.to('2027-03-22T09:00:00Z');
    await planned(t, 'maya', 'plan @leo Wednesday 3pm 45m Phone calls');
    await sets('leo', { manners: { sameSlot: true } });
    await t.as('maya').types('plan @leo');
    expect(filled()).toMatchObject({ date: '2027-03-31', time: '15:00' });
    expect(local(Date.parse('2027-03-31T14:00Z'), 'Europe/London').time).toBe('15:00');
  });
});
