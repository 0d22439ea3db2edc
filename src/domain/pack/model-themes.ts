import { count } from '../../kernel/words.js';
import { themeWords } from '../instrument.js';
import { inTheirOrder } from '../small-samples.js';
import { type FarApart, type GridCell, type GridRow, gridOf } from '../theme-grid.js';
import { sources, sourceWords } from '../triangulation.js';
import { type Block, heading, joined, quiet, type Text, words } from './model-blocks.js';
import type { PartOf } from './model-pictures.js';
import { once, type PackScene } from './model-scene.js';

const markWords = { agreement: 'agreement', partial: 'partial agreement', dissonance: 'dissonance' } as const;

/** Part 9: theme by source, what is silent and far apart, and how the candidate reads it. */
export function themesPart(scene: PackScene): PartOf {
  const rows = gridOf(scene.facts);
  const empty = rows.every((r) => r.mark === null && r.cells.every((c) => c.evidence.length === 0));
  if (empty) return { title: 'Triangulation', blocks: [quiet('There is nothing to compare yet.')] };
  return {
    title: 'Triangulation',
    blocks: [
      quiet(
        'How many pieces of evidence each source has on a theme. A source is silent where it has nothing to read on it, for whatever reason. Whether the sources agree is the candidate’s own reading.',
      ),
      {
        kind: 'table',
        says: 'Themes by source: how many pieces of evidence each has',
        columns: [
          { head: 'Theme', width: 3.2 },
          ...sources.map((s) => ({ head: sourceWords[s], width: 1.75, align: 'center' as const })),
          { head: 'Candidate’s reading', width: 2.2 },
        ],
        rows: rows.map((r) => [
          themeWords[r.theme],
          ...r.cells.map(inCell),
          r.mark === null ? '–' : markWords[r.mark.mark],
        ]),
      },
      ...rows.flatMap((r) => ofTheme(scene, r)),
    ],
  };
}

const inCell = (c: GridCell): string =>
  c.silent ? 'silent' : c.evidence.length === 0 ? '–' : String(c.evidence.length);

function ofTheme(scene: PackScene, row: GridRow): readonly Block[] {
  const { mark, farApart } = row;
  if (mark === null && farApart.length === 0) return [];
  const cited = once((mark?.cites ?? []).map(scene.toCited));
  return [
    heading(themeWords[row.theme], `theme-${row.theme}`),
    ...(mark === null
      ? []
      : [
          ...words(
            `${scene.called(scene.facts.portfolio.mentor)} reads this as ${markWords[mark.mark]}`,
            mark.sentence,
          ),
          ...(cited.length === 0
            ? []
            : [quiet(['Rests on: ', ...(joined(cited) as readonly (typeof cited)[number][])])]),
        ]),
    ...(farApart.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            says: 'Numbers that are far apart',
            columns: [
              { head: 'One side', width: 4 },
              { head: 'The other', width: 4 },
            ],
            rows: farApart.map((f): readonly Text[] => [side(scene, f.one), side(scene, f.other)]),
          },
        ]),
  ];
}

const side = (scene: PackScene, s: FarApart['one']): string =>
  `${scene.called(s.person)} (${sourceWords[s.source].toLowerCase()}): ${inTheirOrder(s.numbers)}; ${count(s.numbers.length, 'number')}`;
