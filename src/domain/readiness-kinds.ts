import { count, listInWords, minutesInWords } from '../kernel/words.js';
import { local } from '../kernel/zoned.js';
import { citableOf } from './citable.js';
import type { EvidenceKind } from './criteria.js';
import { type Theme, themes } from './instrument.js';
import { thoughtOn } from './plan-quality.js';
import type { FactsSession, PortfolioFacts } from './portfolio-facts.js';
import { sessionsToFollow } from './practice-change.js';
import { type Found, finding } from './readiness-finding.js';
import { type Scene, sceneOf } from './readiness-scene.js';
import { hoursInWords } from './skill-hours.js';
import { doneFor } from './support.js';
import type { Source } from './triangulation.js';

/**
 * Each kind of evidence (docs/field.md#readiness): what there is of it, and what its mentor can still do. What comes from
 * mentees is counted as it was given, and is never a gap.
 */

type Look = (scene: Scene) => Found;

/** Whether its mentor reads it: then it says “you”. */
const yours = ({ reader }: Pick<PortfolioFacts, 'reader'>): boolean => reader === 'mentor';

/** “3 of 5”, as people say it; of one thing “1 of 1” says less than “it”. */
const nOf = (n: number, of: number, what: string): string => `${n} of ${count(of, what)}`;

const agreement: Look = ({ facts }) => {
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
    label: 'Agreement',
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

const plans: Look = ({ held, next, forNextPlan }) => {
  const before = held.filter((s) => s.plan !== null && !s.plannedAfterwards).length;
  return finding({
    label: 'Plans',
    asks: 'Was the plan there before the session, and was it made for this mentee?',
    there:
      held.length === 0
        ? []
        : [`${nOf(before, held.length, 'session')} planned before ${held.length === 1 ? 'it' : 'they'} began.`],
    gaps: held.length === 0 && next === undefined ? [forNextPlan('No session is planned yet.')] : [],
    any: before > 0 || next !== undefined,
  });
};

const objectives: Look = ({ held, next, facts, forNextPlan }) => {
  const all = held.flatMap((s) => s.plan?.body.objectives ?? []).filter((o) => o.what.trim() !== '');
  const seen = all.filter((o) => thoughtOn(o.what, o.measure) === '').length;
  const named = all.filter((o) => o.goal !== undefined).length;
  const vague = (next?.plan?.body.objectives ?? []).filter((o) => thoughtOn(o.what, o.measure) !== '').length;
  const goals = facts.mentorships.some((m) => m.goals.some((g) => g.state === 'agreed'));
  return finding({
    label: 'Objectives',
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

const activities: Look = ({ held, recorded, forRecord }) => {
  const timed = held.filter((s) => (s.plan?.body.activities.length ?? 0) > 0).length;
  const said = recorded.filter((s) => s.record?.body.keptTo !== null).length;
  return finding({
    label: 'Activities',
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

const resources: Look = ({ held, forNextPlan }) => {
  const named = held.filter((s) => s.plan !== null && s.plan.body.resources.trim() !== '');
  const why = named.filter((s) => s.plan?.body.resourcesWhy.trim() !== '').length;
  return finding({
    label: 'Resources',
    asks: 'Why did these suit this mentee’s role?',
    there: named.length === 0 ? [] : [`Resources in ${count(named.length, 'plan')}; why they suit in ${why}.`],
    gaps:
      held.length > 0 && why === 0 ? [forNextPlan('No plan says yet why its resources suit the mentee’s role.')] : [],
    any: named.length > 0,
  });
};

const support: Look = ({ held, recorded, forNextPlan, forRecord }) => {
  const rows = held.flatMap((s) => (s.plan === null ? [] : doneFor(s.plan.body)));
  const effects = (s: FactsSession): ReadonlySet<string> =>
    new Set((s.record?.body.support ?? []).filter((e) => e.did !== null || e.line.trim() !== '').map((e) => e.key));
  const unsaid = recorded.filter(
    (s) => s.plan !== null && doneFor(s.plan.body).some((row) => !effects(s).has(row.key)),
  );
  const said = recorded.reduce((n, s) => n + effects(s).size, 0);
  return finding({
    label: 'Support',
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

const hours: Look = ({ facts, hours: h, forNextPlan }) => {
  const target = facts.portfolio.unit?.rules.minutes ?? 0;
  const short = target - h.deliveredMinutes;
  return finding({
    label: 'Hours',
    asks: 'Who confirmed this time, and which agreement was it under?',
    there:
      h.deliveredMinutes === 0
        ? []
        : [
            `${minutesInWords(h.deliveredMinutes)} delivered, ${minutesInWords(h.confirmedMinutes)} of it confirmed${target === 0 ? '' : `, of ${minutesInWords(target)}`}.`,
            ...(h.disputedMinutes > 0
              ? [
                  `${minutesInWords(h.disputedMinutes)} ${h.disputedMinutes === 1 ? 'waits' : 'wait'}, as the lengths differ.`,
                ]
              : []),
          ],
    gaps: short > 0 ? [forNextPlan(`${minutesInWords(short)} are still to be held and recorded.`)] : [],
    any: h.deliveredMinutes > 0,
  });
};

const lagWords = ['at the time', 'late', 'retrospective'] as const;

const records: Look = ({ held, unrecorded, forRecord }) => {
  const there = held.filter((s) => s.head !== null);
  const by = lagWords.flatMap((lag) => {
    const n = there.filter((s) => s.lag === lag).length;
    return n === 0 ? [] : [`${n} ${lag}`];
  });
  return finding({
    label: 'Records',
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

const skills: Look = ({ facts, byHour: { hours: all, thin } }) => {
  const core = facts.skills.filter((s) => s.core);
  const whole = all.filter((h) => h.minutes === 60).length;
  const name = (key: string): string => core.find((s) => s.key === key)?.text ?? key;
  return finding({
    label: 'Core skills',
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

const guidance: Look = ({ held, recorded, forNextPlan, forRecord }) => {
  const refer = (s: FactsSession): boolean => (s.plan?.body.guidance.length ?? 0) > 0;
  const applied = recorded.filter((s) => s.record?.body.guidance.some((g) => g.how.trim() !== '') === true).length;
  const named = held.filter(refer).length;
  const open = recorded.filter(refer);
  return finding({
    label: 'Guidance',
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

const restorative: Look = ({ recorded }) => {
  const all = recorded.filter((s) => s.record?.body.restorative !== null);
  const agreed = all.filter((s) => s.record?.body.restorative?.agreed.trim() !== '').length;
  return finding({
    label: 'Restorative conversations',
    asks: 'What was agreed, and what came of it?',
    // Nobody has to have had one.
    there: all.length === 0 ? [] : [`${count(all.length, 'conversation')}; something was agreed in ${agreed}.`],
    gaps: [],
    any: all.length > 0,
  });
};

/** What each tool is called; what comes of it is counted where it was given. */
const toolWords = {
  'after-session': 'forms after sessions',
  mid: 'reviews half-way',
  end: 'reviews at the end',
  self: 'self-assessment',
  stakeholder: 'somebody beside the mentorship',
  levels: 'goals rated',
  testimony: 'testimony',
  observation: 'observation',
  discussion: 'a discussion',
  conversation: 'conversations noted together',
} as const;
type Tool = keyof typeof toolWords;

function given(facts: PortfolioFacts): readonly { readonly tool: Tool; readonly at: number }[] {
  return [
    ...facts.answers.map((a) => ({ tool: a.instrument as Tool, at: a.heldAt ?? a.at })),
    ...facts.levels.map((l) => ({ tool: 'levels' as const, at: l.at })),
    ...facts.attestations.map((a) => ({ tool: a.kind, at: a.givenAt ?? a.askedAt })),
  ];
}

const feedback: Look = ({ facts }) => {
  const all = given(facts);
  const tools = new Set(all.map((g) => g.tool));
  const days = new Set(all.map((g) => local(g.at, facts.zone).date)).size;
  return finding({
    label: 'Feedback',
    asks: 'Who said what, when, and in answer to which question?',
    there:
      all.length === 0
        ? []
        : [
            `Given at ${count(days, 'point')} in time, by ${count(tools.size, 'tool')}: ${listInWords(
              (Object.keys(toolWords) as Tool[]).filter((t) => tools.has(t)).map((t) => toolWords[t]),
            )}.`,
          ],
    // What others did not give is nothing that a mentor could mend.
    gaps: [],
    any: all.length > 0,
  });
};

const reviews: Look = ({ facts }) => {
  const own = facts.answers.filter((a) => a.source === 'self');
  const others = facts.answers.filter((a) => a.instrument === 'mid' || a.instrument === 'end');
  const forms = (all: PortfolioFacts['answers']): number => new Set(all.map((a) => a.citation.split('/')[0])).size;
  const open = facts.mentorships.flatMap((m) =>
    m.reviews
      .filter((r) => r.closesAt > facts.at && !own.some((a) => a.mentorship === m.id && a.at >= r.openedAt))
      .map((r) => ({ m, r })),
  );
  return finding({
    label: 'Reviews',
    asks: 'How did you see your own mentoring half-way and at the end, and how did others?',
    there: [
      ...(own.length === 0 ? [] : [`A self-assessment, given ${times(forms(own))}.`]),
      ...(others.length === 0 ? [] : [`${count(forms(others), 'review')} from the other side.`]),
    ],
    gaps:
      open.length === 0
        ? []
        : open.slice(0, 1).map(({ m }) => ({
            say: yours(facts) ? 'No review from your own side yet.' : 'No review from the mentor’s own side yet.',
            mend: { by: 'self-review' as const, about: m.id },
          })),
    any: own.length > 0 || others.length > 0,
  });
};

const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);

const stakeholders: Look = ({ facts }) => {
  const people = new Set(facts.answers.filter((a) => a.source === 'stakeholder').map((a) => a.by)).size;
  const kinds = (['observation', 'testimony'] as const).flatMap((kind) => {
    const n = facts.attestations.filter((a) => a.kind === kind).length;
    return n === 0 ? [] : [kind === 'observation' ? count(n, 'observation') : count(n, 'testimony', 'testimonies')];
  });
  const there = [...(people === 0 ? [] : [`${count(people, 'person', 'people')} beside the mentorship`]), ...kinds];
  const supervised = facts.readers.some((r) => r.as === 'supervisor');
  return finding({
    label: 'Somebody besides the two',
    asks: 'Who else saw a difference, and what did they see?',
    there: there.length === 0 ? [] : [`${capital(listInWords(there))}.`],
    gaps:
      there.length > 0
        ? []
        : [
            {
              say: `Nothing yet from anybody besides ${yours(facts) ? 'the two of you' : 'mentor and mentee'}: an observation by ${yours(facts) ? 'your' : 'the'} ${supervised ? 'supervisor' : 'supervisor or assessor'} can stand here.`,
              mend: { by: 'observation', about: facts.portfolio.id },
            },
          ],
    any: there.length > 0,
  });
};

const capital = (s: string): string => `${s.charAt(0).toUpperCase()}${s.slice(1)}`;

const changes: Look = ({ facts }) => {
  const mentor = facts.portfolio.mentor;
  const followed = (from: number): number => facts.sessions.filter((s) => s.minutes > 0 && s.beganAt >= from).length;
  const said = (c: PortfolioFacts['changes'][number]): boolean => c.since.some((s) => s.by === mentor);
  const after = facts.changes.filter((c) => said(c) && followed(c.from) >= sessionsToFollow).length;
  const unsaid = facts.changes.filter((c) => !said(c) && followed(c.from) >= sessionsToFollow);
  return finding({
    label: 'Changes of practice',
    asks: 'What did you change because of that, and what followed?',
    there:
      facts.changes.length === 0
        ? []
        : [`${count(facts.changes.length, 'change')}; what followed can be seen of ${after}.`],
    gaps:
      facts.changes.length === 0
        ? [{ say: 'No change of practice is noted yet.', mend: { by: 'change', about: facts.portfolio.id } }]
        : unsaid.length === 0
          ? []
          : [
              {
                say: `Whether it was done is not said yet of ${count(unsaid.length, 'change')}.`,
                mend: { by: 'change', about: facts.portfolio.id },
              },
            ],
    any: facts.changes.length > 0,
  });
};

/** Themes of which more than one source says something. */
function compared(facts: PortfolioFacts): readonly Theme[] {
  const by = new Map<Theme, Set<Source>>();
  for (const { theme, source } of citableOf(facts))
    if (source !== 'plan' && source !== 'change') by.set(theme, new Set([...(by.get(theme) ?? []), source]));
  return themes.filter((theme) => theme !== 'other' && (by.get(theme)?.size ?? 0) > 1);
}

const triangulation: Look = ({ facts }) => {
  const all = compared(facts);
  const marked = new Set(facts.marks.map((m) => m.theme));
  const open = all.filter((theme) => !marked.has(theme)).length;
  return finding({
    label: 'Sources compared',
    asks: 'Where do your sources agree, and which one does not?',
    there: marked.size === 0 ? [] : [`How they agree is marked on ${count(marked.size, 'theme')}.`],
    gaps:
      open === 0
        ? []
        : [
            {
              say: `${count(open, 'theme')} ${open === 1 ? 'has' : 'have'} more than one source, and no mark yet.`,
              mend: { by: 'marks', about: facts.portfolio.id },
            },
          ],
    any: marked.size > 0,
  });
};

/** `driscoll/so-what/strategy` → `driscoll/so-what`. */
const sectionOf = (question: string): string => question.split('/').slice(0, 2).join('/');
const isAhead = ({ question }: { readonly question: string }): boolean => question.startsWith('ahead/');

const reflection: Look = ({ facts }) => {
  const mend = { by: 'reflection', about: facts.portfolio.id } as const;
  const r = facts.reflection;
  const written = r?.pieces?.filter((p) => !isAhead(p)) ?? [];
  const sections = new Set(written.map((p) => sectionOf(p.question)));
  const citing = new Set(written.filter((p) => p.cites.length > 0).map((p) => sectionOf(p.question)));
  const bare = sections.size - citing.size;
  return finding({
    label: 'Reflection',
    asks: 'What does this mean for your mentoring, and what shows it?',
    there:
      r === null || r.versions === 0
        ? []
        : [
            `${count(r.versions, 'version')} kept${sections.size === 0 ? '' : `, ${count(sections.size, 'section')} begun`}.`,
            ...(r.declaration === null ? [] : ['Declared as the mentor’s own work.']),
          ],
    gaps:
      r === null || r.versions === 0
        ? [{ say: 'No reflection is begun yet.', mend }]
        : [
            ...(bare === 0
              ? []
              : [{ say: `${count(bare, 'section')} ${bare === 1 ? 'points' : 'point'} to no evidence yet.`, mend }]),
            ...(r.declaration === null ? [{ say: 'It is not declared as own work yet.', mend }] : []),
          ],
    any: r !== null && r.versions > 0,
  });
};

const ahead: Look = ({ facts }) => {
  // Of a draft nobody but its mentor knows what is in it.
  const pieces = facts.reflection?.pieces ?? null;
  const all = pieces?.filter(isAhead) ?? [];
  const dated = all.filter(
    (p) => p.action !== undefined && p.action.owner.trim() !== '' && p.action.due !== null,
  ).length;
  return finding({
    label: 'Actions ahead',
    asks: 'What will you do next, who sees to it, and by when?',
    there: all.length === 0 ? [] : [`${count(all.length, 'action')}, ${dated} with whose it is and by when.`],
    gaps:
      all.length > 0 || (facts.reflection !== null && pieces === null)
        ? []
        : [{ say: 'No action ahead is noted yet.', mend: { by: 'reflection', about: facts.portfolio.id } }],
    any: all.length > 0,
  });
};

const looks: Readonly<Record<EvidenceKind, Look>> = {
  agreement,
  plans,
  objectives,
  activities,
  resources,
  support,
  hours,
  records,
  skills,
  guidance,
  restorative,
  feedback,
  reviews,
  stakeholders,
  changes,
  triangulation,
  reflection,
  ahead,
};

export function foundOf(facts: PortfolioFacts): Readonly<Record<EvidenceKind, Found>> {
  const scene = sceneOf(facts);
  return Object.fromEntries(Object.entries(looks).map(([kind, look]) => [kind, look(scene)])) as Readonly<
    Record<EvidenceKind, Found>
  >;
}
