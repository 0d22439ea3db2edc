import { type Block, button, buttons, type Card, list, muted, table, text } from '../../chat/card.js';
import { join, literal, mention, say, strong } from '../../chat/text.js';
import { themeWords } from '../../domain/instrument.js';
import type { GridRow } from '../../domain/theme-grid.js';
import { sources, sourceWords } from '../../domain/triangulation.js';
import type { ActorWork } from '../feature.js';
import { practiceNote } from '../shared/practice.js';
import type { Compared } from './compared.js';
import { rowSubject } from './subjects.js';
import { countOf, evidenceInWords, farApartIn, linesOf, markInWords, silentSources } from './words.js';

/** The whole grid: a table on a page, lines in a chat; every cell in words, so that it needs no colour. */

/** Far apart of one theme that stand in the grid; the row has all. */
const apartShown = 3;

const opens = ({ portfolio }: Compared, { theme }: GridRow, label: string) =>
  button(label, 'compare.theme', rowSubject.write({ portfolio: portfolio.id, theme }));

function asTable(all: Compared): readonly Block[] {
  return [
    table(
      'themes',
      'Theme by source',
      ['Theme', ...sources.map((s) => sourceWords[s]), all.mine ? 'Your mark' : 'The mentor’s mark'],
      all.rows.map((row) => ({
        cells: [
          literal(themeWords[row.theme]),
          ...row.cells.map((cell) => join([countOf(cell), ...linesOf(all.facts, cell)], '\n')),
          literal(markInWords(row)),
        ],
        button: opens(all, row, 'Open'),
      })),
    ),
    ...all.rows.flatMap((row) =>
      row.farApart.slice(0, apartShown).map((a) => text(say`${themeWords[row.theme]}. ${farApartIn(all.facts, a)}`)),
    ),
  ];
}

function asLines(all: Compared): readonly Block[] {
  return [
    ...all.rows.flatMap((row): readonly Block[] => {
      const silent = silentSources(row);
      return [
        text(say`${strong(themeWords[row.theme])}. ${markInWords(row)}`),
        list([
          ...row.cells
            .filter((c) => c.evidence.length > 0)
            .map((c) => join([say`${sourceWords[c.source]}: ${countOf(c)}`, ...linesOf(all.facts, c)], '; ')),
          ...row.farApart.slice(0, apartShown).map((a) => farApartIn(all.facts, a)),
          ...(silent === undefined ? [] : [literal(silent)]),
        ]),
      ];
    }),
    { ...buttons(...all.rows.map((row) => opens(all, row, themeWords[row.theme]))), as: 'answers' } as Block,
  ];
}

export function gridCard(all: Compared, work: ActorWork): Card {
  const line = literal('What each side says of the same thing, side by side.');
  const nothing = all.rows.every((r) => r.cells.every((c) => c.evidence.length === 0));
  return {
    title: 'Side by side',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      ...(all.mine ? [] : [text(say`Mentor: ${mention(all.portfolio.mentor)}.`)]),
      text(
        literal(
          nothing
            ? 'There is nothing to compare yet. Answers after sessions, your own view in a review, what others say and what your records say will stand here.'
            : `${evidenceInWords(all.rows)}. Whether they agree is ${all.mine ? 'yours' : 'the mentor’s'} to say: open a theme.`,
        ),
      ),
      ...(work.surface.page === true ? asTable(all) : asLines(all)),
      muted(
        literal(
          'Silent: there is nothing of that source to read about it, whatever the reason. It is no gap, and nobody’s fault. Numbers are from 1 to 5, each person’s by themselves, oldest first.',
        ),
      ),
      muted(
        literal(
          'Far apart: by two steps or more between two sides of one mentorship; from three numbers on by the one in the middle.',
        ),
      ),
    ],
  };
}
