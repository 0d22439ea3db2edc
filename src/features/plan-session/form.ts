import { sentence } from '../../chat/card.js';
import { type Answers, manyOf, numberOf, type Problem, rowsOf, textOf } from '../../chat/form.js';
import { say, strong } from '../../chat/text.js';
import type { SessionKind } from '../../domain/session.js';
import { listInWords } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { buildPlanForm, sumWords } from './fields.js';
import {
  answersOf,
  bodyOf,
  clashWith,
  menteesTaken,
  momentOf,
  savePlan,
  scaled,
  subjectOf,
  templatesOf,
} from './making.js';
import { hintsFor } from './measurable.js';

async function problems(
  about: { readonly subject: string; readonly answers: Answers },
  work: ActorWork,
): Promise<readonly Problem[]> {
  const { values } = about.answers;
  const found: Problem[] = [];
  const plan = await subjectOf(about.subject, work);
  const at = momentOf(values, work.actor.zone, (ms) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: work.actor.zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(ms),
  );
  const minutes = numberOf(values, 'minutes') ?? 0;
  if ('say' in at) found.push(at);
  else {
    const tookPlace = manyOf(values, 'afterwards').includes('yes');
    if (at.at < work.now && !tookPlace)
      found.push({
        at: 'time',
        say:
          plan.session === undefined
            ? 'This time is past. Choose a later one, or say that it took place already.'
            : 'This time is past. Choose a later one.',
      });
    else if (at.at > work.now + 2 * 366 * 86_400_000)
      found.push({ at: 'date', say: 'This is more than two years away. Check the year.' });
    else {
      const clash = await clashWith(plan, { startsAt: at.at, minutes }, work);
      if (clash !== undefined) found.push({ at: 'time', say: clash });
    }
  }
  if (plan.mentorships.some((m) => m.state === 'proposed') && textOf(values, 'kind') !== 'first')
    found.push({
      at: 'kind',
      say: 'The agreement is not signed by both yet: only a first meeting can be planned until it is.',
    });
  const activities = rowsOf(about.answers, 'activities');
  const sum = activities.reduce((n, r) => n + (numberOf(r.values, 'minutes') ?? 0), 0);
  if (activities.length > 0 && sum !== minutes) found.push({ at: 'activities', say: sumWords(about.answers) });
  return found;
}

export const planForm: FormFeature = {
  build: buildPlanForm,
  problems,
  async hints(answers, about, work) {
    const found = [...hintsFor(rowsOf(answers, 'objectives'))];
    const at = momentOf(answers.values, work.actor.zone, String);
    if (!('say' in at)) {
      const plan = await subjectOf(about.subject, work);
      const people = await work.people();
      for (const id of await menteesTaken(
        plan,
        { startsAt: at.at, minutes: numberOf(answers.values, 'minutes') ?? 0 },
        work,
      ))
        found.push({ at: 'time', say: `${people.get(id)?.name ?? 'Your mentee'} isn’t free then.` });
    }
    return found;
  },
  async follow(about, work) {
    const { before, answers } = about;
    const key = textOf(answers.values, 'template');
    const minutes = numberOf(answers.values, 'minutes') ?? 0;
    const template = (await templatesOf(work)).find((t) => t.key === key);
    const chosen = key !== '' && key !== textOf(before.values, 'template');
    const filled = (group: string): boolean =>
      rowsOf(answers, group).some((r) => Object.values(r.values).some((v) => v !== ''));
    if (template === undefined || !chosen) return answers;
    return {
      values: {
        ...answers.values,
        kind: template.kind,
        ...(textOf(answers.values, 'title') === '' ? { title: template.title } : {}),
        ...(textOf(answers.values, 'resources') === '' ? { resources: template.resources } : {}),
      },
      rows: {
        ...answers.rows,
        ...(filled('objectives')
          ? {}
          : { objectives: template.objectives.map((o) => ({ key: work.ids.next('row'), values: o })) }),
        // Activities that were only ever a template's are the new template's; typed ones stay.
        ...(filled('activities') && textOf(before.values, 'template') === ''
          ? {}
          : {
              activities: scaled(template.activities, minutes).map((a) => ({ key: work.ids.next('row'), values: a })),
            }),
      },
    };
  },
  async submit(about, work) {
    const plan = await subjectOf(about.subject, work);
    const { values } = about.answers;
    const at = momentOf(values, work.actor.zone, String);
    if ('say' in at) return { problems: [at] };
    const body = bodyOf(about.answers);
    const key = textOf(values, 'template');
    const template = (await templatesOf(work)).find((t) => t.key === key);
    const old = plan.session === undefined ? undefined : await work.rows.sessions.plan(plan.session.id);
    if (old !== undefined && plan.session !== undefined) {
      const same = answersOf(old, { date: textOf(values, 'date'), time: textOf(values, 'time') });
      const nothing =
        plan.session.startsAt === at.at &&
        JSON.stringify(bodyOf(same)) === JSON.stringify(body) &&
        ['minutes', 'title', 'place', 'kind'].every((f) => (same.values[f] ?? '') === (values[f] ?? ''));
      if (nothing)
        return { kind: 'close', say: sentence('Nothing changed', 'The plan is as it was, so nobody was told.') };
    }
    const session = await savePlan(
      plan,
      {
        startsAt: at.at,
        minutes: numberOf(values, 'minutes') ?? 0,
        title: textOf(values, 'title'),
        place: textOf(values, 'place'),
        kind: textOf(values, 'kind') as SessionKind,
        body,
        copiedFrom: template === undefined ? (old?.copiedFrom ?? null) : `template:${template.key}`,
        unchanged: template !== undefined && sameAs(template, body, numberOf(values, 'minutes') ?? 0),
        afterwards: at.at < work.now,
      },
      work,
    );
    const people = await work.people();
    const names = listInWords(session.attendees.map((a) => people.get(a.mentee)?.name ?? 'your mentee'));
    return {
      kind: 'close',
      say: {
        title: plan.session === undefined ? 'Planned' : 'Plan changed',
        summary: say`${names} will be told now.`,
        blocks: [
          {
            kind: 'text',
            text: say`${strong(session.title)}, ${{ moment: session.startsAt, as: 'day-time' }}. ${names} will be told now.`,
          },
        ],
      },
    };
  },
};

/** A template copied without a change in anything that matters: shown on the record (FIELD §1, 1). */
function sameAs(
  template: {
    readonly objectives: readonly { readonly what: string; readonly measure: string }[];
    readonly activities: readonly { readonly what: string; readonly minutes: number }[];
  },
  body: ReturnType<typeof bodyOf>,
  minutes: number,
): boolean {
  const objectives = body.objectives.map((o) => ({ what: o.what, measure: o.measure }));
  const activities = body.activities.map((a) => ({ what: a.what, minutes: a.minutes }));
  return (
    JSON.stringify(objectives) === JSON.stringify(template.objectives) &&
    JSON.stringify(activities) ===
      JSON.stringify(scaled(template.activities, minutes).map((a) => ({ what: a.what, minutes: a.minutes })))
  );
}
