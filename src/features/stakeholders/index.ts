import type { FeatureOf } from '../feature.js';
import { answerForm, openAnswers } from './answer-form.js';
import { againPrompt, asked, askedAgain, askPrompt, decline, mail, makePassed, notToday, passOn } from './asking.js';
import { choiceForm, choicePrompt, menteeLink, openChoice, proposed } from './choose.js';
import { end, open, takeBack } from './panel.js';
import { askCoordinator, openProposal, proposalForm, wanted } from './propose.js';

declare module '../../kernel/names.js' {
  interface Capabilities {
    stakeholders: {
      verb:
        | 'stakeholder.open'
        | 'stakeholder.propose'
        | 'stakeholder.ask-coordinator'
        | 'stakeholder.end'
        | 'stakeholder.link'
        | 'stakeholder.choose'
        | 'stakeholder.answer'
        | 'stakeholder.not-today'
        | 'stakeholder.decline'
        | 'stakeholder.pass'
        | 'stakeholder.take-back';
      form: 'stakeholder-proposal' | 'stakeholder-choice' | 'stakeholder-answers';
      face:
        | 'stakeholder-proposed'
        | 'stakeholder-wanted'
        | 'stakeholder-asked'
        | 'stakeholder-again'
        | 'stakeholder-pass';
      prompt: 'stakeholder-choice' | 'stakeholder-ask' | 'stakeholder-again';
      audit:
        | 'stakeholder.proposed'
        | 'stakeholder.proposal-ended'
        | 'stakeholder.answered'
        | 'stakeholder.taken-back'
        | 'stakeholder.read';
    };
  }
}

/** Whom a mentee lets be asked about a mentorship, and what those say (docs/field.md#stakeholders). */
export const feature: FeatureOf<'stakeholders'> = {
  name: 'stakeholders',
  presses: {
    'stakeholder.open': { opens: open },
    'stakeholder.propose': { opens: openProposal },
    'stakeholder.ask-coordinator': { opens: askCoordinator },
    'stakeholder.end': { opens: end },
    'stakeholder.link': { opens: menteeLink },
    'stakeholder.choose': { opens: openChoice },
    'stakeholder.answer': { opens: openAnswers },
    'stakeholder.not-today': notToday,
    'stakeholder.decline': decline,
    'stakeholder.pass': { opens: makePassed },
    'stakeholder.take-back': takeBack,
  },
  links: {
    'stakeholder-choice': { opens: openChoice },
    'stakeholder-answers': { opens: openAnswers, mail },
  },
  forms: {
    'stakeholder-proposal': proposalForm,
    'stakeholder-choice': choiceForm,
    'stakeholder-answers': answerForm,
  },
  faces: {
    'stakeholder-proposed': proposed,
    'stakeholder-wanted': wanted,
    'stakeholder-asked': asked,
    'stakeholder-again': askedAgain,
    'stakeholder-pass': passOn,
  },
  prompts: {
    'stakeholder-choice': choicePrompt,
    'stakeholder-ask': askPrompt,
    'stakeholder-again': againPrompt,
  },
};
