import type { Feature } from '../feature.js';
import { faces } from './faces.js';
import { askWords, hoursDifferent, hoursSettle } from './form.js';
import { lengthPresses } from './length.js';
import { prompts } from './prompts.js';
import { questionPresses } from './questions.js';

/** The mentee confirms the length, then answers what they like; the coordinator settles what the two cannot. */
export const feature: Feature = {
  name: 'give-feedback',
  presses: { ...lengthPresses, ...questionPresses },
  forms: { 'ask-words': askWords, 'hours-different': hoursDifferent, 'hours-settle': hoursSettle },
  faces,
  prompts,
};
