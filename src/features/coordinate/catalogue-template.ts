import { type Answers, type Form, longestTitle, numberOf, type Row, rowsOf, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { say } from '../../chat/text.js';
import {
  type CatalogueRow,
  mostTemplates,
  sameWording,
  type TemplateBody,
  templateBody,
} from '../../domain/catalogue.js';
import type { SessionKind } from '../../domain/session.js';
import { sessionKinds } from '../../domain/session-kinds.js';
import { Refused } from '../../kernel/errors.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { demand } from '../shared/guards.js';
import { anyMinutes, plannedLength } from '../shared/minutes-field.js';
import { addEntry, entryOf, keepsTheirs, meanwhileItems, opens, reword, saved, stateOf } from './catalogue-change.js';

/** A plan template: what a plan of its kind begins with. Its own length decides what its activities add up to. */

/** Subject of a template that is not there yet; a template's own subject is its key. */
const anew = 'new';

const bodyOf = (answers: Answers): TemplateBody => {
  const v = answers.values;
  const strategies = textOf(v, 'strategies');
  return {
    name: textOf(v, 'name'),
    kind: textOf(v, 'kind') as SessionKind,
    title: textOf(v, 'title'),
    minutes: numberOf(v, 'minutes') ?? 0,
    objectives: rowsOf(answers, 'objectives').map((r) => ({
      what: textOf(r.values, 'what'),
      measure: textOf(r.values, 'measure'),
    })),
    activities: rowsOf(answers, 'activities').map((r) => ({
      what: textOf(r.values, 'what'),
      minutes: numberOf(r.values, 'minutes') ?? 0,
    })),
    resources: textOf(v, 'resources'),
    ...(strategies === '' ? {} : { strategies }),
  };
};

const sumOf = (answers: Answers): number =>
  rowsOf(answers, 'activities').reduce((n, r) => n + (numberOf(r.values, 'minutes') ?? 0), 0);

function sumWords(answers: Answers): string {
  const minutes = numberOf(answers.values, 'minutes') ?? 0;
  const sum = sumOf(answers);
  const rest = minutes - sum;
  if (rest === 0) return `The activities fill the ${count(minutes, 'minute')}.`;
  return rest > 0
    ? `The activities take ${count(sum, 'minute')}, the session ${minutes}: ${rest} are left to fill.`
    : `The activities take ${count(sum, 'minute')}, the session ${minutes}: take ${-rest} away.`;
}

const sameBody = (a: unknown, b: unknown): boolean => {
  const [x, y] = [templateBody.safeParse(a), templateBody.safeParse(b)];
  return x.success && y.success && JSON.stringify(x.data) === JSON.stringify(y.data);
};

/** The template as somebody else put it since this form was opened; undefined where it stands as it was. */
async function meanwhile(subject: string, answers: Answers, work: ActorWork): Promise<CatalogueRow | undefined> {
  if (subject === anew) return undefined;
  const row = await entryOf(work, 'template', subject);
  const untouched = row.version === numberOf(answers.values, 'base') && row.retiredAt === null;
  return untouched || (row.retiredAt === null && sameBody(row.body, bodyOf(answers))) ? undefined : row;
}

export const templateForm: FormFeature = {
  called: 'a plan template',
  async build({ subject, answers }, work): Promise<Form> {
    demand('programme.set', work);
    const changed = await meanwhile(subject, answers, work);
    const theirs = templateBody.safeParse(changed?.body).data;
    return {
      id: 'template',
      title: subject === anew ? 'New plan template' : 'Plan template',
      submit: 'Save the template',
      concern: 'mentor',
      steps: [
        {
          id: 'what',
          title: 'What it is for',
          items: [
            ...meanwhileItems(
              changed === undefined ? undefined : stateOf([changed]),
              changed?.retiredAt != null
                ? [say`“${theirs?.name ?? ''}” was retired.`]
                : [
                    say`It is now “${theirs?.name ?? ''}”, ${count(theirs?.minutes ?? 0, 'minute')}: ${(theirs?.activities ?? []).map((a) => a.what).join('; ')}`,
                  ],
              true,
            ),
            {
              id: 'name',
              kind: 'text',
              lines: 'one',
              // A button's label with its length has to fit on every chat.
              max: 60,
              readers: 'shown',
              label: 'Name of the template',
              hint: 'What a mentor chooses it by.',
            },
            { id: 'kind', kind: 'choice', shown: 'list', readers: 'shown', label: 'Kind', of: sessionKinds },
            {
              id: 'title',
              kind: 'text',
              lines: 'one',
              max: longestTitle,
              readers: 'shown',
              label: 'Title of the session',
              hint: 'It may stand in a message. The mentor can change it.',
            },
            plannedLength,
          ],
        },
        {
          id: 'objectives',
          title: 'Objectives',
          items: [
            {
              kind: 'group',
              id: 'objectives',
              label: 'Objectives',
              one: 'Objective',
              min: 1,
              max: 6,
              addLabel: 'Add an objective',
              hint: 'What will be different by the end, and how both will see it.',
              fields: [
                { id: 'what', kind: 'text', lines: 'one', max: 300, readers: 'shown', label: 'Objective' },
                {
                  id: 'measure',
                  kind: 'text',
                  lines: 'one',
                  max: 300,
                  readers: 'shown',
                  label: 'How will both see it?',
                },
              ],
            },
          ],
        },
        {
          id: 'activities',
          title: 'Activities',
          items: [
            { kind: 'note', id: 'sum', text: say`${sumWords(answers)}` },
            {
              kind: 'group',
              id: 'activities',
              label: 'Activities',
              one: 'Activity',
              min: 1,
              max: 10,
              addLabel: 'Add an activity',
              hint: 'Where a session is longer or shorter, they are scaled to it.',
              fields: [
                { id: 'what', kind: 'text', lines: 'one', max: 300, readers: 'shown', label: 'What you will do' },
                { ...anyMinutes, id: 'minutes', readers: 'shown', label: 'Minutes' },
              ],
            },
          ],
        },
        {
          id: 'words',
          title: 'Resources and strategies',
          items: [
            {
              id: 'resources',
              kind: 'text',
              lines: 'many',
              max: 1000,
              optional: true,
              readers: 'shown',
              label: 'Resources',
            },
            {
              id: 'strategies',
              kind: 'text',
              lines: 'many',
              max: 1000,
              optional: true,
              readers: 'shown',
              label: 'Strategies',
              hint: 'What usually helps in such a session. It stands beside what helps this mentee.',
            },
          ],
        },
      ],
    };
  },
  async problems({ subject, answers }, work) {
    const found = [];
    if (rowsOf(answers, 'activities').length > 0 && sumOf(answers) !== numberOf(answers.values, 'minutes'))
      found.push({ at: 'activities', say: sumWords(answers) });
    const others = (await work.rows.catalogue.current('template')).filter((row) => row.key !== subject);
    const name = textOf(answers.values, 'name');
    const taken = others.some((row) => sameWording(templateBody.safeParse(row.body).data?.name ?? '', name));
    if (name !== '' && taken)
      found.push({ at: 'name', say: 'There is a template of that name. Give this one another.' });
    return found;
  },
  async submit({ subject, answers }, work) {
    demand('programme.set', work);
    const body = bodyOf(answers);
    if (subject === anew) {
      await demandRoom(work);
      await addEntry(work, 'template', body);
      return saved('Plan templates', 1);
    }
    const changed = await meanwhile(subject, answers, work);
    if (changed !== undefined && keepsTheirs(answers.values)) return saved('Plan templates', 0);
    const row = await entryOf(work, 'template', subject);
    if (row.retiredAt === null && sameBody(row.body, body)) return saved('Plan templates', 0);
    if (row.retiredAt !== null) await demandRoom(work);
    await reword(work, row, body);
    return saved('Plan templates', 1);
  },
};

/** @throws Refused where there are as many as can be chosen from */
export async function demandRoom(work: ActorWork): Promise<void> {
  if ((await work.rows.catalogue.current('template')).length >= mostTemplates)
    throw new Refused(
      'too-many-templates',
      `There are ${mostTemplates} templates, and more are hard to choose from. Retire one first.`,
    );
}

const rowsFor = (work: ActorWork, all: readonly Row['values'][]): readonly Row[] =>
  all.map((values) => ({ key: work.ids.next('row'), values }));

/** Opens a template to change, or with `new` an empty one. */
export async function openTemplate(subject: string, work: ActorWork): Promise<Reply> {
  demand('programme.set', work);
  const how = await opens(work, 'template', subject);
  if (subject === anew) {
    await demandRoom(work);
    return work.forms.open('template', anew, { values: { kind: 'standard', minutes: 45 }, rows: {} }, how);
  }
  const row = await entryOf(work, 'template', subject);
  const t = templateBody.parse(row.body);
  return work.forms.open(
    'template',
    subject,
    {
      values: {
        base: row.version,
        name: t.name,
        kind: t.kind,
        title: t.title,
        minutes: t.minutes,
        resources: t.resources,
        strategies: t.strategies ?? '',
      },
      rows: { objectives: rowsFor(work, t.objectives), activities: rowsFor(work, t.activities) },
    },
    how,
  );
}
