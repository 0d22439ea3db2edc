import { digestInTurns } from '../../kernel/digest-in-turns.js';
import { writeCitation } from '../citation.js';
import type { PortfolioFacts } from '../portfolio-facts.js';

/**
 * What a pack was made of, as a list that is kept for good (docs/field.md#the-pack). Made again, it holds what of that list
 * is still there, and nothing that came later.
 */

const cited = {
  mentorship: (id: string) => writeCitation({ kind: 'agreement', id }),
  goal: (id: string) => writeCitation({ kind: 'goal', id }),
  session: (id: string) => writeCitation({ kind: 'session', id }),
  contact: (id: string) => writeCitation({ kind: 'contact', id }),
  level: (id: string) => writeCitation({ kind: 'level', id }),
  attestation: (id: string) => writeCitation({ kind: 'attestation', id }),
  change: (id: string) => writeCitation({ kind: 'change', id }),
  mark: (portfolio: string, theme: string) => writeCitation({ kind: 'mark', id: portfolio, part: theme }),
  piece: (portfolio: string, question: string, version: number) =>
    writeCitation({ kind: 'reflection', id: portfolio, version, part: question }),
};

/** Everything that it is made of, in its order. */
export function contentsOf(facts: PortfolioFacts): readonly string[] {
  const { id } = facts.portfolio;
  return [
    ...facts.mentorships.flatMap((m) => [cited.mentorship(m.id), ...m.goals.map((g) => cited.goal(g.id))]),
    ...facts.sessions.map((s) => cited.session(s.id)),
    ...facts.contacts.map((c) => cited.contact(c.id)),
    ...facts.answers.map((a) => a.citation),
    ...facts.levels.map((l) => cited.level(l.id)),
    ...facts.attestations.map((a) => cited.attestation(a.id)),
    ...facts.changes.map((c) => cited.change(c.id)),
    ...facts.marks.map((m) => cited.mark(id, m.theme)),
    ...(facts.reflection?.pieces ?? []).map((p) => cited.piece(id, p.question, p.version)),
  ];
}

/** Of these facts what stands in the list. */
export function onlyContents(facts: PortfolioFacts, contents: readonly string[]): PortfolioFacts {
  const listed = new Set(contents);
  const { id } = facts.portfolio;
  const { reflection } = facts;
  return {
    ...facts,
    mentorships: facts.mentorships
      .filter((m) => listed.has(cited.mentorship(m.id)))
      .map((m) => ({ ...m, goals: m.goals.filter((g) => listed.has(cited.goal(g.id))) })),
    sessions: facts.sessions.filter((s) => listed.has(cited.session(s.id))),
    contacts: facts.contacts.filter((c) => listed.has(cited.contact(c.id))),
    answers: facts.answers.filter((a) => listed.has(a.citation)),
    levels: facts.levels.filter((l) => listed.has(cited.level(l.id))),
    attestations: facts.attestations.filter((a) => listed.has(cited.attestation(a.id))),
    changes: facts.changes.filter((c) => listed.has(cited.change(c.id))),
    marks: facts.marks.filter((m) => listed.has(cited.mark(id, m.theme))),
    reflection:
      reflection === null
        ? null
        : {
            ...reflection,
            pieces: reflection.pieces?.filter((p) => listed.has(cited.piece(id, p.question, p.version))) ?? null,
          },
  };
}

/**
 * Of what a pack is made of, whoever is called what and whoever reads it by now left aside: another one says that something
 * of it has changed, or gone.
 * @param stand the citations of the passages that stand
 */
export function fingerprintOf(facts: PortfolioFacts, stand: readonly string[]): Promise<string> {
  const { at: _, called: __, readers: ___, ...rest } = facts;
  return digestInTurns({ facts: rest, stand: [...stand].sort() });
}
