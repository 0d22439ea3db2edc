import { readCitation } from './citation.js';
import { type Theme, themes } from './instrument.js';
import type { PortfolioFacts } from './portfolio-facts.js';
import type { ChangeId } from './practice-change.js';
import type { ReflectionPiece, Scaffold } from './reflection.js';
import { laidOut } from './reflection-layout.js';
import type { ReflectionSection } from './scaffolds.js';

/**
 * What an assessor would ask of a reflection (docs/field.md#reflection), told to its mentor beforehand. Whether what was
 * written is description or analysis nobody judges but people.
 */

export type Finding =
  | { readonly kind: 'no-words'; readonly section: ReflectionSection /** Where to begin. */; readonly question: string }
  | { readonly kind: 'cites-nothing'; readonly section: ReflectionSection; readonly question: string }
  | { readonly kind: 'no-after'; readonly change: ChangeId; readonly what: string; readonly question: string }
  | { readonly kind: 'no-mark'; readonly theme: Theme; readonly question: string }
  | { readonly kind: 'gone'; readonly question: string; readonly citation: string };

/** A theme of which so many sources say something can be compared. */
const sourcesToCompare = 2;

/** Themes of which two sources or more have said something, and that the mentor has not judged. What is silent is none. */
function unmarked({ answers, levels, marks }: PortfolioFacts): readonly Theme[] {
  const marked = new Set(marks.map((m) => m.theme));
  return themes.filter((theme) => {
    if (theme === 'other' || marked.has(theme)) return false;
    const said = new Set<string>(answers.filter((a) => a.theme === theme).map((a) => a.source));
    if (theme === 'goals' && levels.some((l) => l.level !== null)) said.add('levels');
    return said.size >= sourcesToCompare;
  });
}

/**
 * @param newest as `newestPieces` answers them
 * @param isThere whether what is cited can still be read
 * @returns by kind, in the order of the sections: what is missing altogether first
 */
export function checkOf(
  facts: PortfolioFacts,
  scaffold: Scaffold,
  newest: readonly ReflectionPiece[],
  isThere: (citation: string) => boolean,
): readonly Finding[] {
  const { sections } = laidOut(scaffold, newest);
  const idOf = (topic: string): string =>
    sections.flatMap((s) => s.questions).find((q) => q.question.key === topic)?.id ?? '';
  const first = (s: (typeof sections)[number]): string => s.questions[0]?.id ?? '';
  const written = sections.map((s) => ({ ...s, pieces: s.questions.flatMap((q) => q.pieces) }));
  const cited = new Set(
    newest
      .flatMap((p) => p.cites)
      .flatMap((c) => {
        const read = readCitation(c);
        return read?.kind === 'change' ? [read.id] : [];
      }),
  );
  return [
    ...written
      .filter((s) => s.pieces.length === 0)
      .map((s) => ({ kind: 'no-words' as const, section: s.section, question: first(s) })),
    ...written
      .filter((s) => s.pieces.length > 0 && s.pieces.every((p) => p.cites.length === 0))
      .map((s) => ({
        kind: 'cites-nothing' as const,
        section: s.section,
        question: s.pieces[0]?.question ?? first(s),
      })),
    ...facts.changes
      .filter((c) => c.since.every((s) => s.by !== c.mentor) && !cited.has(c.id))
      .map((c) => ({ kind: 'no-after' as const, change: c.id, what: c.what, question: idOf('followed') })),
    ...unmarked(facts).map((theme) => ({ kind: 'no-mark' as const, theme, question: idOf('disagrees') })),
    ...newest.flatMap((p) =>
      p.cites.filter((c) => !isThere(c)).map((citation) => ({ kind: 'gone' as const, question: p.question, citation })),
    ),
  ];
}
