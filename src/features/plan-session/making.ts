import {
  type Answers,
  manyOf,
  numberOf,
  type Problem,
  type Row,
  rowsOf,
  textOf,
  type Values,
} from '../../chat/form.js';
import { type TemplateBody, templateBody } from '../../domain/catalogue.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { withKeysOfItsOwn } from '../../domain/plan-keys.js';
import { promptsOfSession } from '../../domain/prompt-schedule.js';
import {
  clashOf,
  isExpected,
  isLastMinute,
  type Objective,
  type PlanBody,
  type PlanVersion,
  plannedEnd,
  type Session,
  titleQuoted,
} from '../../domain/session.js';
import { supportOf } from '../../domain/support.js';
import { day, minute } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { GoalId, PersonId } from '../../kernel/ids.js';
import { listInWords } from '../../kernel/words.js';
import { type Placed, place } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';
import { auditAll } from '../shared/audit-all.js';
import { aboutMentorship, demand, mentorshipOf, sessionOf } from '../shared/guards.js';
import { redrawSession } from '../shared/redraw.js';
import { reminderRecipients } from '../shared/reminder-recipients.js';
import { isForUnit } from '../shared/unit.js';
import { takeBackReminders } from './remind-later.js';
import { redrawSameTime } from './same-time.js';
import { changedSubject, newPlanSubject } from './subjects.js';
import { supportFor, supportGroup, supportIn, supportRows } from './support.js';

/** What a plan is about: a new one with these mentorships (several: a group session), or a change of a session. */
export interface PlanSubject {
  readonly session: Session | undefined;
  readonly mentorships: readonly Mentorship[];
  /** Whether it is evidence for a unit; otherwise a plan is a goal and a time (docs/field.md#without-a-unit). */
  readonly forUnit: boolean;
}

/**
 * `new:MENTORSHIP`, `new:MENTORSHIP+MENTORSHIP`, `now:…` of one that begins at once, or a session's id. @throws Refused where it
 * cannot be planned.
 */
export async function subjectOf(subject: string, work: ActorWork): Promise<PlanSubject> {
  const begins = newPlanSubject.read(subject);
  if (begins === undefined) {
    const session = await sessionOf(work, subject);
    demand('session.change', work, { mentor: session.mentor });
    const mentorships = await Promise.all(session.attendees.map((a) => mentorshipOf(work, a.mentorship)));
    return { session, mentorships, forUnit: await isForUnit(session.portfolio, work) };
  }
  const ids = begins.mentorships.slice(0, 12);
  const mentorships = await Promise.all(ids.map((id) => mentorshipOf(work, id)));
  for (const m of mentorships) demand('session.plan', work, aboutMentorship(m));
  const [portfolio, ...others] = new Set(mentorships.map((m) => m.portfolio));
  if (others.length > 0)
    throw new Refused(
      'two-kinds',
      'Some of these mentorships are for the unit and some are not: plan a session for each kind.',
    );
  return {
    session: undefined,
    mentorships,
    forUnit: portfolio === undefined || (await isForUnit(portfolio, work)),
  };
}

export const menteesOf = (about: PlanSubject): readonly PersonId[] => about.mentorships.map((m) => m.mentee);

/** The plan's moment as its form says it (ms), or a problem beside the time. `never`/`twice` offer what exists. */
export function momentOf(
  values: Values,
  zone: string,
  show: (at: number) => string,
): { readonly at: number } | Problem {
  const date = textOf(values, 'date');
  const time = textOf(values, 'time');
  const placed = placedOrNot(date, time, zone);
  if (placed === undefined) return { at: 'time', say: 'Give a date and a time.' };
  if (placed.kind === 'once') return { at: placed.at };
  if (placed.kind === 'twice') {
    const which = textOf(values, 'which');
    if (which === 'earlier') return { at: placed.earlier };
    if (which === 'later') return { at: placed.later };
    return { at: 'which', say: 'The clocks go back: this time comes twice. Choose the first or the second.' };
  }
  return {
    at: 'time',
    say: `The clocks go forward: there is no ${time} that day. The nearest are ${show(placed.before)} and ${show(placed.after)}.`,
  };
}

/** Undefined where that is no date, or no time. */
function placedOrNot(date: string, time: string, zone: string): Placed | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return undefined;
  try {
    return place(date, time, zone);
  } catch {
    return undefined;
  }
}

/** Whether the wall clock shows the form's time twice that day. */
export function comesTwice(values: Values, zone: string): boolean {
  return placedOrNot(textOf(values, 'date'), textOf(values, 'time'), zone)?.kind === 'twice';
}

/** The goals that these answers name: those of the session, and what an objective serves. */
export const goalsIn = (answers: Answers): readonly GoalId[] => [
  ...new Set(
    [answers.values, ...rowsOf(answers, 'objectives').map((r) => r.values)]
      .flatMap((values, i) => manyOf(values, i === 0 ? 'goals' : 'goal'))
      .map((id) => id as GoalId),
  ),
];

/** Which goal an objective serves, as a part of it: the one it names, or the session's only one. */
export function goalServed(named: string | undefined, goals: readonly GoalId[]): Pick<Objective, 'goal'> {
  if (named !== undefined && named !== '') return { goal: named as GoalId };
  const [only] = goals.length === 1 ? goals : [];
  return only === undefined ? {} : { goal: only };
}

/** @param asGiven what `partsAsGiven` finds of it */
export const bodyOf = (answers: Answers, asGiven: PlanBody['asGiven'] = []): PlanBody => ({
  objectives: rowsOf(answers, 'objectives').map((r) => ({
    key: r.key,
    what: textOf(r.values, 'what'),
    measure: textOf(r.values, 'measure'),
    ...goalServed(textOf(r.values, 'goal'), goalsIn(answers)),
  })),
  activities: rowsOf(answers, 'activities').map((r) => ({
    key: r.key,
    what: textOf(r.values, 'what'),
    minutes: numberOf(r.values, 'minutes') ?? 0,
  })),
  resources: textOf(answers.values, 'resources'),
  resourcesWhy: textOf(answers.values, 'resources-why'),
  support: supportIn(answers),
  // A draft of before 0.5.0 that is still open.
  strategies: textOf(answers.values, 'strategies'),
  guidance: manyOf(answers.values, 'guidance'),
  goals: goalsIn(answers),
  asGiven,
});

/** What a plan says that is evidence for nothing: which goals it serves. */
const onlyGoals = ({ goals }: PlanBody): PlanBody => ({
  goals,
  objectives: [],
  activities: [],
  resources: '',
  resourcesWhy: '',
  strategies: '',
  support: [],
  guidance: [],
  asGiven: [],
});

/** A plan as its form shows it. `group`: it is for several mentees. */
export function answersOf(plan: PlanVersion, when: Values, group: boolean): Answers {
  return {
    values: {
      ...when,
      minutes: plan.minutes,
      title: plan.title,
      place: plan.place,
      kind: plan.kind,
      resources: plan.body.resources,
      'resources-why': plan.body.resourcesWhy,
      guidance: plan.body.guidance,
      goals: plan.body.goals,
    },
    rows: {
      objectives: plan.body.objectives.map(
        (o): Row => ({ key: o.key, values: { what: o.what, measure: o.measure, goal: o.goal ?? '' } }),
      ),
      // An earlier version's one text among them.
      [supportGroup]: supportRows(supportOf(plan.body), group, () => ''),
      activities: plan.body.activities.map((a): Row => ({ key: a.key, values: { what: a.what, minutes: a.minutes } })),
    },
  };
}

/** A template's activities, their shares scaled to whole minutes that sum to `minutes`; none shorter than one. */
export function scaled(activities: TemplateBody['activities'], minutes: number): TemplateBody['activities'] {
  const total = activities.reduce((n, a) => n + a.minutes, 0);
  if (total === 0 || activities.length === 0 || minutes < activities.length) return activities;
  const shares = activities.map((a) =>
    Math.max(1, Math.round((a.minutes * minutes) / total / 5) * 5 || Math.round((a.minutes * minutes) / total)),
  );
  let rest = minutes - shares.reduce((n, m) => n + m, 0);
  // What rounding left over goes to the longest, or is taken from it.
  while (rest !== 0) {
    const longest = shares.indexOf(Math.max(...shares));
    const change = rest > 0 ? rest : Math.max(rest, 1 - (shares[longest] ?? 1));
    if (change === 0) break;
    shares[longest] = (shares[longest] ?? 0) + change;
    rest -= change;
  }
  return activities.map((a, i) => ({ what: a.what, minutes: shares[i] ?? a.minutes }));
}

export async function templatesOf(work: ActorWork): Promise<readonly (TemplateBody & { readonly key: string })[]> {
  const rows = await work.rows.catalogue.current('template');
  return rows.flatMap((r) => {
    const read = templateBody.safeParse(r.body);
    return read.success ? [{ key: r.key, ...read.data }] : [];
  });
}

/** What a plan says, but for when. */
export type PlanWords = Pick<PlanVersion, 'minutes' | 'title' | 'place' | 'kind' | 'body' | 'copiedFrom' | 'unchanged'>;

/**
 * The session kept with its plan, everyone told, its prompts set: for a form's submission and for a template's tap.
 * With `series` or `together` it is one of several: its caller has seen to clashes and tells of all of them at once.
 */
export async function savePlan(
  about: PlanSubject,
  plan: PlanWords & { readonly startsAt: number; readonly afterwards: boolean },
  work: ActorWork,
  how: { readonly series?: NonNullable<Session['series']>; readonly together?: true } = {},
): Promise<Session> {
  const several = how.series !== undefined || how.together === true;
  const clash = several ? undefined : await clashWith(about, plan, work);
  if (clash !== undefined) throw new Refused('clash', clash);
  const first = about.mentorships[0];
  if (first === undefined) throw new Refused('nobody-to-plan-with', 'Say with whom: type plan and their name.');
  const old = about.session;
  if (old !== undefined && old.state !== 'planned')
    throw new Refused(
      'not-planned-any-more',
      'This session is no longer only planned, so its plan cannot change. Type sessions to see it.',
    );
  const version = (old?.planVersion ?? 0) + 1;
  const before = old === undefined ? undefined : await work.rows.sessions.plan(old.id);
  const moved =
    old === undefined ||
    old.startsAt !== plan.startsAt ||
    old.minutes !== plan.minutes ||
    old.place !== plan.place ||
    old.kind !== plan.kind;
  const session: Session = {
    id: old?.id ?? work.ids.next('session'),
    programme: work.programme.id,
    portfolio: first.portfolio,
    mentor: first.mentor,
    attendees:
      old?.attendees.map((a) => (moved ? { ...a, answer: 'asked', answeredAt: null, answeredVersion: null } : a)) ??
      about.mentorships.map((m) => ({
        mentorship: m.id,
        mentee: m.mentee,
        answer: 'asked',
        answeredVersion: null,
        answeredAt: null,
        confirmation: 'open',
        confirmedMinutes: null,
        confirmedAt: null,
        settledMinutes: null,
      })),
    title: plan.title,
    place: plan.place,
    kind: plan.kind,
    startsAt: plan.startsAt,
    minutes: plan.minutes,
    planVersion: version,
    state: 'planned',
    startedAt: null,
    endedAt: null,
    plannedAt: old?.plannedAt ?? work.now,
    plannedAfterwards: plan.afterwards || (old?.plannedAfterwards ?? false),
    revision: (old?.revision ?? 0) + 1,
    ...seriesLink(old?.series ?? how.series),
  };
  await work.rows.sessions.save(session);
  await work.rows.sessions.addPlan({
    session: session.id,
    version,
    startsAt: plan.startsAt,
    minutes: plan.minutes,
    title: plan.title,
    place: plan.place,
    kind: plan.kind,
    body: withKeysOfItsOwn(
      about.forUnit ? { ...plan.body, support: supportFor(plan.body, menteesOf(about)) } : onlyGoals(plan.body),
      before?.body,
      () => work.ids.next('row'),
    ),
    savedAt: work.now,
    // Also where a mentee has taken one of the times that the mentor offered.
    author: first.mentor,
    copiedFrom: plan.copiedFrom,
    unchanged: plan.unchanged,
  });
  await setPrompts(session, work, old !== undefined);
  // A series has one card for all its sessions; what changes of one of them is told as it is of any.
  if (session.series === undefined) {
    work.show('plan-status', session.id, { person: session.mentor });
    for (const a of session.attendees) work.show('invitation', session.id, { person: a.mentee });
  }
  // Whatever changed, both are told: a mentee who reads the plan reads the new one.
  if (old !== undefined && !several)
    for (const a of session.attendees)
      work.show('plan-changed', changedSubject.write({ session: session.id, version }), { person: a.mentee });
  await redrawSession(session, work);
  redrawSameTime(session.attendees, old === undefined ? [session] : [old, session], work);
  auditAll(
    old === undefined ? 'session.planned' : 'session.replanned',
    session,
    {
      version,
      startsAt: plan.startsAt,
      minutes: plan.minutes,
      kind: plan.kind,
      copiedFrom: plan.copiedFrom,
      unchanged: plan.unchanged,
      afterwards: session.plannedAfterwards,
      lastMinute: old !== undefined && isLastMinute(old.startsAt, session.startsAt, work.now),
    },
    work,
  );
  return session;
}

const seriesLink = (link: Session['series']): Pick<Session, 'series'> => (link === undefined ? {} : { series: link });

/** Every prompt of the session in its present version; those of an `earlier` one that no longer apply are cancelled. */
export async function setPrompts(session: Session, work: ActorWork, earlier = true): Promise<void> {
  if (earlier) {
    takeBackReminders(session.id, work);
    work.cancelAbout(session.id, ['beginning']);
  }
  for (const due of promptsOfSession(session, work.now, await reminderRecipients(work))) work.schedule(due);
}

/** The mentor's own clash, named: the one that is refused (docs/field.md#clashes). */
export async function clashWith(
  about: PlanSubject,
  plan: { readonly startsAt: number; readonly minutes: number },
  work: ActorWork,
): Promise<string | undefined> {
  const others = await work.rows.sessions.openOfMentor(work.actor.id, plan.startsAt - day, plannedEnd(plan));
  const clash = clashOf({ ...(about.session === undefined ? {} : { id: about.session.id }), ...plan }, others);
  if (clash === undefined) return undefined;
  const people = await work.people();
  const names = clash.attendees.map((a) => people.get(a.mentee)?.name ?? 'someone').join(' and ');
  return `You already have ${titleQuoted(clash)} with ${names} then. Choose another time, or move that session first.`;
}

/**
 * Mentees who are in another session then: named by their own name only, without what it is (docs/field.md#clashes).
 */
export async function menteesTaken(
  about: PlanSubject,
  plan: { readonly startsAt: number; readonly minutes: number },
  work: ActorWork,
): Promise<readonly PersonId[]> {
  const taken: PersonId[] = [];
  for (const mentee of menteesOf(about)) {
    const others = await work.rows.sessions.openOfMentee(
      mentee,
      plan.startsAt - day,
      plan.startsAt + plan.minutes * minute,
    );
    const expected = others.filter((o) => isExpected(o, mentee));
    if (clashOf({ ...(about.session === undefined ? {} : { id: about.session.id }), ...plan }, expected) !== undefined)
      taken.push(mentee);
  }
  return taken;
}

/** The same for the mentor as they plan; undefined where all are free. */
export async function takenInWords(
  about: PlanSubject,
  plan: { readonly startsAt: number; readonly minutes: number },
  work: ActorWork,
): Promise<string | undefined> {
  const people = await work.people();
  const names = (await menteesTaken(about, plan, work)).map((id) => people.get(id)?.name ?? 'Your mentee');
  return names.length === 0 ? undefined : `${listInWords(names)} ${names.length === 1 ? 'isn’t' : 'aren’t'} free then.`;
}

/** The sessions with these same people and nobody else, oldest first; without cancelled ones. */
export async function together(
  mentorships: readonly Mentorship[],
  work: Pick<ActorWork, 'rows'>,
): Promise<readonly Session[]> {
  const [first] = mentorships;
  if (first === undefined) return [];
  return (await work.rows.sessions.ofMentorship(first.id)).filter(
    (s) =>
      s.state !== 'cancelled' &&
      s.attendees.length === mentorships.length &&
      s.attendees.every((a) => mentorships.some((m) => m.id === a.mentorship)),
  );
}
