import { count, listInWords, minutesInWords, minutesWith } from '../kernel/words.js';
import { evidenceWords } from './criteria.js';
import { thoughtOn } from './plan-quality.js';
import type { FactsSession } from './portfolio-facts.js';
import { finding, type Look } from './readiness-finding.js';
import { hoursInWords } from './skill-hours.js';
import { doneFor } from './support.js';

/** What agreements, plans and records show (docs/field.md#readiness). */

/** “3 of 5 sessions”. */
const nOf = (n: number, of: number, what: string): string => `${n} of ${count(of, what)}`;

export const agreement: Look = ({ facts }) => {
  const agreed = facts.mentorships.length;
  const newest = facts.mentorships.map((m) => ({ m, body: m.agreements.at(-1)?.body ?? null }));
  const unsaid = newest.filter(
    ({ m, body }) =>
      m.state === 'active' &&
      body !== null &&
      body.purpose !== '' &&
      (body.minutes === undefined || body.until === undefined),
  );
  return finding({
    label: evidenceWords.agreement,
    asks: 'What did you agree on purpose, boundaries and confidentiality, and when did both of you sign?',
    there: agreed === 0 ? [] : [`${count(agreed, 'agreement')} signed by both.`],
    gaps:
      agreed === 0
        ? [{ say: 'Nothing is agreed with anybody yet.', mend: null }]
        : unsaid.map(({ m }) => ({
            say: `The agreement with ${facts.called[m.mentee] ?? 'your mentee'} does not say yet until when, and how much time is meant.`,
            mend: { by: 'agreement' as const, about: m.id },
          })),
    any: agreed > 0,
  });
};

export const plans: Look = ({ held, next, forNextPlan }) => {
  const before = held.filter((s) => s.plan !== null && !s.plannedAfterwards).length;
  return finding({
    label: evidenceWords.plans,
    asks: 'Was the plan there before the session, and was it made for this mentee?',
    there:
      held.length === 0
        ? []
        : [`${nOf(before, held.length, 'session')} planned before ${held.length === 1 ? 'it' : 'they'} began.`],
    gaps: held.length === 0 && next === undefined ? [forNextPlan('No session is planned yet.')] : [],
    any: before > 0 || next !== undefined,
  });
};

export const objectives: Look = ({ held, next, facts, forNextPlan }) => {
  const all = held.flatMap((s) => s.plan?.body.objectives ?? []).filter((o) => o.what.trim() !== '');
  const seen = all.filter((o) => thoughtOn(o.what, o.measure) === '').length;
  const named = all.filter((o) => o.goal !== undefined).length;
  const vague = (next?.plan?.body.objectives ?? []).filter((o) => thoughtOn(o.what, o.measure) !== '').length;
  const goals = facts.mentorships.some((m) => m.goals.some((g) => g.state === 'agreed'));
  return finding({
    label: evidenceWords.objectives,
    asks: 'How would both of you see that this was met?',
    there:
      all.length === 0
        ? []
        : [
            `${nOf(seen, all.length, 'objective')} can be seen met or not; ${named} ${named === 1 ? 'names' : 'name'} the goal it serves.`,
          ],
    gaps: [
      ...(vague > 0 ? [forNextPlan('The next plan has an objective that nobody could see met yet.')] : []),
      ...(all.length > 0 && named === 0 && goals
        ? [forNextPlan('No objective names the goal that it serves yet.')]
        : []),
    ],
    any: all.length > 0,
  });
};

export const activities: Look = ({ held, recorded, forRecord }) => {
  const timed = held.filter((s) => (s.plan?.body.activities.length ?? 0) > 0).length;
  const said = recorded.filter((s) => s.record?.body.keptTo !== null).length;
  return finding({
    label: evidenceWords.activities,
    asks: 'Were the times kept to, and what did you change on the day?',
    there:
      timed === 0
        ? []
        : [
            `Timed activities in the plans of ${count(timed, 'session')}.`,
            ...(said === 0
              ? []
              : [`${nOf(said, recorded.length, 'record')} ${said === 1 ? 'says' : 'say'} whether they were kept to.`]),
          ],
    gaps: timed > 0 && said === 0 ? forRecord('No record says yet whether the activities were kept to.', recorded) : [],
    any: timed > 0,
  });
};

export const resources: Look = ({ held, forNextPlan }) => {
  const named = held.filter((s) => s.plan !== null && s.plan.body.resources.trim() !== '');
  const why = named.filter((s) => s.plan?.body.resourcesWhy.trim() !== '').length;
  return finding({
    label: evidenceWords.resources,
    asks: 'Why did these suit this mentee’s role?',
    there: named.length === 0 ? [] : [`Resources in ${count(named.length, 'plan')}; why they suit in ${why}.`],
    gaps:
      held.length > 0 && why === 0 ? [forNextPlan('No plan says yet why its resources suit the mentee’s role.')] : [],
    any: named.length > 0,
  });
};

export const support: Look = ({ held, recorded, forNextPlan, forRecord }) => {
  const rows = held.flatMap((s) => (s.plan === null ? [] : doneFor(s.plan.body)));
  const effects = (s: FactsSession): ReadonlySet<string> =>
    new Set((s.record?.body.support ?? []).filter((e) => e.did !== null || e.line.trim() !== '').map((e) => e.key));
  const unsaid = recorded.filter(
    (s) => s.plan !== null && doneFor(s.plan.body).some((row) => !effects(s).has(row.key)),
  );
  const said = recorded.reduce((n, s) => n + effects(s).size, 0);
  return finding({
    label: evidenceWords.support,
    asks: 'Which need was it, what did you do, and what did it do?',
    there: rows.length === 0 ? [] : [`${count(rows.length, 'need')} planned for; what it did is said of ${said}.`],
    gaps:
      rows.length === 0
        ? held.length === 0
          ? []
          : [forNextPlan('No plan says yet what is done for a need.')]
        : unsaid.length === 0
          ? []
          : forRecord(`What the support did is not said yet of ${count(unsaid.length, 'session')}.`, unsaid),
    any: rows.length > 0,
  });
};

export const hours: Look = ({ facts, hours: h, forNextPlan }) => {
  const target = facts.portfolio.unit?.rules.minutes ?? 0;
  const short = target - h.deliveredMinutes;
  return finding({
    label: evidenceWords.hours,
    asks: 'Who confirmed this time, and which agreement was it under?',
    there:
      h.deliveredMinutes === 0
        ? []
        : [
            `${minutesInWords(h.deliveredMinutes)} delivered, ${minutesInWords(h.confirmedMinutes)} of it confirmed${target === 0 ? '' : `, of ${minutesInWords(target)}`}.`,
            ...(h.disputedMinutes > 0
              ? [`${minutesWith(h.disputedMinutes, 'waits', 'wait')}, as the lengths differ.`]
              : []),
          ],
    gaps: short > 0 ? [forNextPlan(`${minutesWith(short, 'is', 'are')} still to be held and recorded.`)] : [],
    any: h.deliveredMinutes > 0,
  });
};

const lagWords = ['at the time', 'late', 'retrospective'] as const;

export const records: Look = ({ held, unrecorded, forRecord }) => {
  const there = held.filter((s) => s.head !== null);
  const by = lagWords.flatMap((lag) => {
    const n = there.filter((s) => s.lag === lag).length;
    return n === 0 ? [] : [`${n} ${lag}`];
  });
  return finding({
    label: evidenceWords.records,
    asks: 'When was this written?',
    there:
      there.length === 0
        ? []
        : [
            `${nOf(there.length, held.length, 'session')} with a record${by.length === 0 ? '' : `: ${listInWords(by)}`}.`,
          ],
    gaps:
      unrecorded.length === 0
        ? []
        : forRecord(
            `${count(unrecorded.length, 'session')} ${unrecorded.length === 1 ? 'has' : 'have'} no record yet.`,
            unrecorded,
            'oldest',
          ),
    any: there.length > 0,
  });
};

export const skills: Look = ({ facts, byHour: { hours: all, thin } }) => {
  const core = facts.skills.filter((s) => s.core);
  const whole = all.filter((h) => h.minutes === 60).length;
  const name = (key: string): string => core.find((s) => s.key === key)?.text ?? key;
  return finding({
    label: evidenceWords.skills,
    asks: 'Where in this hour did you show it? Say what you did, and what your mentee did then.',
    there:
      whole === 0 || core.length === 0
        ? []
        : [`${core.length - thin.length} of ${core.length} core skills shown in every whole hour so far.`],
    gaps: thin.map((t) => ({
      say: `${name(t.skill)}: not shown yet in ${hoursInWords(t.without)}.`,
      mend: { by: 'by-hour' as const, about: facts.portfolio.mentor },
    })),
    any: whole > 0 && core.length > thin.length,
  });
};

export const guidance: Look = ({ held, recorded, forNextPlan, forRecord }) => {
  const refer = (s: FactsSession): boolean => (s.plan?.body.guidance.length ?? 0) > 0;
  const applied = recorded.filter((s) => s.record?.body.guidance.some((g) => g.how.trim() !== '') === true).length;
  const named = held.filter(refer).length;
  const open = recorded.filter(refer);
  return finding({
    label: evidenceWords.guidance,
    asks: 'Which edition, and what did you do because of it?',
    there:
      named === 0 ? [] : [`Guidance in ${count(named, 'plan')}; how it was applied in ${count(applied, 'record')}.`],
    gaps:
      held.length === 0
        ? []
        : named === 0
          ? [forNextPlan('No plan refers to any guidance yet.')]
          : applied === 0
            ? forRecord('No record says yet how guidance was applied.', open)
            : [],
    any: named > 0,
  });
};

export const restorative: Look = ({ recorded }) => {
  const all = recorded.filter((s) => s.record?.body.restorative !== null);
  const agreed = all.filter((s) => s.record?.body.restorative?.agreed.trim() !== '').length;
  return finding({
    label: evidenceWords.restorative,
    asks: 'What was agreed, and what came of it?',
    // Nobody has to have had one.
    there: all.length === 0 ? [] : [`${count(all.length, 'conversation')}; something was agreed in ${agreed}.`],
    gaps: [],
    any: all.length > 0,
  });
};
