import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { understandPlanWords } from '../../src/commands/when.js';

/** A date in any form that people write, with its parts in any order, is never another day. */

const zone = 'Europe/London';
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const shortDays = ['Mon', 'Tues', 'Weds', 'Thurs', 'Fri', 'Sat', 'Sun'];
const months = 'January February March April May June July August September October November December'.split(' ');
const ordinal = (n: number): string => `${n}${n > 3 && n < 21 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
const two = (n: number): string => String(n).padStart(2, '0');

interface Day {
  readonly date: Temporal.PlainDate;
  /** Days from today. */
  readonly ahead: number;
}
const name = ({ date }: Day): string => weekdays[date.dayOfWeek - 1] ?? '';
const month = ({ date }: Day): string => months[date.month - 1] ?? '';

/** Each way to write a day; undefined where it would be another one. A weekday may stand beside those with a month. */
const forms: readonly ((d: Day) => string | undefined)[] = [
  (d) => `${d.date.day} ${month(d)}`,
  (d) => `${d.date.day} ${month(d).slice(0, 3)}`,
  (d) => `${ordinal(d.date.day)} ${month(d)}`,
  (d) => `${ordinal(d.date.day)} ${month(d).slice(0, 3)}`,
  (d) => `${ordinal(d.date.day)} of ${month(d)}`,
  (d) => `the ${ordinal(d.date.day)} of ${month(d)}`,
  (d) => `on the ${ordinal(d.date.day)} of ${month(d)}`,
  (d) => `on ${d.date.day} ${month(d)}`,
  (d) => `${month(d)} ${d.date.day}`,
  (d) => `${month(d)} ${ordinal(d.date.day)}`,
  (d) => `${month(d).slice(0, 3)} the ${ordinal(d.date.day)}`,
  (d) => `${d.date.day}/${d.date.month}`,
  (d) => `${two(d.date.day)}/${two(d.date.month)}`,
  (d) => `${two(d.date.day)}/${two(d.date.month)}/${d.date.year}`,
  (d) => `${d.date.day}/${d.date.month}/${d.date.year % 100}`,
  (d) => `${d.date.day}.${d.date.month}.${d.date.year}`,
  (d) => `${d.date.day}-${d.date.month}-${d.date.year}`,
  (d) => d.date.toString(),
  (d) => `${d.date.day} ${month(d)} ${d.date.year}`,
  (d) => `${ordinal(d.date.day)} ${month(d).slice(0, 3)} ${d.date.year}`,
  (d) => `${month(d)} ${d.date.day}, ${d.date.year}`,
  (d) => (d.ahead < 27 ? `the ${ordinal(d.date.day)}` : undefined),
  (d) => (d.ahead < 27 ? `on the ${ordinal(d.date.day)}` : undefined),
  (d) => (d.ahead < 27 ? ordinal(d.date.day) : undefined),
  (d) => (d.ahead < 7 ? name(d) : undefined),
  (d) => (d.ahead < 7 ? `on ${name(d)}` : undefined),
  (d) => (d.ahead < 7 ? `this ${name(d)}` : undefined),
  (d) => (d.ahead > 7 && d.ahead < 14 ? `${name(d)} week` : undefined),
  (d) => (d.ahead > 7 && d.ahead < 14 ? `a week on ${name(d)}` : undefined),
  (d) => (d.ahead === 1 ? 'tomorrow' : undefined),
  (d) => (d.ahead === 2 ? 'the day after tomorrow' : undefined),
  (d) => (d.ahead % 7 === 0 ? `in ${d.ahead / 7 === 1 ? 'a week' : `${d.ahead / 7} weeks`}` : undefined),
  (d) => (d.ahead < 40 ? `in ${d.ahead} days` : undefined),
  (d) => (d.date.day <= 7 ? `the first ${name(d)} of ${month(d)}` : undefined),
  (d) => (d.date.day > 7 && d.date.day <= 14 ? `the second ${name(d)} in ${month(d)}` : undefined),
];
const times: readonly ((h: number, m: number) => string)[] = [
  (h, m) => `${two(h)}:${two(m)}`,
  (h, m) => `at ${two(h)}:${two(m)}`,
  (h, m) => `${h % 12 || 12}${m === 0 ? '' : `.${two(m)}`}${h < 12 ? 'am' : 'pm'}`,
  (h, m) => `at ${h % 12 || 12}${m === 0 ? '' : `:${two(m)}`} ${h < 12 ? 'am' : 'pm'}`,
  (h, m) => `@ ${h % 12 || 12}${m === 0 ? '' : `:${two(m)}`}${h < 12 ? 'am' : 'pm'}`,
];
const titles = [
  '',
  '',
  'Phone calls',
  'Unit 3',
  'Year 10 options',
  'Level 2 review',
  'CV and cover letter',
  'mock interview',
  'Review of goals',
];

const typed = fc
  .record({
    now: fc.integer({ min: 0, max: 700 }),
    ahead: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 330 })),
    form: fc.constantFrom(...forms),
    weekday: fc.constantFrom('', '', 'long', 'short', 'on'),
    hour: fc.integer({ min: 8, max: 18 }),
    minutes: fc.constantFrom(0, 0, 15, 30, 45),
    time: fc.constantFrom(...times),
    title: fc.constantFrom(...titles),
    length: fc.constantFrom('', '', '45m', '1h30'),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 }),
    comma: fc.boolean(),
  })
  .map((p) => {
    const today = Temporal.PlainDate.from('2026-01-05').add({ days: p.now });
    const day: Day = { date: today.add({ days: p.ahead }), ahead: p.ahead };
    const date = p.form(day);
    const weekday =
      p.weekday === '' || date?.includes(name(day))
        ? ''
        : p.weekday === 'short'
          ? (shortDays[day.date.dayOfWeek - 1] ?? '')
          : `${p.weekday === 'on' ? 'on ' : ''}${name(day)}`;
    const parts = [date ?? '', weekday, p.time(p.hour, p.minutes), p.title, p.length];
    const words = p.order.map((n) => parts[n] ?? '').filter((s) => s !== '');
    return {
      today: today.toString(),
      date: date === undefined ? undefined : day.date.toString(),
      at: day.date.toZonedDateTime({ timeZone: zone, plainTime: { hour: p.hour, minute: p.minutes } })
        .epochMilliseconds,
      now: today.toZonedDateTime({ timeZone: zone, plainTime: '10:00' }).epochMilliseconds,
      words: words.join(p.comma ? ', ' : ' '),
      title: p.title,
    };
  })
  .filter((p) => p.date !== undefined);

test('nine in ten are read as that date; the others are asked with it, or left to the form; none is another day', () => {
  let right = 0;
  let tried = 0;
  const other: string[] = [];
  fc.assert(
    fc.property(typed, (p) => {
      tried += 1;
      const { when, title } = understandPlanWords(p.words, { now: p.now, zone, locale: 'en-GB' });
      if (when.kind === 'at' && when.at === p.at) {
        right += 1;
        if (title !== p.title) other.push(`${p.words} → title ${title}`);
        return;
      }
      if (when.kind === 'ask' && when.options.some((o) => o.at === p.at)) return;
      if (when.kind === 'date-only' && [when.date, ...(when.also ?? [])].includes(p.date ?? '')) return;
      if (when.kind !== 'none') other.push(`${p.today}: ${p.words} (${p.date}) → ${JSON.stringify(when)} ${title}`);
    }),
    { numRuns: 3000 },
  );
  expect(other).toEqual([]);
  expect(right / tried).toBeGreaterThan(0.9);
});
