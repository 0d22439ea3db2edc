import {
  type Answers,
  type Field,
  type Problem,
  placeOf,
  type Row,
  rowsOf,
  textOf,
  type Values,
} from '../../chat/form.js';
import { type Goal, highestLevel, levelsOf, lowestLevel } from '../../domain/mentorship.js';
import type { GoalId, PersonId } from '../../kernel/ids.js';
import { clean } from '../../kernel/words.js';
import { levelOf, levelOptions } from '../shared/goal-levels.js';
import { menteeWords } from './mentee-words.js';

/** Goals as forms write and read them: in the mentor's agreement, the mentee's answer and the goal's own form. */

/** "2 → 4 of 5". */
export const levelsInWords = (g: Pick<Goal, 'baseline' | 'target'>): string =>
  `${g.baseline} → ${g.target} of ${highestLevel}`;

/** What a goal is asked, in the mentor's or the mentee's words. */
export function goalFields(words: 'mentor' | 'mentee'): readonly Field[] {
  const w = menteeWords.form;
  const mentee = words === 'mentee';
  const level = (id: string, label: string, hint?: string): Field => ({
    kind: 'choice',
    id,
    label,
    of: levelOptions,
    shown: 'list',
    readers: 'both',
    ...(hint === undefined ? {} : { hint }),
  });
  return [
    {
      kind: 'text',
      id: 'what',
      label: mentee ? w.goalWhat : 'What the mentee wants to be able to do',
      lines: 'many',
      max: 500,
      readers: 'both',
    },
    {
      kind: 'text',
      id: 'how',
      label: mentee ? w.goalHow : 'How you will both know',
      ...(mentee
        ? { hint: w.skip, optional: true as const }
        : { hint: 'Something you could both see, hear or count.' }),
      lines: 'many',
      max: 500,
      readers: 'both',
    },
    level('baseline', mentee ? w.goalNow : 'Where they start, 1 to 5'),
    level('target', mentee ? w.goalThen : 'Where they want to be, 1 to 5'),
  ];
}

interface GoalWords {
  readonly what: string;
  readonly how: string;
  readonly baseline: number;
  readonly target: number;
}

/** What was written of a goal. A level that is missing (no form lets one be) reads as the lowest. */
export const goalWords = (values: Values): GoalWords => ({
  what: clean(textOf(values, 'what')),
  how: clean(textOf(values, 'how')),
  baseline: levelOf(values, 'baseline') ?? lowestLevel,
  target: levelOf(values, 'target') ?? lowestLevel,
});

export const rowOfGoal = (g: Goal): Row => ({
  key: g.id,
  values: { what: g.what, how: g.how, baseline: String(g.baseline), target: String(g.target) },
});

/** A new goal of `by`; the mentee's own start is also their view of it. */
export const newGoal = (id: GoalId, words: GoalWords, by: PersonId, mentee: PersonId): Goal => ({
  id,
  ...words,
  menteeBaseline: by === mentee ? words.baseline : null,
  proposedBy: by,
  state: 'proposed',
});

export const sameWords = (g: GoalWords, w: GoalWords): boolean =>
  g.what === w.what && g.how === w.how && g.baseline === w.baseline && g.target === w.target;

/** Every level chosen in a group, or in the form itself, that lies `where` to its start. */
function levelsThat(where: 'below' | 'same', answers: Answers, group: string | null): readonly string[] {
  const places: string[] = [];
  const look = (values: Values, at: string): void => {
    const baseline = levelOf(values, 'baseline');
    const target = levelOf(values, 'target');
    if (baseline !== undefined && target !== undefined && levelsOf(baseline, target) === where) places.push(at);
  };
  if (group === null) look(answers.values, 'target');
  else for (const row of rowsOf(answers, group)) look(row.values, placeOf(group, row.key, 'target'));
  return places;
}

/**
 * A target under its start is a slip (docs/field.md#goal-levels: 5 is where both want to be) and is asked for again.
 */
export const levelProblems = (answers: Answers, group: string | null, words: string): readonly Problem[] =>
  levelsThat('below', answers, group).map((at) => ({ at, say: words }));

/** A target that equals its start may be meant (keeping something up): worth a thought, holds nobody up. */
export const levelHints = (answers: Answers, group: string | null): readonly Problem[] =>
  levelsThat('same', answers, group).map((at) => ({
    at,
    say: 'Start and target are the same. Is this about keeping something up? If not, raise the target.',
  }));
