import type { GoalLevel } from '../goal-level.js';
import type { Goal } from '../mentorship.js';
import type { FactsMentorship } from '../portfolio-facts.js';
import { type Block, entries, heading, quiet, subheading, type Text, words } from './model-blocks.js';
import { type Lane, lanesPictures, type PackPicture, type PartOf } from './model-pictures.js';
import { goalsLabel, type PackScene, sessionInTable } from './model-scene.js';

/** Part 3: goals with where each began, what was aimed at, and how each side saw them since. */
export function goalsPart(scene: PackScene): PartOf {
  const pictures: PackPicture[] = [];
  const blocks = scene.facts.mentorships.flatMap((m, i): readonly Block[] =>
    m.goals.length === 0
      ? []
      : [
          heading(scene.called(m.mentee), goalsLabel(i + 1)),
          ...m.goals.flatMap((g, n) => goal(scene, m, g, `${i + 1}-${n + 1}`, n + 1, pictures)),
        ],
  );
  return {
    title: 'Development plan',
    blocks:
      blocks.length === 0
        ? [quiet('No goal has been agreed by both yet.')]
        : [quiet('Levels go from 1, not yet, to 5, there. Each side’s stand by themselves.'), ...blocks],
    pictures,
  };
}

const states = { proposed: 'proposed', agreed: 'agreed by both', dropped: 'let go since' } as const;

function goal(
  scene: PackScene,
  m: FactsMentorship,
  g: Goal,
  name: string,
  nth: number,
  pictures: PackPicture[],
): readonly Block[] {
  const { facts, called } = scene;
  const said = facts.levels.filter((l) => l.goal === g.id);
  const lanes = [m.mentee, facts.portfolio.mentor].flatMap((person): readonly Lane[] => {
    const first = person === m.mentee ? g.menteeBaseline : g.proposedBy === m.mentee ? null : g.baseline;
    const numbers = [...(first === null ? [] : [first]), ...said.filter((l) => l.by === person).map((l) => l.level)];
    return numbers.length === 0 ? [] : [{ label: called(person), numbers, target: g.target }];
  });
  const drawn = lanesPictures(`goal-${name}`, `Levels of goal ${nth}`, said.length === 0 ? [] : lanes);
  pictures.push(...drawn.pictures);
  return [
    subheading(`Goal ${nth}`),
    ...words('What', g.what),
    ...words('How both will know', g.how),
    ...entries([
      ['Baseline', String(g.baseline)],
      ['The mentee’s own baseline', g.menteeBaseline === null ? '' : String(g.menteeBaseline)],
      ['Aim', String(g.target)],
      ['State', states[g.state]],
    ]),
    ...drawn.blocks,
    ...levels(scene, said),
  ];
}

function levels(scene: PackScene, said: readonly (GoalLevel & { readonly level: number })[]): readonly Block[] {
  if (said.length === 0) return [];
  const why = said.some((l) => l.why.trim() !== '');
  return [
    {
      kind: 'table',
      says: 'Levels, oldest first',
      columns: [
        { head: 'When', width: 2 },
        { head: 'Session', width: 2.4 },
        { head: 'By', width: 2 },
        { head: 'Level', width: 1, align: 'right' },
        ...(why ? [{ head: 'Why', width: 4 }] : []),
      ],
      rows: said.map((l): readonly Text[] => {
        return [
          scene.day(l.at),
          sessionInTable(scene, l.session),
          scene.called(l.by),
          String(l.level),
          ...(why ? [l.why] : []),
        ];
      }),
    },
  ];
}
