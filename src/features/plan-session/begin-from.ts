import { type Answers, manyOf, numberOf, type Option, rowsOf, textOf } from '../../chat/form.js';
import type { TemplateBody } from '../../domain/catalogue.js';
import type { Objective, PlanBody, PlanPart, PlanVersion, SessionKind, Support } from '../../domain/session.js';
import { supportOf } from '../../domain/support.js';
import { sameJson } from '../../kernel/chain.js';
import type { GoalId, SessionId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { goalsIn, type PlanSubject, scaled, subjectOf, templatesOf, together } from './making.js';
import { planSource } from './subjects.js';
import { begunSupport, followSupport, supportGroup, supportIsOwn, supportRows } from './support.js';

/** What a new plan can begin from: a template of the programme, or the last session's plan with the same people. */

type Words = Pick<TemplateBody, 'title' | 'activities' | 'resources'> & {
  readonly objectives: readonly (TemplateBody['objectives'][number] & Partial<Pick<Objective, 'goal'>>)[];
};

type PlanParts = Pick<PlanBody, 'objectives' | 'activities'>;

interface Source extends Words {
  /** What the plan remembers of it: `planSource`. */
  readonly copiedFrom: string;
  readonly kind: SessionKind;
  readonly resourcesWhy: string;
  readonly support: readonly Omit<Support, 'key'>[];
  /** Of a session's plan; a template has none. */
  readonly guidance: readonly string[];
  readonly goals: readonly string[];
}

const sessionKey = (id: SessionId): string => planSource.write({ what: 'session', id });

/** The choices, the last session's plan first; what each fills in is found again by its value. */
export async function sourcesFor(about: PlanSubject, work: ActorWork): Promise<readonly Option[]> {
  const all = await together(about.mentorships, work);
  // The last that has begun: of a series that is planned ahead, nobody means its very end.
  const last = all.filter((s) => s.startsAt <= work.now).at(-1) ?? all.at(-1);
  return [
    ...(last === undefined
      ? []
      : [{ value: sessionKey(last.id), label: `The last session’s plan: ${shorten(last.title, 45)}` }]),
    ...(await templatesOf(work)).map((t) => ({ value: t.key, label: t.name })),
  ];
}

/** What the chosen value stands for; undefined where nothing is chosen, or it is there no more. */
export async function sourceOf(about: PlanSubject, value: string, work: ActorWork): Promise<Source | undefined> {
  const { mentorships } = about;
  const template = (await templatesOf(work)).find((t) => t.key === value);
  if (template !== undefined)
    return {
      ...template,
      copiedFrom: planSource.write({ what: 'template', id: value }),
      resourcesWhy: '',
      support: begunSupport(mentorships, template),
      guidance: [],
      goals: [],
    };
  const session = (await together(mentorships, work)).find((s) => sessionKey(s.id) === value);
  const plan = session === undefined ? undefined : await work.rows.sessions.plan(session.id);
  if (plan === undefined) return undefined;
  const open = mentorships.flatMap((m) => m.goals.filter((g) => g.state === 'agreed').map((g) => g.id));
  const isOpen = (goal: GoalId): boolean => open.includes(goal);
  const proposed = mentorships.some((m) => m.state === 'proposed');
  return {
    ...plan.body,
    objectives: plan.body.objectives.map(({ goal, ...o }) => (goal !== undefined && isOpen(goal) ? { ...o, goal } : o)),
    // An earlier version's one text among them; its rows get keys of their own.
    support: supportOf(plan.body).map(({ key: _, ...s }) => s),
    copiedFrom: value,
    title: plan.title,
    // A first meeting is one only until both have signed.
    kind: proposed ? 'first' : plan.kind === 'first' ? 'standard' : plan.kind,
    goals: plan.body.goals.filter(isOpen),
  };
}

/** Fills in what is still empty from what was just chosen; whatever was typed stays. */
export async function follow(
  about: { readonly subject: string; readonly before: Answers; readonly answers: Answers },
  work: ActorWork,
): Promise<Answers> {
  const plan = await subjectOf(about.subject, work);
  if (!plan.forUnit) return about.answers;
  return followSupport(plan, withGoalsNamed(await followSource(plan, about, work)), work);
}

/** The goals that its objectives name are the session's. */
const withGoalsNamed = (answers: Answers): Answers =>
  goalsIn(answers).length === manyOf(answers.values, 'goals').length
    ? answers
    : { ...answers, values: { ...answers.values, goals: goalsIn(answers) } };

async function followSource(
  plan: PlanSubject,
  { before, answers }: { readonly before: Answers; readonly answers: Answers },
  work: ActorWork,
): Promise<Answers> {
  const { values } = answers;
  const chosen = textOf(values, 'template');
  const value =
    chosen === textOf(before.values, 'template') ? await templateOfKind(plan, before, answers, work) : chosen;
  if (value === '') return answers;
  const source = await sourceOf(plan, value, work);
  if (source === undefined) return answers;
  const earlier = await sourceOf(plan, textOf(before.values, 'template'), work);
  // What another choice filled in is nobody's own words.
  const free = (field: 'resources' | 'resourcesWhy', id: string): boolean =>
    ['', earlier?.[field] ?? ''].includes(textOf(values, id));
  const begun = [begunSupport(plan.mentorships), ...(earlier === undefined ? [] : [earlier.support])];
  const row = (r: Readonly<Record<string, string | number>>): { key: string; values: typeof r } => ({
    key: work.ids.next('row'),
    values: r,
  });
  const minutes = numberOf(values, 'minutes') ?? 0;
  return {
    values: {
      ...values,
      kind: source.kind,
      template: value,
      ...(textOf(values, 'title') === '' ? { title: source.title } : {}),
      ...(free('resources', 'resources') ? { resources: source.resources } : {}),
      ...(free('resourcesWhy', 'resources-why') ? { 'resources-why': source.resourcesWhy } : {}),
      ...(source.guidance.length > 0 && manyOf(values, 'guidance').length === 0 ? { guidance: source.guidance } : {}),
      ...(source.goals.length > 0 && manyOf(values, 'goals').length === 0 ? { goals: source.goals } : {}),
    },
    rows: {
      ...answers.rows,
      ...(filled(answers, 'objectives')
        ? {}
        : { objectives: source.objectives.map((o) => row({ what: o.what, measure: o.measure, goal: o.goal ?? '' })) }),
      ...((await ownActivities(plan, before, answers, work))
        ? {}
        : { activities: scaled(source.activities, minutes).map((a) => row({ what: a.what, minutes: a.minutes })) }),
      ...(supportIsOwn(answers, begun)
        ? {}
        : {
            [supportGroup]: supportRows(source.support, plan.mentorships.length > 1, () => work.ids.next('row')),
          }),
    },
  };
}

/**
 * The template that a kind brings along as it is chosen for a new plan; empty where it brings none. One that began from
 * another session's plan keeps it, and so does one whose template is of that kind already.
 */
async function templateOfKind(plan: PlanSubject, before: Answers, answers: Answers, work: ActorWork): Promise<string> {
  const kind = textOf(answers.values, 'kind');
  if (plan.session !== undefined || kind === textOf(before.values, 'kind')) return '';
  const chosen = textOf(answers.values, 'template');
  if (planSource.read(chosen)?.what === 'session') return '';
  const templates = await templatesOf(work);
  if (templates.find((t) => t.key === chosen)?.kind === kind) return '';
  return templates.find((t) => t.kind === kind)?.key ?? '';
}

const filled = (answers: Answers, group: string): boolean =>
  rowsOf(answers, group).some((r) => Object.values(r.values).some((v) => v !== ''));

const objectiveWords = (of: Words['objectives']): unknown => of.map((o) => [o.what, o.measure]);
const activityWords = (of: Words['activities']): unknown => of.map((a) => [a.what, a.minutes]);

/** Whether the activities are the mentor's own: those that a template, or an earlier choice, filled in are not. */
async function ownActivities(plan: PlanSubject, before: Answers, answers: Answers, work: ActorWork): Promise<boolean> {
  if (!filled(answers, 'activities')) return false;
  const there = rowsOf(answers, 'activities').map((r) => [textOf(r.values, 'what'), numberOf(r.values, 'minutes')]);
  const earlier = await sourceOf(plan, textOf(before.values, 'template'), work);
  const lengths = [before, answers].map((a) => numberOf(a.values, 'minutes') ?? 0);
  return ![...(await templatesOf(work)), ...(earlier === undefined ? [] : [earlier])].some((t) =>
    lengths.some((minutes) => sameJson(there, activityWords(scaled(t.activities, minutes)))),
  );
}

/** A copy without a change in anything that matters: shown on the record (docs/field.md#the-plan-in-force). */
export function isUnchanged(source: Source, body: PlanBody, minutes: number): boolean {
  return given(source, body, minutes).length === 2;
}

/** Which parts of a plan stand as this source has them. */
const given = (
  source: Pick<Words, 'objectives' | 'activities'>,
  body: PlanParts,
  minutes: number,
): readonly PlanPart[] => [
  ...(sameJson(objectiveWords(source.objectives), objectiveWords(body.objectives)) ? (['objectives'] as const) : []),
  ...(sameJson(activityWords(scaled(source.activities, minutes)), activityWords(body.activities))
    ? (['activities'] as const)
    : []),
];

/**
 * Which parts of a plan stand as any template has them, or the plan that it began from (`PlanBody.asGiven`). What was so in
 * its last version, and has not changed since, is so still, however the templates are worded by now.
 */
export async function partsAsGiven(
  of: { readonly body: PlanParts; readonly minutes: number },
  from: { readonly source?: Source | undefined; readonly old?: PlanVersion | undefined },
  work: ActorWork,
): Promise<readonly PlanPart[]> {
  const { source, old } = from;
  const all = [...(await templatesOf(work)), ...(source === undefined ? [] : [source])];
  const found = new Set(all.flatMap((s) => given(s, of.body, of.minutes)));
  if (old !== undefined)
    for (const part of given(old.body, of.body, of.minutes)) if (old.body.asGiven.includes(part)) found.add(part);
  return (['objectives', 'activities'] as const).filter((part) => found.has(part) && of.body[part].length > 0);
}
