import type { FeatureOf } from '../feature.js';
import { faces } from './faces.js';
import { askWords, hoursDifferent, hoursSettle, hoursSettleConfirm } from './form.js';
import { goalLevelsForm, openGoals } from './goals.js';
import { lengthPresses } from './length.js';
import { prompts } from './prompts.js';
import { questionPresses } from './questions.js';
import { openWholeForm, sessionAnswers } from './whole-form.js';

declare module '../../kernel/names.js' {
  interface Capabilities {
    'give-feedback': {
      verb:
        | 'hours.confirm'
        | 'hours.different'
        | 'hours.did-not-happen'
        | 'hours.stop'
        | 'hours.start'
        | 'hours.confirm-all'
        | 'hours.one-by-one'
        | 'hours.settle'
        | 'ask.share'
        | 'ask.set-share'
        | 'ask.rate'
        | 'ask.skip'
        | 'ask.set'
        | 'ask.words'
        | 'ask.not-today'
        | 'ask.open'
        | 'ask.stop'
        | 'ask.start'
        | 'ask.change'
        | 'ask.talk'
        | 'ask.withdraw'
        | 'ask.form'
        | 'goals.rate';
      form:
        | 'ask-words'
        | 'goal-levels'
        | 'hours-different'
        | 'hours-settle'
        | 'hours-settle-confirm'
        | 'session-answers';
      face: 'after-session' | 'ask-again' | 'hours-changed' | 'hours-dispute' | 'hours-settled' | 'confirm-several';
      prompt: 'ask' | 'ask-again' | 'ask-length' | 'confirm-several';
      audit:
        | 'feedback.answered'
        | 'feedback.asked'
        | 'feedback.not-today'
        | 'feedback.reminded'
        | 'feedback.share-chosen'
        | 'feedback.started'
        | 'feedback.stopped'
        | 'feedback.withdrawn'
        | 'hours.confirmed'
        | 'hours.did-not-happen'
        | 'hours.different'
        | 'hours.settled'
        | 'hours.started'
        | 'hours.stopped';
    };
  }
}

/** The mentee confirms the length, then answers what they like; the coordinator settles what the two cannot. */
export const feature: FeatureOf<'give-feedback'> = {
  name: 'give-feedback',
  presses: {
    ...lengthPresses,
    ...questionPresses,
    'ask.form': { opens: openWholeForm },
    'goals.rate': { opens: openGoals },
  },
  links: { 'session-answers': { opens: openWholeForm } },
  forms: {
    'ask-words': askWords,
    'goal-levels': goalLevelsForm,
    'hours-different': hoursDifferent,
    'hours-settle': hoursSettle,
    'hours-settle-confirm': hoursSettleConfirm,
    'session-answers': sessionAnswers,
  },
  faces,
  prompts,
};
