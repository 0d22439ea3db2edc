import { isBlankRow } from '../../chat/check.js';
import {
  type Answers,
  type Field,
  formNote,
  type Group,
  type Item,
  longestText,
  type Note,
  type Option,
  type Row,
  rowsOf,
  textOf,
  type Values,
} from '../../chat/form.js';
import { join, literal, say, strong, type Text } from '../../chat/text.js';
import { refOf, type TemplateBody, wordingsOf } from '../../domain/catalogue.js';
import { currentExamples } from '../../domain/defaults/catalogue.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { PlanBody, Support } from '../../domain/session.js';
import {
  type Example,
  exampleOf,
  exampleText,
  firstNeeds,
  needOf,
  type Said,
  saidBy,
  supportOf,
} from '../../domain/support.js';
import type { PersonId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { toldApart } from '../shared/told-apart.js';
import type { PlanSubject } from './making.js';

/** The plan's support: what the mentee said of it, rows of need → what I will do, and what a row can begin from. */

export const supportGroup = 'support';
/** In a group: a need that is everybody's. */
const everybody = 'all';
const mostRows = 12;
/** Of one list (Slack: a hundred options) the catalogue's examples have their part. */
const mostSaid = 60;

const isGroup = (plan: PlanSubject): boolean => plan.mentorships.length > 1;

/** What each mentee of the plan is called where the mentor chooses among them. */
export async function namesOf(plan: PlanSubject, work: ActorWork): Promise<ReadonlyMap<PersonId, string>> {
  const people = await work.people();
  return toldApart(
    plan.mentorships.flatMap((m) => people.get(m.mentee) ?? []),
    work,
  );
}

/** As the mentee wrote it, on the plan's first step: for the two alone, so no message shows it. */
export function saidNotes(plan: PlanSubject, names: ReadonlyMap<PersonId, string>): readonly Note[] {
  const said = saidBy(plan.mentorships);
  const who = plan.mentorships.filter((m) => said.some((s) => s.mentee === m.mentee));
  return who.map((m, i): Note => {
    const name = names.get(m.mentee) ?? 'your mentee';
    const line = (of: Said['of'], lead: string): readonly Text[] => {
      const words = said.filter((s) => s.mentee === m.mentee && s.of === of).map((s) => s.words);
      return words.length === 0 ? [] : [say`${strong(lead)} ${words.join('; ')}`];
    };
    const helps = line('helps', `What helps ${name}:`);
    const lines = [
      ...helps,
      ...line('avoid', helps.length === 0 ? `To avoid with ${name}:` : 'To avoid:'),
      ...(i === who.length - 1 ? [literal('In their own words. It goes into no message.')] : []),
    ];
    return { ...formNote(i === 0 ? 'said' : `said-${i + 1}`, join(lines, '\n')), anothers: true };
  });
}

/** The role or course of each, beside what is to suit it. */
export function roleNotes(plan: PlanSubject, names: ReadonlyMap<PersonId, string>): readonly Note[] {
  const known = plan.mentorships.filter((m) => m.agreement.body.menteeRole !== '');
  return known.map((m, i) =>
    formNote(
      i === 0 ? 'role' : `role-${i + 1}`,
      say`${strong(`${names.get(m.mentee) ?? 'Your mentee'}:`)} ${m.agreement.body.menteeRole}.`,
    ),
  );
}

export const resourcesFields: readonly Field[] = [
  {
    id: 'resources',
    kind: 'text',
    lines: 'many',
    max: longestText,
    optional: true,
    readers: 'both',
    label: 'Resources',
    hint: 'What suits their role and course.',
  },
  {
    id: 'resources-why',
    kind: 'text',
    lines: 'one',
    max: 500,
    optional: true,
    readers: 'both',
    label: 'Why they suit',
  },
];

/** The examples of the programme as they are now. */
const examplesOf = async (work: ActorWork): Promise<readonly { readonly key: string; readonly of: Example }[]> => {
  const rows = currentExamples(await work.rows.catalogue.every('strategy'));
  const words = wordingsOf(rows);
  return rows.map((row) => ({ key: row.key, of: exampleOf(words.get(refOf(row)) ?? '') }));
};

/** What can be added as a row, each by its value. */
interface Beginning {
  readonly value: string;
  readonly label: string;
  readonly need: string;
  readonly strategy: string;
  readonly mentee?: PersonId;
}

async function beginningsOf(
  plan: PlanSubject,
  names: ReadonlyMap<PersonId, string>,
  work: ActorWork,
): Promise<readonly Beginning[]> {
  const said = saidBy(plan.mentorships).slice(0, mostSaid);
  return [
    ...said.map((s, i): Beginning => {
      const need = needOf(s);
      return {
        value: `said-${i}`,
        label: shorten(isGroup(plan) ? `${names.get(s.mentee) ?? ''}: ${need}` : need, 75),
        need,
        strategy: '',
        mentee: s.mentee,
      };
    }),
    ...(await examplesOf(work)).map(
      ({ key, of }): Beginning => ({ value: `example-${key}`, label: shorten(exampleText(of), 75), ...of }),
    ),
  ];
}

/** The rows of the form. */
export async function supportItems(
  plan: PlanSubject,
  names: ReadonlyMap<PersonId, string>,
  work: ActorWork,
): Promise<readonly Item[]> {
  const from: readonly Option[] = (await beginningsOf(plan, names, work)).map(({ value, label }) => ({ value, label }));
  const whose: readonly Field[] = isGroup(plan)
    ? [
        {
          id: 'mentee',
          kind: 'choice',
          shown: 'list',
          readers: 'both',
          label: 'Whose need',
          of: [
            ...plan.mentorships.map((m) => ({ value: m.mentee, label: names.get(m.mentee) ?? 'Someone' })),
            { value: everybody, label: 'Everybody’s' },
          ],
        },
      ]
    : [];
  const group: Group = {
    kind: 'group',
    id: supportGroup,
    label: 'Support',
    one: 'Need',
    min: 0,
    max: mostRows,
    addLabel: 'Add a need',
    hint: isGroup(plan)
      ? 'What each of them needs, and what you will do. Each reads their own rows and those for everybody.'
      : 'What they need, and what you will do. A need may stand without an answer yet.',
    fields: [
      ...whose,
      {
        id: 'need',
        kind: 'text',
        lines: 'one',
        // As long as a line of the agreement can be.
        max: 500,
        optional: true,
        anothers: true,
        readers: 'both',
        label: 'Need',
      },
      {
        id: 'strategy',
        kind: 'text',
        lines: 'many',
        max: longestText,
        optional: true,
        // A plan of before 0.5.0 began it with what the mentee had said.
        anothers: true,
        readers: 'both',
        label: 'What you will do',
      },
    ],
  };
  if (from.length === 0) return [group];
  return [
    group,
    {
      id: 'from',
      kind: 'choice',
      shown: 'list',
      optional: true,
      anothers: true,
      readers: 'both',
      label: 'Add what they said, or an example',
      hint: 'It becomes a need above, to be worded as you like.',
      of: from,
    },
  ];
}

type Values_ = Readonly<Record<'need' | 'strategy', string>>;

/** The needs that a new plan begins with, and what a template brings for everybody. */
export function begunSupport(
  mentorships: readonly Pick<Mentorship, 'mentee' | 'agreement'>[],
  template?: Pick<TemplateBody, 'strategies'>,
): readonly Omit<Support, 'key'>[] {
  const group = mentorships.length > 1;
  const strategy = template?.strategies ?? '';
  return [
    ...firstNeeds(saidBy(mentorships)).map((s) => ({
      need: needOf(s),
      strategy: '',
      ...(group ? { mentee: s.mentee } : {}),
    })),
    ...(strategy === '' ? [] : [{ need: '', strategy }]),
  ];
}

/** Rows of the form for these, as they are in a plan for one mentee or for several. */
export const supportRows = (
  support: readonly (Omit<Support, 'key'> & { readonly key?: string })[],
  group: boolean,
  newKey: () => string,
): readonly Row[] =>
  support.map(({ key, need, strategy, mentee }) => ({
    key: key ?? newKey(),
    values: { ...(group ? { mentee: mentee ?? everybody } : {}), need, strategy } satisfies Values,
  }));

/** What the rows of the form mean. A row in which only a person was chosen is none. */
export const supportIn = (answers: Answers): readonly Support[] =>
  rowsOf(answers, supportGroup).flatMap(({ key, values }) => {
    const words: Values_ = { need: textOf(values, 'need'), strategy: textOf(values, 'strategy') };
    const mentee = textOf(values, 'mentee');
    if (words.need === '' && words.strategy === '') return [];
    return [{ key, ...words, ...(mentee === '' || mentee === everybody ? {} : { mentee: mentee as PersonId }) }];
  });

/** A plan's support as it is kept: no need of somebody whom it is not for, however it came here (docs/field.md#groups). */
export const supportFor = (body: PlanBody, mentees: readonly PersonId[]): readonly Support[] =>
  body.support.filter((s) => s.mentee === undefined || mentees.includes(s.mentee));

/** What was chosen to be added becomes a row: the one of that need, where there is one, a blank one, or a new one. */
export async function followSupport(plan: PlanSubject, answers: Answers, work: ActorWork): Promise<Answers> {
  const { from: value, ...values } = answers.values;
  if (value === undefined || value === '') return answers;
  const chosen = (await beginningsOf(plan, await namesOf(plan, work), work)).find((b) => b.value === value);
  const rows = rowsOf(answers, supportGroup);
  const [row] = chosen === undefined ? [] : supportRows([chosen], isGroup(plan), () => work.ids.next('row'));
  if (chosen === undefined || row === undefined) return { ...answers, values };
  const same = rows.findIndex((r) => textOf(r.values, 'need') === chosen.need && r.values.mentee === row.values.mentee);
  const at = same === -1 ? rows.findIndex(isBlankRow) : same;
  const put = (r: Row): Row =>
    textOf(r.values, 'strategy') === '' ? { key: r.key, values: { ...r.values, ...row.values } } : r;
  const filled =
    at !== -1 ? rows.map((r, i) => (i === at ? put(r) : r)) : rows.length < mostRows ? [...rows, row] : rows;
  return { values, rows: { ...answers.rows, [supportGroup]: filled } };
}

const wordsIn = (of: readonly Omit<Support, 'key'>[]): unknown => of.map((s) => [s.need, s.strategy, s.mentee ?? '']);

/** Whether the rows are nobody's own words: what a plan begins with, or what an earlier choice filled in. */
export const supportIsOwn = (answers: Answers, given: readonly (readonly Omit<Support, 'key'>[])[]): boolean => {
  const there = supportIn(answers);
  return there.length > 0 && !given.some((g) => JSON.stringify(wordsIn(g)) === JSON.stringify(wordsIn(there)));
};

/** For telling two plans apart: by words, not by keys. */
export const supportWords = (body: PlanBody): unknown => wordsIn(supportOf(body));
