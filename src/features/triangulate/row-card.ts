import { type Block, button, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import { join, literal, mention, moment, say, strong } from '../../chat/text.js';
import { type Citable, citableOf } from '../../domain/citable.js';
import { themeWords } from '../../domain/instrument.js';
import type { GridRow } from '../../domain/theme-grid.js';
import { sourceWords } from '../../domain/triangulation.js';
import type { ActorWork } from '../feature.js';
import { dotsPicture } from '../shared/dots.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import type { Compared } from './compared.js';
import { evidenceLines, restsOn } from './evidence.js';
import { rowSubject } from './subjects.js';
import { countOf, farApartIn, linesOf, markWords, numbersInWords } from './words.js';

/** One theme: what each source has, the mentor's mark and what it rests on, then the evidence itself, a page at a time. */

/** Each is resolved where it is shown, so a page has few: as many statements for very much evidence as for some. */
const shownAtOnce = 8;
/** What a mark rests on, as far as it stands on the card. */
const citesShown = 8;

async function markBlocks(all: Compared, row: GridRow, work: ActorWork): Promise<readonly Block[]> {
  const { mark } = row;
  const whose = all.mine ? 'Your mark' : 'The mentor’s mark';
  if (mark === null)
    return [
      heading(literal(whose)),
      text(literal(all.mine ? 'You have not marked yet whether these agree.' : 'Not marked.')),
    ];
  const known = new Map<string, Citable>(citableOf(all.facts).map((c) => [c.citation, c]));
  const rests = await restsOn(mark.cites.slice(0, citesShown), all, known, work);
  const more = mark.cites.length - citesShown;
  return [
    heading(literal(whose)),
    text(say`${strong(markWords[mark.mark])}, ${moment(mark.at, 'date')}. ${mark.sentence}`),
    ...(rests.length === 0 ? [] : [text(literal('It rests on:')), list(rests)]),
    ...(more > 0 ? [muted(literal(`… and ${more} more.`))] : []),
  ];
}

function picture(all: Compared, row: GridRow, page: boolean): readonly Block[] {
  const rows = row.cells.flatMap((cell) =>
    cell.numbers.map((n) => {
      const name = all.facts.called[n.person] ?? '';
      const goal = all.facts.mentorships.flatMap((m) => m.goals).find((g) => g.id === n.goal)?.what;
      return {
        label: [sourceWords[cell.source], name, goal].filter((w) => w !== undefined && w !== '').join(', '),
        points: n.numbers,
        target: null,
        words: numbersInWords(n.numbers),
      };
    }),
  );
  return page && rows.length > 0 ? [dotsPicture('Each number, from 1 to 5, oldest first', rows)] : [];
}

/** @param arg which page of the evidence */
export async function rowCard(all: Compared, row: GridRow, arg: string, work: ActorWork): Promise<Card> {
  const subject = rowSubject.write({ portfolio: all.portfolio.id, theme: row.theme });
  const evidence = row.cells.flatMap((c) => c.evidence).sort((a, b) => b.at - a.at);
  const page = pageOf(evidence.length, arg, shownAtOnce);
  const shown = await evidenceLines(evidence.slice(page.from, page.to), all, work);
  const back = button('All themes', 'compare.open', all.portfolio.id);
  const line = literal('What each side says of it, and whether they agree.');
  return {
    title: themeWords[row.theme],
    summary: line,
    blocks: [
      ...(all.mine ? [] : [text(say`Mentor: ${mention(all.portfolio.mentor)}.`)]),
      facts(
        ...row.cells.map((c) => [sourceWords[c.source], join([countOf(c), ...linesOf(all.facts, c)], '\n')] as const),
      ),
      ...picture(all, row, work.surface.page === true),
      ...row.farApart.map((a) => text(farApartIn(all.facts, a))),
      ...(await markBlocks(all, row, work)),
      ...(all.mine && (evidence.length > 0 || row.mark !== null)
        ? [
            buttons(
              evidence.length === 0
                ? null
                : button(row.mark === null ? 'Mark it' : 'Change my mark', 'compare.mark', subject, { style: 'main' }),
              row.mark === null ? null : button('Take it away', 'compare.unmark', subject),
            ),
          ]
        : []),
      ...(shown.length === 0
        ? [muted(literal('There is nothing to read about this yet.'))]
        : [heading(literal(`To read, newest first.${page.words}`)), list(shown)]),
      ...turnsAndBack(turns(page, { verb: 'compare.theme', subject }, ['Newer', 'Older']), back),
    ],
  };
}
