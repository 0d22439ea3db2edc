import type { FactsReflection } from '../portfolio-facts.js';
import { actionsAhead, newestPieces, type ReflectionPiece } from '../reflection.js';
import { laidOut } from '../reflection-layout.js';
import { scaffoldsByName } from '../scaffolds.js';
import { type Block, heading, joined, quiet, subheading, type Text, text } from './model-blocks.js';
import type { PartOf } from './model-pictures.js';
import { civilDay, once, type PackScene } from './model-scene.js';
import { withZone } from './model-words.js';

const title = 'Reflection';

/** Part 10: what was declared, in the scaffold's sections, each answer with what it points at. */
export function reflectionPart(scene: PackScene): PartOf {
  const { reflection } = scene.facts;
  if (reflection === null) return { title, blocks: [quiet('No reflection was begun.')] };
  const { pieces, declaration } = reflection;
  if (declaration === null || pieces === null)
    return { title, blocks: [quiet('A reflection is a draft, and was not declared. Nothing of it is shown.')] };
  const newest = newestPieces(pieces);
  const laid = laidOut(reflection.scaffold, newest);
  return {
    title,
    blocks: [
      quiet(
        `The candidate’s own work, in the scaffold “${scaffoldsByName[reflection.scaffold].called}”. Declared on ${withZone(scene, declaration.at)}.`,
      ),
      ...laid.sections.flatMap(({ section, questions }): readonly Block[] => {
        const answered = questions.filter((q) => q.pieces.length > 0);
        return answered.length === 0
          ? []
          : [
              heading(section.title, `reflection-${section.key}`),
              ...answered.flatMap((q) => [subheading(q.question.ask), ...q.pieces.flatMap((p) => piece(scene, p))]),
            ];
      }),
      ...(laid.before.length === 0
        ? []
        : [
            heading('Written before, in another scaffold', 'reflection-before'),
            ...laid.before.flatMap(({ piece: p, asked }) => [
              ...(asked === undefined ? [] : [subheading(asked.question.ask)]),
              ...piece(scene, p),
            ]),
          ]),
      ...ahead(newest),
      ...process(reflection, scene),
    ],
  };
}

function piece(scene: PackScene, p: ReflectionPiece): readonly Block[] {
  const cited = once(p.cites.map(scene.toCited));
  return [
    ...p.text.split(/\n{2,}/).map((one) => text(one)),
    ...(cited.length === 0 ? [] : [quiet(['Points at: ', ...(joined(cited) as readonly (typeof cited)[number][])])]),
  ];
}

function ahead(newest: readonly ReflectionPiece[]): readonly Block[] {
  const all = actionsAhead(newest);
  if (all.length === 0) return [];
  return [
    heading('Actions ahead', 'reflection-ahead'),
    {
      kind: 'table',
      says: 'What the candidate will do, whose it is and by when',
      columns: [
        { head: 'Action', width: 6 },
        { head: 'Whose', width: 2 },
        { head: 'By', width: 2 },
        { head: 'Done', width: 2 },
      ],
      rows: all.map((p): readonly Text[] => [
        p.text,
        p.action?.owner || '–',
        p.action?.due == null ? '–' : civilDay(p.action.due),
        p.action?.doneOn == null ? '–' : civilDay(p.action.doneOn),
      ]),
    },
  ];
}

/** How it came to be: what an assessor looks at in place of detectors. */
function process(r: FactsReflection, scene: PackScene): readonly Block[] {
  const ai = r.declaration?.ai ?? [];
  return [
    heading('How it was written'),
    text(
      `${r.versions === 1 ? '1 version was' : `${r.versions} versions were`} kept, from ${scene.day(r.first)} to ${scene.day(r.last)}. Earlier ones can be inspected in place.`,
    ),
    ...(ai.length === 0
      ? [text('The candidate declared that no machine helped with it.')]
      : [
          {
            kind: 'table' as const,
            says: 'Help by a machine, as the candidate declared it',
            columns: [
              { head: 'Tool', width: 3 },
              { head: 'For what', width: 7 },
            ],
            rows: ai.map((one) => [one.tool, one.what]),
          },
        ]),
  ];
}
