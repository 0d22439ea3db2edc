import type { GoalId, MentorshipId, PersonId } from '../kernel/ids.js';
import { type Citable, citableOf } from './citable.js';
import { type Theme, themes } from './instrument.js';
import type { PortfolioFacts } from './portfolio-facts.js';
import { fewestForMiddle, medianOf } from './small-samples.js';
import { type Source, sources, type ThemeMark } from './triangulation.js';

/**
 * Theme by source (docs/field.md#triangulation): what there is to read, the numbers of each person by themselves, which
 * source is silent, and where numbers are far apart. A pure function of the facts that its reader may read, so whatever is
 * alike in those is alike here.
 */

/** One person's numbers, oldest first: of answers about one mentorship, or of one goal. */
export interface NumbersOf {
  readonly person: PersonId;
  readonly mentorship: MentorshipId;
  /** Of goal levels: which goal. */
  readonly goal: GoalId | null;
  readonly numbers: readonly number[];
}

export interface GridCell {
  readonly source: Source;
  /** What is to be read, newest first. */
  readonly evidence: readonly Citable[];
  readonly numbers: readonly NumbersOf[];
  /** Nobody of this source said anything on this theme that may be read, for whatever reason. */
  readonly silent: boolean;
}

/** Two people's numbers on the same, of which one's are far from the other's. */
export interface FarApart {
  readonly one: NumbersOf & { readonly source: Source };
  readonly other: NumbersOf & { readonly source: Source };
}

export interface GridRow {
  readonly theme: Theme;
  /** One of each source, in the order of `sources`. */
  readonly cells: readonly GridCell[];
  readonly farApart: readonly FarApart[];
  readonly mark: ThemeMark | null;
}

/** Two of the five steps of a scale: "mostly" against "a little". One step is what people differ by anyway. */
const farSteps = 2;

/**
 * Whether two people's numbers are far apart. From three on by the one in the middle; of fewer each of them has to be, for
 * any of them may be the odd one out. Without numbers of both there is nothing to say.
 */
export function areFarApart(one: readonly number[], other: readonly number[]): boolean {
  if (one.length === 0 || other.length === 0) return false;
  const span = (all: readonly number[]): readonly [low: number, high: number] => {
    const middle = medianOf(all);
    return all.length < fewestForMiddle || middle === null ? [Math.min(...all), Math.max(...all)] : [middle, middle];
  };
  const [[low, high], [otherLow, otherHigh]] = [span(one), span(other)];
  return low - otherHigh >= farSteps || otherLow - high >= farSteps;
}

const isSource = (source: Citable['source']): source is Source => (sources as readonly string[]).includes(source);

/**
 * The grid of these facts: a row of each theme, `other` only where there is something in it. What has no theme of its own
 * (an observation, a testimony, what a record says happened) stands where a mark cites it, and else under `other`.
 * @param marks with all that they cite, of which some may be gone by now
 */
export function gridOf(facts: PortfolioFacts, marks: readonly ThemeMark[] = facts.marks): readonly GridRow[] {
  const all = citableOf(facts).flatMap((c) => (isSource(c.source) ? [{ ...c, source: c.source }] : []));
  const citedBy = new Map<string, readonly Theme[]>();
  for (const { theme, cites } of marks)
    for (const cited of cites) citedBy.set(cited, [...(citedBy.get(cited) ?? []), theme]);
  const themesOf = (c: Citable): readonly Theme[] =>
    c.theme === 'other' ? (citedBy.get(c.citation) ?? ['other']) : [c.theme];
  const said = new Set(all.map((c) => c.source));
  return themes.flatMap((theme): readonly GridRow[] => {
    const cells = sources.map((source): GridCell => {
      const evidence = all.filter((c) => c.source === source && themesOf(c).includes(theme));
      // What is attested has no theme of its own: it is silent where there is none of it at all.
      const silent = source === 'attestation' ? !said.has(source) : evidence.length === 0;
      return { source, evidence, numbers: numbersOf(facts, theme, source), silent };
    });
    const mark = marks.find((m) => m.theme === theme) ?? null;
    if (theme === 'other' && mark === null && cells.every((c) => c.evidence.length === 0)) return [];
    return [{ theme, cells, farApart: farApartIn(cells), mark }];
  });
}

function numbersOf(facts: PortfolioFacts, theme: Theme, source: Source): readonly NumbersOf[] {
  const found = new Map<string, { readonly of: Omit<NumbersOf, 'numbers'>; readonly numbers: number[] }>();
  const add = (of: Omit<NumbersOf, 'numbers'>, n: number): void => {
    const key = `${of.person}|${of.mentorship}|${of.goal ?? ''}`;
    const line = found.get(key) ?? { of, numbers: [] };
    found.set(key, line);
    line.numbers.push(n);
  };
  if (source === 'levels' && theme === 'goals')
    for (const l of facts.levels)
      if (l.level !== null) add({ person: l.by, mentorship: l.mentorship, goal: l.goal }, l.level);
  for (const a of facts.answers)
    if (a.source === source && a.theme === theme && a.rating !== null)
      add({ person: a.by, mentorship: a.mentorship, goal: null }, a.rating);
  return [...found.values()].map(({ of, numbers }) => ({ ...of, numbers }));
}

/** Numbers on the same mentorship from two sides, or on the same goal: nothing else may be held against one another. */
function farApartIn(cells: readonly GridCell[]): readonly FarApart[] {
  const all = cells.flatMap((c) => c.numbers.map((n) => ({ ...n, source: c.source })));
  return all.flatMap((one, i) =>
    all
      .slice(i + 1)
      .filter(
        (other) =>
          other.mentorship === one.mentorship &&
          other.goal === one.goal &&
          other.person !== one.person &&
          areFarApart(one.numbers, other.numbers),
      )
      .map((other) => ({ one, other })),
  );
}
