import type { Review, ReviewForm, ReviewFormId, ReviewId } from '../../domain/review.js';
import type { StakeholderAsk, StakeholderAskId } from '../../domain/stakeholder.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';

/** Looks at the whole of a mentorship, and each side's form. */
export interface ReviewsRepository {
  get(id: ReviewId): Promise<Review | undefined>;
  /** Of these mentorships, oldest first. */
  ofMentorships(ids: readonly MentorshipId[]): Promise<readonly Review[]>;
  /** Of the whole programme, those that close after `at` (ms), oldest first. */
  openAt(at: number): Promise<readonly Review[]>;
  save(review: Review): Promise<void>;
  form(id: ReviewFormId): Promise<ReviewForm | undefined>;
  /** Every form of these mentorships’ reviews with its answers, in the order in which they were asked. */
  formsOf(ids: readonly MentorshipId[]): Promise<readonly ReviewForm[]>;
  /** All that were asked of this person. */
  formsOfPerson(person: PersonId): Promise<readonly ReviewForm[]>;
  /** With its answers; one that is not among them any more is gone. */
  saveForm(form: ReviewForm): Promise<void>;
}

/** Who beside a mentorship may be asked. */
export interface StakeholderAsksRepository {
  get(id: StakeholderAskId): Promise<StakeholderAsk | undefined>;
  /** Of these mentorships, oldest first. */
  ofMentorships(ids: readonly MentorshipId[]): Promise<readonly StakeholderAsk[]>;
  /** In which this person would be asked. */
  ofPerson(person: PersonId): Promise<readonly StakeholderAsk[]>;
  save(ask: StakeholderAsk): Promise<void>;
}
