import type { FeatureOf } from '../feature.js';
import { conversationForm, conversationPresses } from './conversation.js';
import { openAnswers, openReading } from './coordinator.js';
import { faces } from './faces.js';
import { menteePresses } from './mentee.js';
import { openPanel, reviewCommand } from './panel.js';
import { prompts } from './prompts.js';
import { openSelf, reviewSelf } from './self.js';
import { openByLink, openWholeForm, reviewAnswers } from './whole-form.js';
import { reviewWords } from './words-form.js';

declare module '../../kernel/names.js' {
  interface Capabilities {
    review: {
      command: 'review';
      verb:
        | 'review.rate'
        | 'review.skip'
        | 'review.words'
        | 'review.set'
        | 'review.change'
        | 'review.not-today'
        | 'review.open'
        | 'review.stop'
        | 'review.start'
        | 'review.share'
        | 'review.withdraw'
        | 'review.form'
        | 'review.self'
        | 'review.panel'
        | 'review.read'
        | 'review.answers'
        | 'conversation.note'
        | 'conversation.read'
        | 'conversation.confirm';
      form: 'review-words' | 'review-answers' | 'review-self' | 'conversation';
      face: 'review-asked' | 'review-again' | 'review-opened' | 'conversation-noted';
      prompt: 'review-due' | 'review-ask' | 'review-again' | 'conversation-ask';
      audit:
        | 'review.opened'
        | 'review.asked'
        | 'review.answered'
        | 'review.changed'
        | 'review.read'
        | 'conversation.noted'
        | 'conversation.answered';
    };
  }
}

/**
 * Looks at the whole of a mentorship (docs/field.md#reviews): when they open, what each side is asked, where they stand;
 * and what the two said to each other about their mentoring.
 */
export const feature: FeatureOf<'review'> = {
  name: 'review',
  commands: { review: reviewCommand },
  presses: {
    ...menteePresses,
    'review.form': { opens: openWholeForm },
    'review.self': { opens: openSelf },
    'review.panel': { opens: openPanel },
    'review.read': { opens: openReading },
    // It stands in a channel too, and is answered in private.
    'review.answers': openAnswers,
    ...conversationPresses,
  },
  links: { 'review-answers': { opens: openByLink } },
  forms: {
    'review-words': reviewWords,
    'review-answers': reviewAnswers,
    'review-self': reviewSelf,
    conversation: conversationForm,
  },
  faces,
  prompts,
};
