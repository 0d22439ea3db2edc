import {
  type Answers,
  type Field,
  formNote,
  type Note,
  numberOf,
  type Problem,
  textOf,
  type Values,
} from '../../chat/form.js';
import { type Holidays, holidaysOf, regionOf } from '../../domain/holidays.js';
import { longestSeries, type Nth, nthOf, type Recurrence, type SeriesEnd } from '../../domain/recurrence.js';
import { type Following, type OnHoliday, type SeriesDates, seriesDates } from '../../domain/series.js';
import { Refused } from '../../kernel/errors.js';
import { addDays, type CivilDate, local, placeAnyway, showMoment, weekdayOf } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';

/** A series as the plan's form says it: how often, how many or until when, and what becomes of public holidays. */

/** Two years: what is further off is planned when it is nearer. */
const furthest = 2 * 366 * 86_400_000;

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const nths: Readonly<Record<Nth, string>> = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' };

/** `week:2`, `month:-1`: how often, as the form's choice says it. The weekday is the first date's. */
export const repeatValue = (every: Recurrence, first: CivilDate | undefined): string =>
  every.unit === 'week' ? `week:${every.weeks}` : `month:${every.nth ?? (first === undefined ? 1 : nthOf(first))}`;

function recurrenceOf(value: string): Recurrence | undefined {
  const [unit, n] = value.split(':');
  if (unit === 'week' && /^\d{1,2}$/.test(n ?? '')) return { unit: 'week', weeks: Number(n) };
  if (unit === 'month' && /^(?:[1-4]|-1)$/.test(n ?? '')) return { unit: 'month', nth: Number(n) as Nth };
  return undefined;
}

const labelOf = (value: string, date: CivilDate | undefined): string => {
  const every = recurrenceOf(value);
  if (every === undefined) return 'It does not repeat';
  if (every.unit === 'month')
    return `Every month, on the ${nths[every.nth ?? 1]} ${date === undefined ? 'such day' : weekdays[weekdayOf(date) - 1]}`;
  return every.weeks === 1 ? 'Every week' : every.weeks === 2 ? 'Every two weeks' : `Every ${every.weeks} weeks`;
};

const dateOf = (values: Values): CivilDate | undefined => {
  const date = textOf(values, 'date');
  return isDate(date) ? date : undefined;
};

/** A draft holds what was typed, also 30 February. */
const isDate = (date: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
};

/** Whether these answers ask for more than one session. */
export const repeats = (values: Values): boolean => recurrenceOf(textOf(values, 'repeat')) !== undefined;

/** How often: stands beside the date. */
export function repeatField(values: Values): Field {
  const date = dateOf(values);
  const chosen = textOf(values, 'repeat');
  const months = date === undefined ? [] : [`month:${nthOf(date)}`, ...(isLast(date) ? ['month:-1'] : [])];
  const of = ['no', 'week:1', 'week:2', 'week:3', 'week:4', ...months];
  if (chosen !== '' && !of.includes(chosen)) of.push(chosen);
  return {
    id: 'repeat',
    kind: 'choice',
    shown: 'list',
    optional: true,
    readers: 'shown',
    label: 'Repeats',
    hint: 'Several sessions at once, each with its own copy of this plan.',
    of: [...new Set(of)].map((value) => ({ value, label: labelOf(value, date) })),
  };
}

const isLast = (date: CivilDate): boolean => addDays(date, 7).slice(0, 7) !== date.slice(0, 7);

/** The step of a series: how many, what of holidays, and every date as understood. */
export async function datesStep(
  answers: Answers,
  work: ActorWork,
): Promise<{ readonly id: string; readonly title: string; readonly items: readonly (Field | Note)[] }> {
  const series = await seriesOf(answers.values, work);
  return {
    id: 'dates',
    title: 'The dates',
    items: [
      ...('say' in series ? [formNote('dates', series.say)] : datesNotes(series, work)),
      {
        id: 'times',
        kind: 'number',
        min: 1,
        max: longestSeries,
        step: 1,
        unit: 'sessions',
        optional: true,
        readers: 'shown',
        label: 'How many sessions',
      },
      {
        id: 'until',
        kind: 'date',
        optional: true,
        readers: 'shown',
        label: 'Or the last day',
        hint: 'Give one of the two.',
      },
      holidayField,
    ],
  };
}

const holidayField: Field = {
  id: 'holidays',
  kind: 'choice',
  shown: 'buttons',
  optional: true,
  readers: 'shown',
  label: 'On a public holiday',
  of: [
    { value: 'skip', label: 'Leave it out' },
    { value: 'move', label: 'Move it to the next working day' },
    { value: 'keep', label: 'Meet all the same' },
  ],
};

/** The step of a change of this session and those that follow: when they all will be, and what of holidays. */
export function followingStep(
  first: number,
  found: Following,
  work: ActorWork,
): { readonly id: string; readonly title: string; readonly items: readonly (Field | Note)[] } {
  const { zone, locale } = work.actor;
  const shown = (at: number): string => showMoment(at, zone, locale);
  const moved = found.all.filter((f) => f.holiday !== undefined && f.holiday.date !== local(f.to.startsAt, zone).date);
  const kept = found.all.filter((f) => f.holiday !== undefined && f.holiday.date === local(f.to.startsAt, zone).date);
  const named = (f: Following['all'][number], to: string): string =>
    `${dayOf(f.holiday?.date ?? '', work)} (${f.holiday?.name})${to}`;
  const dates = (id: string, before: string, all: readonly string[]): readonly Note[] =>
    all.length === 0 ? [] : [formNote(id, `${before}: ${all.join(', ')}.`)];
  return {
    id: 'dates',
    title: 'The dates',
    items: [
      ...dates('dates', 'They will be at', [shown(first), ...found.all.map((f) => shown(f.to.startsAt))]),
      ...dates(
        'apart',
        'Changed by itself before, so it keeps its own day or time',
        found.apart.map((s) => shown(s.startsAt)),
      ),
      ...dates(
        'left-out',
        'Left out, and so cancelled',
        found.leftOut.map((l) => `${dayOf(l.date, work)} (${l.name})`),
      ),
      ...dates(
        'moved',
        'Moved',
        moved.map((f) => named(f, ` to ${dayOf(local(f.to.startsAt, zone).date, work)}`)),
      ),
      ...dates(
        'on-holidays',
        'On a public holiday',
        kept.map((f) => named(f, '')),
      ),
      ...(moved.length + kept.length + found.leftOut.length === 0 ? [] : [holidayField]),
    ],
  };
}

const dayOf = (date: CivilDate, { actor }: ActorWork): string =>
  showMoment(placeAnyway(date, '12:00', actor.zone), actor.zone, actor.locale, 'date');

/** "Tue 24 Nov", with the year where it is another than the one before. */
function shortDates(dates: readonly number[], work: ActorWork): string {
  let year = '';
  return dates
    .map((at) => {
      const full = showMoment(at, work.actor.zone, work.actor.locale, 'date');
      const [, y = ''] = /(\d{4})$/.exec(full) ?? [];
      const shown = y === year ? full.replace(/\s*\d{4}$/, '') : full;
      year = y;
      return shown;
    })
    .join(', ');
}

function datesNotes(series: SeriesDates, work: ActorWork): readonly Note[] {
  const { zone, locale } = work.actor;
  const [first] = series.dates;
  if (first === undefined) return [];
  const n = series.dates.length;
  const day = (date: CivilDate): string => dayOf(date, work);
  const moved = series.dates.filter((d) => d.holiday !== undefined && d.holiday.date !== d.date);
  const kept = series.dates.filter((d) => d.holiday !== undefined && d.holiday.date === d.date);
  const odd = series.dates.filter((d) => d.clock !== undefined);
  const time = showMoment(first.at, zone, locale, 'time');
  return [
    formNote(
      'dates',
      `${n === 1 ? 'One session' : `${n} sessions`}, at ${time} by your clock: ${shortDates(
        series.dates.map((d) => d.at),
        work,
      )}.`,
    ),
    ...(series.leftOut.length === 0
      ? []
      : [formNote('left-out', `Left out: ${series.leftOut.map((l) => `${day(l.date)} (${l.name})`).join(', ')}.`)]),
    ...(moved.length === 0
      ? []
      : [
          formNote(
            'moved',
            `Moved: ${moved.map((d) => `${day(d.holiday?.date ?? d.date)} (${d.holiday?.name}) to ${day(d.date)}`).join(', ')}.`,
          ),
        ]),
    ...(kept.length === 0
      ? []
      : [
          formNote(
            'on-holidays',
            `On a public holiday: ${kept.map((d) => `${day(d.date)} (${d.holiday?.name})`).join(', ')}.`,
          ),
        ]),
    ...(odd.length === 0
      ? []
      : [
          formNote(
            'clocks',
            `The clocks change that hour: ${odd.map((d) => showMoment(d.at, zone, locale)).join(', ')}. Change that one afterwards if you like.`,
          ),
        ]),
  ];
}

/** The series that the form says, or what is wrong with it, in a sentence at its place. */
export async function seriesOf(values: Values, work: ActorWork): Promise<SeriesDates | Problem> {
  const every = recurrenceOf(textOf(values, 'repeat'));
  const date = dateOf(values);
  const time = textOf(values, 'time');
  if (every === undefined || date === undefined || !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time))
    return { at: 'repeat', say: 'Give the first date and time, then how often.' };
  const times = numberOf(values, 'times');
  const typedUntil = textOf(values, 'until');
  const until = isDate(typedUntil) ? typedUntil : '';
  if (times !== undefined && until !== '')
    return { at: 'until', say: 'Give the number of sessions or the last day, not both.' };
  if (times === undefined && until === '')
    return { at: 'times', say: 'Say how many sessions, or which day is the last.' };
  const end: SeriesEnd = times === undefined ? { until } : { times };
  try {
    const found = seriesDates(
      { ...every, end },
      {
        first: placeAnyway(date, time, work.actor.zone),
        zone: work.actor.zone,
        holidays: await holidaysFor(work),
        workingDays: work.programme.settings.workingDays,
        onHoliday: onHolidayOf(values),
      },
    );
    const last = found.dates.at(-1);
    if (last !== undefined && last.at > work.now + furthest)
      return {
        at: times === undefined ? 'until' : 'times',
        say: 'This goes on for more than two years. Plan fewer sessions for now.',
      };
    return found;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { at: times === undefined ? 'until' : 'times', say: error.say };
  }
}

export const onHolidayOf = (values: Values): OnHoliday => {
  const chosen = textOf(values, 'holidays');
  return chosen === 'move' || chosen === 'keep' ? chosen : 'skip';
};

export const holidaysFor = (work: Pick<ActorWork, 'programme'>): Promise<Holidays> =>
  holidaysOf(regionOf(work.programme));

/** What typed words said of repeating, as the form's answers. */
export function repeatSeed(every: Recurrence | undefined, date: CivilDate | undefined): Values {
  if (every === undefined) return { repeat: 'no' };
  const end = every.end;
  return {
    repeat: repeatValue(every, date),
    holidays: 'skip',
    ...(end !== undefined && 'times' in end ? { times: end.times } : {}),
    ...(end !== undefined && 'until' in end ? { until: end.until } : {}),
  };
}
