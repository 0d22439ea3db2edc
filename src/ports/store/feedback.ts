import type { Feedback, FeedbackAnswer } from '../../domain/feedback.js';
import type { MentorshipId, PersonId, PortfolioId, SessionId } from '../../kernel/ids.js';

/** An answer without its words. */
export type PlainAnswer = Omit<FeedbackAnswer, 'text'> & {
  /** Something was written: `wordsOf` has it. */
  readonly hasText: boolean;
};

/** One form that was asked for, without anybody's words; one about a session that never happened is none. */
export interface PlainForm extends Pick<Feedback, 'session' | 'mentee' | 'share' | 'state' | 'asked'> {
  readonly portfolio: PortfolioId;
  readonly mentorship: MentorshipId;
  /** When its session was planned to begin (ms). */
  readonly heldAt: number;
  readonly answers: readonly PlainAnswer[];
}

/** How many forms of a mentorship stand alike: what a reader may see of them is the domain's to say. */
export interface CountedForms extends Pick<Feedback, 'share' | 'state'> {
  readonly portfolio: PortfolioId;
  readonly mentorship: MentorshipId;
  /** Whether anything in them was answered and not skipped. */
  readonly answered: boolean;
  readonly count: number;
}

/** Which words: of whose answer to which question about which session. */
export interface WordsOf extends Pick<Feedback, 'session' | 'mentee'> {
  readonly question: string;
}

export interface FeedbackRepository {
  get(session: SessionId, mentee: PersonId): Promise<Feedback | undefined>;
  ofSessions(ids: readonly SessionId[]): Promise<readonly Feedback[]>;
  ofMentee(mentee: PersonId): Promise<readonly Feedback[]>;
  all(): Promise<readonly Feedback[]>;
  /** A mentee's own about sessions that were held, by planned start, the newest first, without the first `skip`. */
  latestOf(mentee: PersonId, limit: number, skip: number): Promise<{ count: number; forms: readonly Feedback[] }>;
  /** A mentee's own that rest or are open, and can still be answered at `at` (ms). */
  openOf(mentee: PersonId, at: number): Promise<readonly Feedback[]>;
  /** Every form about these portfolios' sessions, by planned start; read in pages, between which others have their turn. */
  plainOf(portfolios: readonly PortfolioId[]): Promise<readonly PlainForm[]>;
  /**
   * All of the programme of mentees who were not erased, counted; in pages of portfolios, between which others have their
   * turn.
   */
  counted(): Promise<readonly CountedForms[]>;
  /** The words of these answers, in their order; empty where there are none. Of as many as a card shows. */
  wordsOf(answers: readonly WordsOf[]): Promise<readonly string[]>;
  save(feedback: Feedback): Promise<void>;
}
