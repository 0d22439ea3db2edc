import { type Answers, numberOf, textOf } from '../../chat/form.js';
import { type Following, following, type PlannedAs } from '../../domain/series.js';
import type { PlanBody, Session, SessionKind } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork } from '../feature.js';
import { cancelOne } from './answering.js';
import { momentOf, type PlanSubject, type PlanWords, savePlan, scaled } from './making.js';
import { holidaysFor, onHolidayOf } from './repeating.js';
import { fromHereOn, keepLeftOut, sameWords, seriesClashes } from './series.js';
import { planSource, seriesChangedSubject } from './subjects.js';

/** Changing a session of a series together with all that follow it. */

/** What becomes of those that follow, as the plan's form has it; undefined where this one is changed alone. */
export async function followingOf(
  session: Session | undefined,
  answers: Answers,
  work: ActorWork,
): Promise<(Following & { readonly moved: readonly Session[] }) | undefined> {
  const { values } = answers;
  if (session?.series === undefined || textOf(values, 'scope') !== 'following') return undefined;
  const at = momentOf(values, work.actor.zone, String);
  if ('say' in at) return undefined;
  const to: PlannedAs = {
    startsAt: at.at,
    minutes: numberOf(values, 'minutes') ?? session.minutes,
    title: textOf(values, 'title'),
    place: textOf(values, 'place'),
    kind: textOf(values, 'kind') as SessionKind,
  };
  const [, ...later] = await fromHereOn(session, work);
  const found = following(session, to, later, {
    series: await work.rows.sessions.ofSeries(session.series.id),
    zone: work.actor.zone,
    holidays: await holidaysFor(work),
    workingDays: work.programme.settings.workingDays,
    onHoliday: onHolidayOf(values),
  });
  const moved = [{ ...session, ...to }, ...found.all.map((f) => ({ ...f.session, ...f.to }))];
  return { ...found, moved };
}

/**
 * Changes this session to `plan`, and those that follow as `followingOf` has found. A later session whose plan was a
 * copy of this one's becomes a copy of the new one; one with a plan of its own keeps it. What nothing changes of is
 * left as it is.
 * @throws Refused `clash` where any of them is taken already
 */
export async function changeFromHere(
  session: Session,
  plan: PlanWords & { readonly startsAt: number },
  found: Following & { readonly moved: readonly Session[] },
  work: ActorWork,
  subjectFor: (session: Session) => Promise<PlanSubject>,
): Promise<readonly Session[]> {
  const clash = await seriesClashes(found.moved, work, found.moved);
  if (clash !== undefined) throw new Refused('clash', clash);
  const before = await work.rows.sessions.plan(session.id);
  const changed: Session[] = [
    await savePlan(await subjectFor(session), { ...plan, afterwards: false }, work, { together: true }),
  ];
  for (const { session: s, to } of found.all) {
    const old = await work.rows.sessions.plan(s.id);
    const isCopy = old === undefined || (before !== undefined && sameWords(old.body, before.body));
    const body = isCopy ? plan.body : fitted(old.body, to.minutes);
    const sameBody = old !== undefined && sameWords(old.body, body);
    const same = (Object.keys(to) as (keyof PlannedAs)[]).every((key) => to[key] === s[key]);
    if (sameBody && same) continue;
    changed.push(
      await savePlan(
        await subjectFor(s),
        {
          ...to,
          body,
          copiedFrom: isCopy ? planSource.write({ what: 'session', id: session.id }) : old.copiedFrom,
          unchanged: isCopy || (old.unchanged && sameBody),
          afterwards: false,
        },
        work,
        { together: true },
      ),
    );
  }
  for (const { session: s } of found.leftOut) {
    await cancelOne(s, work);
    for (const a of s.attendees) work.show('session-cancelled', s.id, { person: a.mentee });
  }
  const [first] = changed;
  if (first?.series !== undefined) {
    await keepLeftOut(first.series.id, found.leftOut, work);
    for (const a of first.attendees)
      work.show(
        'series-changed',
        seriesChangedSubject.write({
          series: first.series.id,
          position: first.series.position,
          version: first.planVersion,
        }),
        { person: a.mentee },
      );
  }
  work.audit(
    'series.changed',
    session.series?.id ?? session.id,
    { sessions: changed.length },
    session.attendees[0]?.mentorship,
  );
  return changed;
}

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
