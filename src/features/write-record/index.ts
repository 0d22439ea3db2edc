import type { FeatureOf } from '../feature.js';
import { contactFeature, openContact } from './contact.js';
import { recordPrompt } from './faces.js';
import { later, nudge, remind } from './later.js';
import { choosePerson, log, quote } from './log.js';
import { open } from './open.js';
import { read } from './panel.js';
import { recordFeature } from './save.js';
import { actionDone } from './tick.js';

declare module '../../kernel/names.js' {
  interface Capabilities {
    'write-record': {
      command: 'log';
      verb: 'record.open' | 'record.later' | 'record.read' | 'record.choose' | 'record.action-done' | 'contact.open';
      form: 'record' | 'contact' | 'quote';
      face: 'record-prompt';
      prompt: 'nudge' | 'record-later';
      audit: 'action.done' | 'contact.kept' | 'record.amended' | 'record.later' | 'record.read' | 'record.signed';
    };
  }
}

/** The record of a session, its amendment and its actions; informal contacts. */
export const feature: FeatureOf<'write-record'> = {
  name: 'write-record',
  commands: { log },
  presses: {
    'record.open': { opens: open },
    'record.later': later,
    'record.read': { opens: read },
    'record.choose': { opens: choosePerson },
    'record.action-done': actionDone,
    'contact.open': { opens: openContact },
  },
  forms: { record: recordFeature, contact: contactFeature, quote },
  faces: { 'record-prompt': recordPrompt },
  prompts: { nudge, 'record-later': remind },
};
