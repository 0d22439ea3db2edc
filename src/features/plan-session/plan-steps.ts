import type { Answers, Field, Group, Item, Option, Step } from '../../chat/form.js';
import { formNote, numberOf, rowsOf } from '../../chat/form.js';
import { minutesInWords } from '../../kernel/words.js';
import { anyMinutes } from '../shared/minutes-field.js';
import { type Carried, carriedNotes } from './carried.js';
import type { PlanSubject } from './making.js';
import { resourcesFields } from './support.js';

/** The plan form's steps about what the session is for and what is done in it. */

/** What the form is about, and what has been answered in it so far. */
export interface PlanAsked {
  readonly plan: PlanSubject;
  readonly answers: Answers;
}

export const objectivesStep = (carried: readonly Carried[], goals: readonly Option[]): Step => ({
  id: 'objectives',
  title: 'Objectives',
  items: [...carriedNotes(carried, false), objectives(goals), ...(goals.length === 0 ? [] : [goalsField(goals)])],
});

const objectives = (goals: readonly Option[]): Group => ({
  kind: 'group',
  id: 'objectives',
  label: 'Objectives',
  one: 'Objective',
  min: 1,
  max: 6,
  addLabel: 'Add an objective',
  hint: 'What will be different by the end, and how you will both see it.',
  fields: [
    { id: 'what', kind: 'text', lines: 'one', max: 300, readers: 'both', label: 'Objective' },
    { id: 'measure', kind: 'text', lines: 'one', max: 300, readers: 'both', label: 'How will you both see it?' },
    // Of a single goal there is nothing to choose.
    ...(goals.length < 2
      ? []
      : [
          {
            id: 'goal',
            kind: 'choice',
            shown: 'list',
            optional: true,
            readers: 'both',
            label: 'Goal it serves',
            of: goals,
          } satisfies Field,
        ]),
  ],
});

export const goalsField = (of: readonly Option[]): Field => ({
  id: 'goals',
  kind: 'choice',
  many: true,
  shown: 'list',
  // An objective that names its goal has chosen it.
  ...(of.length < 2 ? {} : { depends: true as const, hint: 'Those that an objective names are among them.' }),
  readers: 'both',
  label: 'Goals this session serves',
  of,
});

/** @param changing what the mentor has set out to change, beside what will be done */
export const activitiesStep = (answers: Answers, changing: readonly Item[]): Step => ({
  id: 'activities',
  title: 'Activities',
  items: [...changing, formNote('sum', sumWords(answers)), activities],
});

const activities: Group = {
  kind: 'group',
  id: 'activities',
  label: 'Activities',
  one: 'Activity',
  min: 1,
  max: 10,
  addLabel: 'Add an activity',
  fields: [
    { id: 'what', kind: 'text', lines: 'one', max: 300, readers: 'both', label: 'What you will do' },
    { ...anyMinutes, id: 'minutes', readers: 'both', label: 'Minutes' },
  ],
};

export const supportStep = (beside: readonly Item[], support: readonly Item[], guidance: readonly Option[]): Step => ({
  id: 'how',
  title: 'Resources and support',
  items: [...beside, ...resourcesFields, ...support, ...(guidance.length === 0 ? [] : [guidanceField(guidance)])],
});

const guidanceField = (of: readonly Option[]): Field => ({
  id: 'guidance',
  kind: 'choice',
  many: true,
  shown: 'list',
  optional: true,
  readers: 'both',
  label: 'Guidance this refers to',
  of,
});

/** Whether the activities fill the session, in a sentence. */
export function sumWords(answers: Answers): string {
  const minutes = numberOf(answers.values, 'minutes') ?? 0;
  const sum = rowsOf(answers, 'activities').reduce((n, r) => n + (numberOf(r.values, 'minutes') ?? 0), 0);
  const length = minutesInWords(minutes);
  if (sum === minutes) return `The activities fill the session: ${length}.`;
  return sum < minutes
    ? `The session is ${length}; the activities so far take ${minutesInWords(sum)}. ${minutesInWords(minutes - sum)} to go.`
    : `The session is ${length}; the activities take ${minutesInWords(sum)}, which is ${minutesInWords(sum - minutes)} too much.`;
}
