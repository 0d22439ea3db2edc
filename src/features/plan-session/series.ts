import type { SeriesDate } from '../../domain/series.js';
import { daysBetween, shifted } from '../../domain/series.js';
import { clashOf, type PlanBody, plannedEnd, type Session } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { SeriesId } from '../../kernel/ids.js';
import { listInWords } from '../../kernel/words.js';
import { local, showMoment } from '../../kernel/zoned.js';
import type { ActorWork, Work } from '../feature.js';
import { menteesOf, type PlanSubject, type PlanWords, savePlan, scaled } from './making.js';

/** Making several sessions at once, and changing what is left of them. */

/** At most so many clashes are named one by one. */
const namedClashes = 6;

/** The mentor's own clashes with these moments, each named; undefined without any. `without`: sessions that move too. */
export async function seriesClashes(
  moments: readonly number[],
  minutes: number,
  work: ActorWork,
  without: ReadonlySet<string> = new Set(),
): Promise<string | undefined> {
  const others = await openAround(moments, minutes, (from, to) =>
    work.rows.sessions.openOfMentor(work.actor.id, from, to),
  );
  const people = await work.people();
  const clashes = moments.flatMap((startsAt) => {
    const clash = clashOf(
      { startsAt, minutes },
      others.filter((o) => !without.has(o.id)),
    );
    if (clash === undefined) return [];
    const names = clash.attendees.map((a) => people.get(a.mentee)?.name ?? 'someone').join(' and ');
    return [`${shown(startsAt, work)} (“${clash.title}” with ${names})`];
  });
  if (clashes.length === 0) return undefined;
  const rest = clashes.length - namedClashes;
  const named = clashes.slice(0, namedClashes);
  return `You are taken already on ${rest > 0 ? `${named.join(', ')} and ${rest} more` : listInWords(named)}. Choose another time, or move those first.`;
}

/** Which mentees are not free on which of these moments: without what it is (FIELD §1, 4). */
export async function seriesTaken(
  about: PlanSubject,
  moments: readonly number[],
  minutes: number,
  work: ActorWork,
): Promise<readonly string[]> {
  const people = await work.people();
  const said: string[] = [];
  for (const mentee of menteesOf(about)) {
    const others = await openAround(moments, minutes, (from, to) => work.rows.sessions.openOfMentee(mentee, from, to));
    const taken = moments.filter((startsAt) => clashOf({ startsAt, minutes }, others) !== undefined);
    if (taken.length > 0)
      said.push(
        `${people.get(mentee)?.name ?? 'Your mentee'} isn’t free on ${listInWords(taken.slice(0, namedClashes).map((at) => shown(at, work)))}${taken.length > namedClashes ? ', and others' : ''}.`,
      );
  }
  return said;
}

const openAround = async (
  moments: readonly number[],
  minutes: number,
  find: (from: number, to: number) => Promise<readonly Session[]>,
): Promise<readonly Session[]> => {
  const last = Math.max(...moments);
  return moments.length === 0 ? [] : find(Math.min(...moments) - day, plannedEnd({ startsAt: last, minutes }));
};

const shown = (at: number, work: ActorWork): string => showMoment(at, work.actor.zone, work.actor.locale);

/**
 * Makes the sessions of a series: the first with the plan as written, each later one with its own copy of it. The
 * mentor and each mentee get one card for all of them.
 * @throws Refused `clash` where any of them is taken already
 */
export async function saveSeries(
  about: PlanSubject,
  dates: readonly SeriesDate[],
  plan: PlanWords,
  work: ActorWork,
): Promise<readonly Session[]> {
  const moments = dates.map((d) => d.at);
  const clash = await seriesClashes(moments, plan.minutes, work);
  if (clash !== undefined) throw new Refused('clash', clash);
  const id: SeriesId = work.ids.next('series');
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
          ...(first === undefined ? {} : { copiedFrom: `session:${first.id}`, unchanged: true }),
        },
        work,
        { series: { id, position: i + 1 } },
      ),
    );
  }
  work.show('series-status', id, { person: work.actor.id });
  for (const mentee of menteesOf(about)) work.show('series-invitation', id, { person: mentee });
  work.note('series.planned', id, { sessions: made.length, minutes: plan.minutes }, about.mentorships[0]?.id);
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

/**
 * Changes this session and all that follow it in its series: each is moved by as many days and to the same hour by the
 * mentor's clock. A later session whose plan was a copy of this one's becomes a copy of the new one; one with a plan of
 * its own keeps it.
 * @throws Refused `clash` where any of them is taken already
 */
export async function changeFromHere(
  session: Session,
  plan: PlanWords & { readonly startsAt: number },
  work: ActorWork,
  subjectFor: (session: Session) => Promise<PlanSubject>,
): Promise<readonly Session[]> {
  const { zone } = work.actor;
  const all = await fromHereOn(session, work);
  const to = local(plan.startsAt, zone);
  const days = daysBetween(local(session.startsAt, zone).date, to.date);
  const moved = new Map(
    all.map((s) => [s.id, s.id === session.id ? plan.startsAt : shifted(s.startsAt, days, to.time, zone)]),
  );
  const clash = await seriesClashes([...moved.values()], plan.minutes, work, new Set<string>(moved.keys()));
  if (clash !== undefined) throw new Refused('clash', clash);
  const before = await work.rows.sessions.plan(session.id);
  const changed: Session[] = [];
  for (const s of all) {
    const old = await work.rows.sessions.plan(s.id);
    const isThis = s.id === session.id;
    const isCopy = old !== undefined && before !== undefined && sameWords(old.body, before.body);
    const body = isThis || isCopy || old === undefined ? plan.body : fitted(old.body, plan.minutes);
    changed.push(
      await savePlan(
        await subjectFor(s),
        {
          startsAt: moved.get(s.id) ?? s.startsAt,
          minutes: plan.minutes,
          title: plan.title,
          place: plan.place,
          kind: plan.kind,
          body,
          copiedFrom: isThis ? plan.copiedFrom : isCopy ? `session:${session.id}` : (old?.copiedFrom ?? null),
          unchanged: isThis ? plan.unchanged : isCopy,
          afterwards: false,
        },
        work,
        { together: true },
      ),
    );
  }
  const [first] = changed;
  if (first?.series !== undefined)
    for (const a of first.attendees)
      work.show('series-changed', `${first.series.id}:changed:${first.series.position}:${first.planVersion}`, {
        person: a.mentee,
      });
  work.note(
    'series.changed',
    session.series?.id ?? session.id,
    { sessions: changed.length },
    session.attendees[0]?.mentorship,
  );
  return changed;
}

/** Row keys are the form's own and say nothing. */
export const sameWords = (a: PlanBody, b: PlanBody): boolean => {
  const words = (p: PlanBody): string =>
    JSON.stringify([
      p.objectives.map((o) => [o.what, o.measure]),
      p.activities.map((x) => [x.what, x.minutes]),
      p.resources,
      p.strategies,
      p.guidance,
      p.goals,
    ]);
  return words(a) === words(b);
};

/** A plan of its own in a session of another length: its activities take the same shares of it. */
function fitted(body: PlanBody, minutes: number): PlanBody {
  const sum = body.activities.reduce((n, a) => n + a.minutes, 0);
  if (sum === minutes) return body;
  const shares = scaled(
    body.activities.map((a) => ({ what: a.what, minutes: a.minutes })),
    minutes,
  );
  return { ...body, activities: body.activities.map((a, i) => ({ ...a, minutes: shares[i]?.minutes ?? a.minutes })) };
}
