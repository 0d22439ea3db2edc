import type { Feature } from '../feature.js';
import { faces } from './faces.js';
import { askWords, hoursDifferent, hoursSettle } from './form.js';
import { lengthPresses } from './length.js';
import { prompts } from './prompts.js';
import { questionPresses } from './questions.js';
import { openWholeForm, sessionAnswers } from './whole-form.js';

/** The mentee confirms the length, then answers what they like; the coordinator settles what the two cannot. */
export const feature: Feature = {
  name: 'give-feedback',
  presses: { ...lengthPresses, ...questionPresses, 'ask.form': openWholeForm },
  links: { 'session-answers': { opens: openWholeForm } },
  forms: {
    'ask-words': askWords,
    'hours-different': hoursDifferent,
    'hours-settle': hoursSettle,
    'session-answers': sessionAnswers,
  },
  faces,
  prompts,
};
