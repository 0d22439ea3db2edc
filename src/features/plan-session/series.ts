import { z } from 'zod';
import { join, moment, say, type Text } from '../../chat/text.js';
import { keptValue, listOf, ofSeries } from '../../domain/kept.js';
import type { OnHoliday, SeriesDates } from '../../domain/series.js';
import { clashOf, isExpected, type PlanBody, plannedEnd, type Session, titleQuoted } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { SeriesId } from '../../kernel/ids.js';
import { listInWords } from '../../kernel/words.js';
import { placeAnyway, showMoment } from '../../kernel/zoned.js';
import type { ActorWork, Work } from '../feature.js';
import { goalServed, menteesOf, type PlanSubject, type PlanWords, savePlan } from './making.js';
import { planSource } from './subjects.js';
import { supportWords } from './support.js';

/** Making several sessions at once. */

/** At most so many clashes are named one by one. */
const namedClashes = 6;

/** When a session is to be; with an id, one that is there already and moves. */
export type Span = Pick<Session, 'startsAt' | 'minutes'> & Partial<Pick<Session, 'id'>>;

/** The mentor's own clashes with these, each named; undefined without any. `moved`: those of them that are there already, as they will be. */
export async function seriesClashes(
  spans: readonly Span[],
  work: ActorWork,
  moved: readonly Session[] = [],
): Promise<string | undefined> {
  const others = await openAround(spans, moved, (from, to) => work.rows.sessions.openOfMentor(work.actor.id, from, to));
  const people = await work.people();
  const clashes = spans.flatMap(({ startsAt, ...span }) => {
    const clash = clashOf({ startsAt, ...span }, others);
    if (clash === undefined) return [];
    const names = clash.attendees.map((a) => people.get(a.mentee)?.name ?? 'someone').join(' and ');
    return [`${shown(startsAt, work)} (${titleQuoted(clash)} with ${names})`];
  });
  if (clashes.length === 0) return undefined;
  const rest = clashes.length - namedClashes;
  const named = clashes.slice(0, namedClashes);
  return `You are taken already on ${rest > 0 ? `${named.join(', ')} and ${rest} more` : listInWords(named)}. Choose another time, or move those first.`;
}

/**
 * Which mentees are not free on which of these: without what it is (docs/field.md#clashes). `moved`: as for
 * `seriesClashes`.
 */
export async function seriesTaken(
  about: PlanSubject,
  spans: readonly Span[],
  work: ActorWork,
  moved: readonly Session[] = [],
): Promise<readonly string[]> {
  const people = await work.people();
  const said: string[] = [];
  for (const mentee of menteesOf(about)) {
    const others = await openAround(spans, moved, (from, to) => work.rows.sessions.openOfMentee(mentee, from, to));
    const expected = others.filter((o) => isExpected(o, mentee));
    const taken = spans.filter((span) => clashOf(span, expected) !== undefined).map((span) => span.startsAt);
    if (taken.length > 0)
      said.push(
        `${people.get(mentee)?.name ?? 'Your mentee'} isn’t free on ${listInWords(taken.slice(0, namedClashes).map((at) => shown(at, work)))}${taken.length > namedClashes ? ', and others' : ''}.`,
      );
  }
  return said;
}

/** The sessions about these spans that are open, `moved` ones as they will be. */
const openAround = async (
  spans: readonly Span[],
  moved: readonly Session[],
  find: (from: number, to: number) => Promise<readonly Session[]>,
): Promise<readonly Session[]> => {
  if (spans.length === 0) return [];
  const from = Math.min(...spans.map((s) => s.startsAt)) - day;
  const there = await find(from, Math.max(...spans.map(plannedEnd)));
  const ids = new Set(moved.map((s) => s.id));
  return [...there.filter((s) => !ids.has(s.id)), ...moved];
};

const shown = (at: number, work: ActorWork): string => showMoment(at, work.actor.zone, work.actor.locale);

export const spansOf = (moments: readonly number[], minutes: number): readonly Span[] =>
  moments.map((startsAt) => ({ startsAt, minutes }));

/** What the mentor chose for a series' public holidays: asked again, with that choice, where it is moved. */
export const seriesHolidays = keptValue({
  name: 'series-holidays',
  per: [ofSeries],
  schema: z.enum(['skip', 'move', 'keep']),
  erasure: { of: 'nobody', because: 'It is which days a series leaves out.' },
});

/** The public holidays on which a series has no session, in the order in which they were found. */
export const seriesLeftOut = keptValue({
  name: 'series-left-out',
  per: [ofSeries],
  schema: listOf(z.object({ date: z.string(), name: z.string() })),
  erasure: { of: 'nobody', because: 'It is which days a series leaves out.' },
});

/** Says so of a series that has left out more of them since. */
export async function keepLeftOut(
  series: SeriesId,
  more: SeriesDates['leftOut'],
  work: Pick<Work, 'rows'>,
): Promise<void> {
  if (more.length === 0) return;
  const before = (await work.rows.kept.get(seriesLeftOut, series)) ?? [];
  const fresh = more.filter((m) => !before.some((b) => b.date === m.date));
  await work.rows.kept.put(seriesLeftOut, series, [...before, ...fresh.map(({ date, name }) => ({ date, name }))]);
}

/** Which they are, and why: "Left out: Fri 25 Dec 2026 (Christmas Day)." `zone`: the reader's. */
export const leftOutInWords = (leftOut: SeriesDates['leftOut'], zone: string): Text =>
  say`Left out: ${join(
    leftOut.map((l) => say`${moment(placeAnyway(l.date, '12:00', zone), 'date')} (${l.name})`),
    ', ',
  )}.`;

/**
 * Makes the sessions of a series: the first with the plan as written, each later one with its own copy of it. The
 * mentor and each mentee get one card for all of them.
 * @throws Refused `clash` where any of them is taken already
 */
export async function saveSeries(
  about: PlanSubject,
  { dates, leftOut }: SeriesDates,
  plan: PlanWords,
  onHoliday: OnHoliday,
  work: ActorWork,
): Promise<readonly Session[]> {
  const moments = dates.map((d) => d.at);
  const clash = await seriesClashes(spansOf(moments, plan.minutes), work);
  if (clash !== undefined) throw new Refused('clash', clash);
  const id: SeriesId = work.ids.next('series');
  await work.rows.kept.put(seriesHolidays, id, onHoliday);
  await keepLeftOut(id, leftOut, work);
  const made: Session[] = [];
  for (const [i, startsAt] of moments.entries()) {
    const first = made[0];
    made.push(
      await savePlan(
        about,
        {
          ...plan,
          startsAt,
          afterwards: false,
          ...(first === undefined
            ? {}
            : { copiedFrom: planSource.write({ what: 'session', id: first.id }), unchanged: true }),
        },
        work,
        { series: { id, position: i + 1 } },
      ),
    );
  }
  work.show('series-status', id, { person: work.actor.id });
  for (const mentee of menteesOf(about)) work.show('series-invitation', id, { person: mentee });
  work.audit('series.planned', id, { sessions: made.length, minutes: plan.minutes }, about.mentorships[0]?.id);
  return made;
}

/** What is still planned of the session's series from it on, itself first; only itself where it is in none. */
export async function fromHereOn(session: Session, work: Pick<Work, 'rows'>): Promise<readonly Session[]> {
  if (session.series === undefined) return [session];
  const { position } = session.series;
  const all = await work.rows.sessions.ofSeries(session.series.id);
  return [
    session,
    ...all.filter((s) => s.id !== session.id && s.state === 'planned' && (s.series?.position ?? 0) > position),
  ];
}

/** Row keys are the form's own and say nothing. */
export const sameWords = (a: PlanBody, b: PlanBody): boolean => {
  const words = (p: PlanBody): string =>
    JSON.stringify([
      p.objectives.map((o) => [o.what, o.measure, goalServed(o.goal, p.goals)]),
      p.activities.map((x) => [x.what, x.minutes]),
      p.resources,
      p.resourcesWhy,
      supportWords(p),
      p.guidance,
      p.goals,
    ]);
  return words(a) === words(b);
};
