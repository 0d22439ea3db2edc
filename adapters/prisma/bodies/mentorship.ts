import type { Agreement, AgreementBody, Goal } from '../../../src/domain/mentorship.js';
import { type Defaults, withDefaults } from './defaults.js';

/** What is sealed of an agreement's version. */
export type AgreementWords = Pick<Agreement, 'body' | 'changeWanted'>;
/** What is sealed of a goal. */
export type GoalWords = Pick<Goal, 'what' | 'how'>;

const noAgreement: Defaults<AgreementBody> = {
  purpose: '',
  duration: '',
  frequency: '',
  place: '',
  roles: '',
  boundaries: '',
  confidentiality: '',
  ending: '',
  menteeRole: '',
  helps: '',
  avoid: '',
};
/** An agreement without a word. */
export const noAgreementWords: Defaults<AgreementWords> = { body: noAgreement, changeWanted: '' };
/** A goal without a word. */
export const noGoalWords: Defaults<GoalWords> = { what: '', how: '' };

export function readAgreementWords(stored: unknown): AgreementWords {
  const words = withDefaults<AgreementWords>(stored, noAgreementWords);
  return { ...words, body: withDefaults(words.body, noAgreement) };
}

export const readGoalWords = (stored: unknown): GoalWords => withDefaults(stored, noGoalWords);
