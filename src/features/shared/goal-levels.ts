import {
  type Answers,
  type Field,
  type Item,
  numberOf,
  type Option,
  type Problem,
  textOf,
  type Value,
  type Values,
} from '../../chat/form.js';
import { type GoalLevel, isLevel, ratedGoals, saidAbout } from '../../domain/goal-level.js';
import { type Goal, lowestLevel, type Mentorship } from '../../domain/mentorship.js';
import type { LevelId, PersonId, SessionId } from '../../kernel/ids.js';
import { clean, shorten } from '../../kernel/words.js';
import type { ActorWork, Work } from '../feature.js';

/**
 * Goals looked at anew after a review (docs/field.md#goal-levels): a level for each and one line why, all of it to be
 * left out. Either side says their own and sees nothing of the other's while they do.
 */

const inWords = ['not yet', 'a little', 'some of the time', 'most of the time', 'there'];

/** A level as a word: 4 is "most of the time". */
export const levelInWords = (level: number): string => inWords[level - lowestLevel] ?? '';

/** 1 to 5 with a word each, as a choice. */
export const levelOptions: readonly Option[] = inWords.map((words, i) => ({
  value: String(i + lowestLevel),
  label: `${i + lowestLevel} · ${words}`,
}));

/** A level that was chosen, or undefined where none was. */
export function levelOf(values: Values, id: string): number | undefined {
  const n = numberOf(values, id) ?? Number(textOf(values, id));
  return isLevel(n) ? n : undefined;
}

/** One mentorship whose goals are asked about. */
export interface Rated {
  readonly mentorship: Mentorship;
  readonly goals: readonly Goal[];
  readonly levels: readonly GoalLevel[];
}

/** What is asked about a mentorship's goals; undefined where there are none to ask about. */
export async function ratedOf(work: Pick<Work, 'rows'>, m: Mentorship | undefined): Promise<Rated | undefined> {
  if (m === undefined || ratedGoals(m).length === 0) return undefined;
  return { mentorship: m, goals: ratedGoals(m), levels: await work.rows.goalLevels.ofMentorship(m.id) };
}

const levelField = (goal: Goal): string => `level-${goal.id}`;
const whyField = (goal: Goal): string => `why-${goal.id}`;
const whyMax = 300;

const words = {
  mentor: { hint: 'Where they are by now, as you see it. You can leave this out.', why: 'Why, in a line' },
  mentee: { hint: 'Where are you now? You can leave this out.', why: 'Why? A few words, if you like' },
} as const;

/** For each goal its level and a line; nothing of it has to be filled in. */
export const levelItems = ({ goals }: Rated, as: 'mentor' | 'mentee'): readonly Item[] =>
  goals.flatMap((goal): readonly Field[] => [
    {
      kind: 'choice',
      id: levelField(goal),
      label: shorten(goal.what, 150),
      hint: words[as].hint,
      of: levelOptions,
      shown: 'list',
      optional: true,
      readers: 'both',
    },
    {
      kind: 'text',
      id: whyField(goal),
      label: words[as].why,
      lines: 'one',
      max: whyMax,
      optional: true,
      readers: 'both',
    },
  ]);

/** A reason without a level would be kept nowhere, so it is asked about. */
export const levelsLeftOut = ({ goals }: Rated, answers: Answers): readonly Problem[] =>
  goals.flatMap((goal) =>
    levelOf(answers.values, levelField(goal)) === undefined && clean(textOf(answers.values, whyField(goal))) !== ''
      ? [{ at: levelField(goal), say: 'Choose a level to go with your words, or take the words out.' }]
      : [],
  );

/** What this person has said about this session already, for the form to open with. */
export function levelsSaid(
  { goals, levels }: Rated,
  session: SessionId,
  by: PersonId,
): Readonly<Record<string, Value>> {
  const said = saidAbout(levels, session, by);
  return Object.fromEntries(
    goals.flatMap((goal) => {
      const one = said.get(goal.id);
      return one === undefined
        ? []
        : [
            [levelField(goal), String(one.level)],
            [whyField(goal), one.why],
          ];
    }),
  );
}

/** Lines that these answers add to what was said about this session: what differs, and what is taken back. */
export function newLevels(
  rated: Rated,
  answers: Answers,
  session: SessionId,
  work: Pick<ActorWork, 'actor' | 'ids' | 'now'>,
): readonly GoalLevel[] {
  const said = saidAbout(rated.levels, session, work.actor.id);
  return rated.goals.flatMap((goal): readonly GoalLevel[] => {
    const before = said.get(goal.id);
    const level = levelOf(answers.values, levelField(goal)) ?? null;
    const why = level === null ? '' : clean(textOf(answers.values, whyField(goal)));
    if (level === (before?.level ?? null) && why === (before?.why ?? '')) return [];
    return [
      {
        id: work.ids.next<'level'>('level') as LevelId,
        mentorship: rated.mentorship.id,
        goal: goal.id,
        level,
        by: work.actor.id,
        at: work.now,
        session,
        why,
      },
    ];
  });
}

/** Keeps them, and puts on record that somebody said where goals are: never where. */
export async function keepLevels(levels: readonly GoalLevel[], session: SessionId, work: ActorWork): Promise<void> {
  const [first] = levels;
  if (first === undefined) return;
  await work.rows.goalLevels.add(levels);
  work.audit('goal.rated', session, {}, first.mentorship);
  work.redraw(first.mentorship);
}
