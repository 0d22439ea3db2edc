import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import type { FarApart, GridCell, GridRow, NumbersOf } from '../../domain/theme-grid.js';
import { type Mark, type Source, sourceWords } from '../../domain/triangulation.js';
import { count, listInWords, shorten } from '../../kernel/words.js';

/** What a cell of the grid says (docs/field.md#triangulation): counts, dates, and each person's numbers in a line of their own. */

/** Numbers of one person that stand in a line: the latest. */
const latestShown = 8;
/** People whose numbers stand in one cell; of more it says how many there are. */
const peopleShown = 4;

export const markWords: Readonly<Record<Mark, string>> = {
  agreement: 'Agreement',
  partial: 'Partial',
  dissonance: 'Dissonance',
};

export const numbersInWords = (all: readonly number[]): string =>
  `${all.length > latestShown ? '… ' : ''}${all.slice(-latestShown).join(', ')}`;

const goalWords = (facts: PortfolioFacts, n: NumbersOf): string =>
  n.goal === null
    ? ''
    : `, “${shorten(facts.mentorships.flatMap((m) => m.goals).find((g) => g.id === n.goal)?.what || 'a goal', 60)}”`;

/** A self-assessment is about one mentee of several: said, so that it stands beside the right answers. */
const aboutWords = (facts: PortfolioFacts, n: NumbersOf, source: Source): Text => {
  const mentee = facts.mentorships.find((m) => m.id === n.mentorship)?.mentee;
  return source === 'mentee' || mentee === undefined || mentee === n.person || n.goal !== null
    ? literal(goalWords(facts, n))
    : say` about ${mention(mentee)}`;
};

/** “Leo Brandt: 2, 2, 3”; “Maya Okafor about Leo Brandt: 5”. */
export const lineOf = (facts: PortfolioFacts, n: NumbersOf, source: Source): Text =>
  say`${mention(n.person)}${aboutWords(facts, n, source)}: ${numbersInWords(n.numbers)}`;

export const linesOf = (facts: PortfolioFacts, { numbers, source }: GridCell): readonly Text[] => [
  ...numbers.slice(0, peopleShown).map((n) => lineOf(facts, n, source)),
  ...(numbers.length > peopleShown ? [literal(`… and ${numbers.length - peopleShown} more lines`)] : []),
];

/** “3 to read, the newest Tue 24 Nov”; “Silent”; or a dash where it is no source of this theme yet. */
export function countOf({ evidence, silent }: GridCell): Text {
  const [newest] = evidence;
  if (newest === undefined) return literal(silent ? 'Silent' : '–');
  return evidence.length === 1
    ? say`1 to read, ${moment(newest.at, 'date')}`
    : say`${evidence.length} to read, the newest ${moment(newest.at, 'date')}`;
}

/** Numbers that are far apart, as they are: what it means is the mentor's to say. */
export const farApartIn = (facts: PortfolioFacts, { one, other }: FarApart): Text =>
  say`Numbers far apart: ${lineOf(facts, one, one.source)} (${sourceWords[one.source].toLowerCase()}); ${lineOf(facts, other, other.source)} (${sourceWords[other.source].toLowerCase()}).`;

/** Which sources have nothing on it; of one that has no theme of its own that is only said where there is none at all. */
export const silentSources = (row: GridRow): string | undefined => {
  const silent = row.cells.filter((c) => c.silent).map((c) => sourceWords[c.source].toLowerCase());
  if (row.cells.every((c) => c.evidence.length === 0)) return 'Silent: every source.';
  return silent.length === 0 ? undefined : `Silent: ${listInWords(silent)}.`;
};

export const markInWords = ({ mark }: GridRow): string =>
  mark === null ? 'Not marked' : `${markWords[mark.mark]}: ${shorten(mark.sentence, 160)}`;

export const evidenceInWords = (rows: readonly GridRow[]): string =>
  count(
    new Set(rows.flatMap((r) => r.cells.flatMap((c) => c.evidence.map((e) => e.citation)))).size,
    'piece of evidence',
    'pieces of evidence',
  );
