import type { Feature } from '../feature.js';
import { contactFeature, openContact } from './contact.js';
import { recordPrompt } from './faces.js';
import { later, nudge, remind } from './later.js';
import { log, quote } from './log.js';
import { open } from './open.js';
import { read } from './panel.js';
import { recordFeature } from './save.js';
import { actionDone } from './tick.js';

/** The record of a session, its amendment and its actions; informal contacts. */
export const feature: Feature = {
  name: 'write-record',
  commands: { log },
  presses: {
    'record.open': open,
    'record.later': later,
    'record.read': read,
    'record.action-done': actionDone,
    'contact.open': openContact,
  },
  forms: { record: recordFeature, contact: contactFeature, quote },
  faces: { 'record-prompt': recordPrompt },
  prompts: { nudge, 'record-later': remind },
};
