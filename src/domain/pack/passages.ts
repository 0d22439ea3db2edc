import type { MentorshipId, PersonId, SessionId } from '../../kernel/ids.js';
import { writeCitation } from '../citation.js';
import { inForce } from '../mentorship.js';
import type { FactsMentorship, PortfolioFacts } from '../portfolio-facts.js';
import { type Passage, passagesOf } from '../release.js';

/**
 * The words in a portfolio that are a mentee's, or about them: in a pack each stands only where its mentee lets it
 * (docs/field.md#the-pack). What is not among them is the mentor's own, or another grown-up's.
 */
export interface PackPassage extends Pick<Passage, 'citation' | 'label' | 'words' | 'menteeReads' | 'tender'> {
  readonly mentorship: MentorshipId;
  readonly mentee: PersonId;
  /** The session it is of. */
  readonly session: SessionId | null;
}

/** What each text of an agreement is called. */
export const agreementLabels = {
  purpose: 'Purpose',
  duration: 'How long',
  frequency: 'How often',
  place: 'Where',
  roles: 'The mentor’s role',
  menteeRole: 'The mentee’s role',
  boundaries: 'Boundaries',
  confidentiality: 'Limits of confidentiality',
  ending: 'Ending',
  helps: 'What helps',
  avoid: 'What to avoid',
} as const;
type AgreementLabelled = keyof typeof agreementLabels;
/** Of an agreement what is about what somebody needs: left out unless they say otherwise. */
const tender: readonly AgreementLabelled[] = ['helps', 'avoid'];

/** @param facts with every word still in it, as whoever makes the pack reads it; in the order in which they stand */
export const packPassages = (facts: PortfolioFacts): readonly PackPassage[] => [...passagesInPieces(facts)].flat();

/** So many sessions or answers are looked through in one piece: a few milliseconds. */
const inOnePiece = 50;

/** The same, piece by piece, for whoever lets others have their turn in between. */
export function* passagesInPieces(facts: PortfolioFacts): Generator<readonly PackPassage[]> {
  for (const m of facts.mentorships) {
    yield [...ofAgreement(m), ...ofGoals(m)];
    for (const sessions of piecesOf(facts.sessions)) yield ofSessions(m, sessions);
    for (const answers of piecesOf(facts.answers)) yield ofAnswers(m, answers);
    yield [...ofChanges(m, facts), ...ofLevels(m, facts), ...ofConversations(m, facts)];
  }
}

function* piecesOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += inOnePiece) yield all.slice(from, from + inOnePiece);
}

type Words = Pick<PackPassage, 'citation' | 'label' | 'words'> & Partial<Pick<PackPassage, 'session' | 'tender'>>;
const passages = (m: FactsMentorship, all: readonly Words[]): readonly PackPassage[] =>
  all
    .filter(({ words }) => words.trim() !== '')
    .map((one) => ({ session: null, tender: false, ...one, menteeReads: true, mentorship: m.id, mentee: m.mentee }));

function ofAgreement(m: FactsMentorship): readonly PackPassage[] {
  const newest = inForce(m.agreements);
  const body = newest?.body;
  if (newest === undefined || body == null) return [];
  return passages(
    m,
    (Object.keys(agreementLabels) as readonly AgreementLabelled[]).map((field) => ({
      citation: writeCitation({ kind: 'agreement', id: m.id, version: newest.version, part: field }),
      label: agreementLabels[field],
      words: body[field],
      tender: tender.includes(field),
    })),
  );
}

const ofGoals = (m: FactsMentorship): readonly PackPassage[] =>
  passages(
    m,
    m.goals.flatMap((g, i) => [
      { citation: writeCitation({ kind: 'goal', id: g.id, part: 'what' }), label: `Goal ${i + 1}`, words: g.what },
      {
        citation: writeCitation({ kind: 'goal', id: g.id, part: 'how' }),
        label: `Goal ${i + 1}: how you will know`,
        words: g.how,
      },
    ]),
  );

/** Of sessions with them alone: what is written of a group is never shown outside (docs/field.md#released-words). */
const ofSessions = (m: FactsMentorship, sessions: PortfolioFacts['sessions']): readonly PackPassage[] =>
  sessions
    .filter((s) => s.mentees.length === 1 && s.mentorships[0] === m.id && s.record !== null)
    .flatMap((s) =>
      (s.record === null ? [] : passagesOf(s.plan ?? undefined, s.record))
        .filter(({ words }) => words.trim() !== '')
        .map(({ citation, label, words, menteeReads, tender }) => ({
          citation,
          label,
          words,
          menteeReads,
          tender,
          mentorship: m.id,
          mentee: m.mentee,
          session: s.id,
        })),
    );

const ofAnswers = (m: FactsMentorship, answers: PortfolioFacts['answers']): readonly PackPassage[] =>
  passages(
    m,
    answers
      .filter((a) => a.mentorship === m.id && a.source === 'mentee')
      .map((a) => ({ citation: a.citation, label: a.asked, words: a.text, session: a.session })),
  );

const ofChanges = (m: FactsMentorship, facts: PortfolioFacts): readonly PackPassage[] =>
  passages(
    m,
    facts.changes
      .filter((c) => c.mentorship === m.id)
      .flatMap((c) => [
        { citation: writeCitation({ kind: 'change', id: c.id, part: 'said' }), label: 'What you said', words: c.said },
        ...c.since
          .filter((s) => s.by === m.mentee)
          .map((s) => ({
            citation: writeCitation({ kind: 'change', id: c.id, part: `said/${s.id}` }),
            label: 'What you said of a change',
            words: s.note,
          })),
      ]),
  );

const ofLevels = (m: FactsMentorship, facts: PortfolioFacts): readonly PackPassage[] =>
  passages(
    m,
    facts.levels
      .filter((l) => l.mentorship === m.id)
      .map((l) => ({
        citation: writeCitation({ kind: 'level', id: l.id, version: 1, part: 'why' }),
        label: l.by === m.mentee ? 'Why you chose that level' : 'Why your mentor chose that level',
        words: l.why,
        session: l.session,
      })),
  );

const ofConversations = (m: FactsMentorship, facts: PortfolioFacts): readonly PackPassage[] =>
  passages(
    m,
    facts.attestations
      .filter((a) => a.kind === 'conversation' && a.mentorship === m.id)
      .map((a) => ({
        citation: writeCitation({ kind: 'attestation', id: a.id, part: 'words' }),
        label: 'What the two of you said',
        words: a.body.words,
        session: a.session,
      })),
  );
