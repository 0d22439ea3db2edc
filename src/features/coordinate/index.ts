import type { FeatureOf } from '../feature.js';
import { allocationForm, allocationPresses } from './allocations.js';
import { askForLead, askLead, askLeadFace } from './ask-lead.js';
import { boardPresses, peopleCommand } from './board.js';
import { cataloguePresses } from './catalogue.js';
import { listForm } from './catalogue-lists.js';
import { templateForm } from './catalogue-template.js';
import { agreementTextForm } from './catalogue-words.js';
import { claim } from './claim.js';
import { criteriaPresses, criterionForm } from './criteria.js';
import { criteriaImportForm } from './criteria-import.js';
import { deliveryCard, deliveryPresses } from './delivery.js';
import { importApply, importForm, importLink, importLook, importPaste, openImport, pairsSuggested } from './import.js';
import { makeProgramme } from './make-programme.js';
import { nudgeFace } from './nudge.js';
import { peoplePresses, roleForm } from './people.js';
import { questionsForm } from './question-set-form.js';
import { openSetup, setupCommand, setupForm } from './setup.js';

declare module '../../kernel/names.js' {
  interface Capabilities {
    coordinate: {
      command: 'setup' | 'people';
      verb:
        | 'programme.setup'
        | 'delivery.list'
        | 'people.roles'
        | 'people.list'
        | 'people.nudge'
        | 'people.unpair'
        | 'people.code'
        | 'people.waiting'
        | 'people.board'
        | 'import.open'
        | 'import.paste'
        | 'import.look'
        | 'import.apply'
        | 'delivery.again'
        | 'catalogue.open'
        | 'catalogue.questions'
        | 'catalogue.list'
        | 'catalogue.templates'
        | 'catalogue.template'
        | 'catalogue.retire'
        | 'catalogue.retired'
        | 'catalogue.back'
        | 'catalogue.agreement'
        | 'criteria.open'
        | 'criteria.change'
        | 'criteria.retire'
        | 'criteria.import'
        | 'criteria.paste'
        | 'allocations.open'
        | 'allocations.add'
        | 'allocations.end';
      form:
        | 'setup'
        | 'role'
        | 'import'
        | 'questions'
        | 'catalogue-list'
        | 'template'
        | 'agreement-text'
        | 'allocation'
        | 'criterion'
        | 'criteria-import';
      face: 'pairs-suggested' | 'nudge' | 'ask-lead';
      prompt: 'ask-lead';
      audit:
        | 'account.code-wrong'
        | 'allocation.ended'
        | 'allocation.made'
        | 'catalogue.changed'
        | 'delivery.again'
        | 'people.imported'
        | 'people.nudged'
        | 'people.roles'
        | 'people.unpaired'
        | 'person.adult-noted'
        | 'person.left-programme'
        | 'programme.another-made'
        | 'programme.first-coordinator'
        | 'programme.set';
    };
  }
}

/** The coordinator's: the programme's settings, who is who, and what was not delivered. */
export const feature: FeatureOf<'coordinate'> = {
  name: 'coordinate',
  commands: { setup: setupCommand, people: peopleCommand },
  across: {
    setup: async ({ rest }, work, across) =>
      (await claim(rest, work, across)) ?? (await makeProgramme(rest, work, across)),
  },
  presses: {
    'programme.setup': { opens: async (_press, work) => openSetup(work) },
    'delivery.list': { opens: async (press, work) => ({ kind: 'panel', card: await deliveryCard(work, press.arg) }) },
    ...peoplePresses,
    ...boardPresses,
    ...allocationPresses,
    'import.open': async (_press, work) => openImport(work),
    'import.paste': { opens: importPaste },
    'import.look': importLook,
    'import.apply': importApply,
    ...deliveryPresses,
    ...cataloguePresses,
    ...criteriaPresses,
  },
  links: { import: importLink },
  forms: {
    setup: setupForm,
    role: roleForm,
    import: importForm,
    questions: questionsForm,
    'catalogue-list': listForm,
    template: templateForm,
    'agreement-text': agreementTextForm,
    allocation: allocationForm,
    criterion: criterionForm,
    'criteria-import': criteriaImportForm,
  },
  faces: { 'pairs-suggested': pairsSuggested, nudge: nudgeFace, 'ask-lead': askLeadFace },
  prompts: { 'ask-lead': askLead },
  begin: askForLead,
};
