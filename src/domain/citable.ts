import type { MentorshipId, SessionId } from '../kernel/ids.js';
import { writeCitation } from './citation.js';
import type { Theme } from './instrument.js';
import type { PortfolioFacts } from './portfolio-facts.js';
import type { Effect, SupportEffect } from './record.js';
import type { PlanVersion } from './session.js';
import { exampleText, supportOf } from './support.js';
import type { Source } from './triangulation.js';

/**
 * What a mentor can cite of their own portfolio, wherever they choose evidence: for a change, a mark, a section of a
 * reflection. A citation is resolved when it is shown; what is chosen here is only what there is now.
 */

export interface Citable {
  readonly citation: string;
  readonly source: Source | 'plan' | 'change';
  readonly theme: Theme;
  /** Null where it is about the portfolio as a whole. */
  readonly mentorship: MentorshipId | null;
  readonly session: SessionId | null;
  /** What it is, for a list: “The pace was right for me: 2”. In the words of whoever wrote it, so it stands in forms alone. */
  readonly label: string;
  readonly at: number;
}

/**
 * “The pace was right for me: 2”; “Slower, please (What is one thing to keep or change?)”: words come first, so that a list
 * which cuts its lines shows what was said, and not what was asked.
 */
const saidTo = (asked: string, rating: number | null, words: string): string =>
  rating === null
    ? words.trim() === ''
      ? ''
      : `${words.trim()} (${asked})`
    : `${asked.replace(/\.$/, '')}${asked.endsWith('?') ? '' : ':'} ${rating}${words === '' ? '' : `, ${words}`}`;

/** Of these facts, newest first. What this reader may not read is not among the facts. */
export function citableOf(facts: PortfolioFacts): readonly Citable[] {
  const goals = new Map(facts.mentorships.flatMap((m) => m.goals.map((g) => [g.id, g.what] as const)));
  const found: Citable[] = [
    ...facts.answers.map((a) => ({
      citation: a.citation,
      source: a.source,
      theme: a.theme,
      mentorship: a.mentorship,
      session: a.session,
      label: saidTo(a.asked, a.rating, a.text),
      at: a.heldAt ?? a.at,
    })),
    ...facts.levels.flatMap((l) =>
      l.level === null
        ? []
        : [
            {
              citation: writeCitation({ kind: 'level', id: l.id, version: 1 }),
              source: 'levels' as const,
              theme: 'goals' as const,
              mentorship: l.mentorship,
              session: l.session,
              label: `${goals.get(l.goal) ?? 'A goal'}: level ${l.level}`,
              at: l.at,
            },
          ],
    ),
    ...facts.attestations.map((a) => ({
      citation: writeCitation({ kind: 'attestation', id: a.id, part: 'words' }),
      source: 'attestation' as const,
      theme: 'other' as const,
      mentorship: a.mentorship,
      session: a.session,
      label: a.body.words,
      at: a.givenAt ?? a.askedAt,
    })),
    ...facts.sessions.flatMap((s) => fromSession(s)),
    ...facts.changes.map((c) => ({
      citation: writeCitation({ kind: 'change', id: c.id, part: 'what' }),
      source: 'change' as const,
      theme: 'other' as const,
      mentorship: c.mentorship,
      session: c.fromSession,
      label: c.what,
      at: c.madeAt,
    })),
  ];
  return found.filter((c) => c.label.trim() !== '').sort((a, b) => b.at - a.at);
}

/** What was written in a record, part by part, with what it is about. */
const wordsOf = (
  record: PortfolioFacts['sessions'][number]['record'],
  plan: PortfolioFacts['sessions'][number]['plan'],
): readonly (readonly [part: string, words: string, theme: Theme])[] =>
  record === null
    ? []
    : [
        ['happened', record.body.happened, 'other'],
        ['change', record.body.change, 'planning'],
        ...record.body.skills.map((s, i) => [`skills/${i}`, s.example, 'relationship'] as const),
        ...record.body.support.map((s) => [`support/${s.key}`, effectInWords(s, plan), 'support'] as const),
        ...record.body.outcomes.map((o) => [`outcomes/${o.objective}`, o.evidence, 'goals'] as const),
        ['guidance', record.body.guidance.map((g) => g.how).join('; '), 'other'],
        ['restorative', record.body.restorative?.agreed ?? '', 'other'],
      ];

/** Which sources say something of each theme: of what can be cited, without writing each citation. */
export function sourcesByTheme(facts: PortfolioFacts): ReadonlyMap<Theme, ReadonlySet<Source>> {
  const found = new Map<Theme, Set<Source>>();
  const add = (theme: Theme, source: Source): void => {
    const there = found.get(theme);
    if (there === undefined) found.set(theme, new Set([source]));
    else there.add(source);
  };
  for (const a of facts.answers) add(a.theme, a.source);
  for (const _ of facts.levels) add('goals', 'levels');
  for (const a of facts.attestations) if (a.body.words.trim() !== '') add('other', 'attestation');
  for (const s of facts.sessions)
    for (const [, words, theme] of wordsOf(s.record, s.plan)) if (words.trim() !== '') add(theme, 'record');
  return found;
}

function fromSession({
  id,
  record,
  plan,
  beganAt,
  mentorships,
}: PortfolioFacts['sessions'][number]): readonly Citable[] {
  const of = { mentorship: mentorships.length === 1 ? (mentorships[0] ?? null) : null, session: id, at: beganAt };
  return [
    ...wordsOf(record, plan).map(([part, label, theme]) => ({
      ...of,
      source: 'record' as const,
      theme,
      label,
      citation: writeCitation({ kind: 'record', id, ...(record === null ? {} : { version: record.version }), part }),
    })),
    ...(plan?.body.objectives ?? []).map((o) => ({
      ...of,
      source: 'plan' as const,
      theme: 'planning' as const,
      label: o.what,
      citation: writeCitation({ kind: 'plan', id, version: plan?.version ?? 1, part: `objectives/${o.key}` }),
    })),
  ];
}

/** What came of something that was done for a need, as it is read out. */
export const effectWords: Readonly<Record<Effect, string>> = {
  helped: 'helped',
  partly: 'helped partly',
  not: 'did not help',
};

/** “Short breaks → a pause after ten minutes: helped: he went on by himself”; empty where nobody said what it did. */
function effectInWords(s: SupportEffect, plan: PlanVersion | null): string {
  const said = [s.did === null ? '' : effectWords[s.did], s.line.trim()].filter((w) => w !== '').join(': ');
  const row = plan === null ? undefined : supportOf(plan.body).find((one) => one.key === s.key);
  return said === '' || row === undefined ? said : `${exampleText(row)}: ${said}`;
}
