import { type Answers, noAnswers } from '../../../src/chat/form.js';
import { withDefaults } from './defaults.js';

/** Of a draft only that there are answers: which fields they answer is the form's to say, and it may have changed. */
export const readAnswers = (stored: unknown): Answers => withDefaults(stored, noAnswers);
