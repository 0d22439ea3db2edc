import { type Block, heading, list } from '../../chat/card.js';
import { join, literal, mention, say, strong, type Text } from '../../chat/text.js';
import { type GoalLevel, type LevelsOf, seriesOf } from '../../domain/goal-level.js';
import type { Goal, Mentorship } from '../../domain/mentorship.js';
import { dotsPicture } from '../shared/dots.js';

/** How goals went, side by side and never in one line (docs/field.md#goal-levels): in words, and as dots on a page. */

const wasRated = (goal: Goal, levels: readonly GoalLevel[]): boolean =>
  levels.some((one) => one.goal === goal.id && one.level !== null);

const side = ({ person, levels }: LevelsOf): Text => say`${mention(person)}: ${levels.join(', ')}.`;

/** "Leo: 2, 2, 3. Maya: 2, 3, 4. Target 4.", with the newest reasons; undefined where nobody has said anything since. */
export function seriesInWords(m: Mentorship, goal: Goal, levels: readonly GoalLevel[]): Text | undefined {
  if (!wasRated(goal, levels)) return undefined;
  const sides = seriesOf(m, goal, levels);
  const whys = sides.filter((s) => s.why !== '').map((s) => say`\n${mention(s.person)}: “${s.why}”`);
  return say`${join([...sides.map(side), literal(`Target ${goal.target}.`)], ' ')}${join(whys, '')}`;
}

/** Goals that were let go after somebody had said where they were: the series stays, and nobody is asked any more. */
export function letGoBlocks(m: Mentorship, levels: readonly GoalLevel[], title: string): readonly Block[] {
  const gone = m.goals.filter((g) => g.state === 'dropped' && wasRated(g, levels));
  if (gone.length === 0) return [];
  return [
    heading(literal(title)),
    list(gone.map((g) => say`${strong(g.what)}\n${seriesInWords(m, g, levels) ?? literal('')}`)),
  ];
}

/** A picture for each goal that was rated: the mentee's dots above the mentor's, each in its own order. */
export const seriesPictures = (m: Mentorship, goals: readonly Goal[], levels: readonly GoalLevel[]): readonly Block[] =>
  goals.flatMap((goal, i) =>
    wasRated(goal, levels)
      ? [
          dotsPicture(
            `Goal ${i + 1}, from 1 to 5`,
            seriesOf(m, goal, levels).map((s) => ({
              label: s.person === m.mentee ? 'Mentee' : 'Mentor',
              points: s.levels,
              target: goal.target,
              words: `${s.levels.join(', ')}; target ${goal.target}`,
            })),
          ),
        ]
      : [],
  );
