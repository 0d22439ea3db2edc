import type { FeatureOf } from '../feature.js';
import { askCopy, copyBytes, copyFile, copyFor, copyPage, fetchCopy, handOverCopy } from './access.js';
import { concernsEraseForm, concernsKeepForm, openConcerns, openConcernsKeep } from './concerns-over.js';
import { answerForm, openAnswer } from './correct.js';
import { holdForm, holdLift, holdLook, holdLookFace, holdOn, openHold } from './hold.js';
import { fetchLeaflet, leaflet, leafletForm, leafletPage, openLeafletForm } from './leaflet.js';
import { answeredFace, askedFace, openList, openPerson, readyFace, rightsCommand } from './panel.js';
import { openParent, parentForm } from './parent.js';
import {
  askEachMonth,
  keepForm,
  openDue,
  openKeep,
  openRetention,
  retention,
  retentionFace,
  retentionForm,
} from './retention.js';
import { copyReady, decideCopy, reviewCopy } from './review-copy.js';
import { withdraw } from './withdraw.js';
import { openWrong, readRequest, wrongForm } from './wrong.js';

/** What people may ask of what is kept about them, and how long it is kept (docs/field.md#rights). */

declare module '../../kernel/names.js' {
  interface Capabilities {
    rights: {
      command: 'rights';
      verb:
        | 'copy.ask'
        | 'copy.for'
        | 'copy.fetch'
        | 'copy.hand-over'
        | 'copy.page'
        | 'copy.json'
        | 'copy.review'
        | 'copy.decide'
        | 'copy.done'
        | 'rights.list'
        | 'rights.person'
        | 'rights.wrong'
        | 'rights.read'
        | 'rights.answer'
        | 'rights.withdraw'
        | 'rights.hold'
        | 'rights.hold-on'
        | 'rights.hold-lift'
        | 'rights.parent'
        | 'rights.leaflet'
        | 'leaflet.page'
        | 'leaflet.fetch'
        | 'leaflet.contact'
        | 'rights.due'
        | 'rights.keep'
        | 'rights.concerns'
        | 'rights.concerns-keep'
        | 'rights.retention';
      form:
        | 'rights-wrong'
        | 'rights-answer'
        | 'rights-hold'
        | 'rights-parent'
        | 'rights-keep'
        | 'leaflet'
        | 'concerns-erase'
        | 'concerns-keep'
        | 'retention';
      face: 'rights-asked' | 'rights-answered' | 'copy-ready' | 'hold-look' | 'retention-due';
      prompt: 'hold-look' | 'retention';
      audit:
        | 'copy.decided'
        | 'copy.fetched'
        | 'copy.looked-at'
        | 'programme.leaflet'
        | 'programme.retention'
        | 'record.noted'
        | 'rights.asked'
        | 'rights.concerns-erased'
        | 'rights.concerns-kept'
        | 'rights.done'
        | 'rights.hold'
        | 'rights.hold-kept'
        | 'rights.hold-lifted'
        | 'rights.kept-longer'
        | 'rights.noted'
        | 'rights.withdrawal-taken-back'
        | 'rights.withdrawn';
    };
  }
}

export const feature: FeatureOf<'rights'> = {
  name: 'rights',
  commands: { rights: rightsCommand },
  presses: {
    'copy.ask': { opens: askCopy },
    'copy.for': { opens: copyFor },
    'copy.fetch': { opens: fetchCopy },
    'copy.hand-over': { opens: handOverCopy },
    'copy.page': { opens: copyPage },
    'copy.json': copyFile,
    'copy.review': { opens: reviewCopy },
    'copy.decide': { opens: decideCopy },
    'copy.done': { opens: copyReady },
    'rights.list': { opens: openList },
    'rights.person': { opens: openPerson },
    'rights.wrong': { opens: openWrong },
    'rights.read': { opens: readRequest },
    'rights.answer': { opens: openAnswer },
    'rights.withdraw': { opens: withdraw },
    'rights.hold': { opens: openHold },
    'rights.hold-on': { opens: holdOn },
    'rights.hold-lift': { opens: holdLift },
    'rights.parent': { opens: openParent },
    'rights.leaflet': { opens: leaflet },
    'leaflet.page': { opens: leafletPage },
    'leaflet.fetch': { opens: fetchLeaflet },
    'leaflet.contact': { opens: openLeafletForm },
    'rights.due': { opens: openDue },
    'rights.keep': { opens: openKeep },
    'rights.concerns': { opens: openConcerns },
    'rights.concerns-keep': { opens: openConcernsKeep },
    'rights.retention': { opens: openRetention },
  },
  links: {
    copy: {
      personal: {
        enters: 'door.enter',
        renews: 'door.renew',
        presses: [
          'copy.page',
          'copy.json',
          'copy.ask',
          'rights.wrong',
          'rights.read',
          'data.open',
          'data.erase-ask',
          'data.erase-back',
        ],
        shows: ['concern.open', 'home.open'],
        forms: ['rights-wrong'],
      },
    },
    leaflet: {
      personal: {
        enters: 'door.enter',
        renews: 'door.renew',
        presses: ['leaflet.page', 'leaflet.contact'],
        shows: ['concern.open', 'home.open'],
        forms: ['leaflet'],
      },
    },
  },
  copies: copyBytes,
  forms: {
    'rights-wrong': wrongForm,
    'rights-answer': answerForm,
    'rights-hold': holdForm,
    'rights-parent': parentForm,
    'rights-keep': keepForm,
    leaflet: leafletForm,
    'concerns-erase': concernsEraseForm,
    'concerns-keep': concernsKeepForm,
    retention: retentionForm,
  },
  faces: {
    'rights-asked': askedFace,
    'rights-answered': answeredFace,
    'copy-ready': readyFace,
    'hold-look': holdLookFace,
    'retention-due': retentionFace,
  },
  prompts: { 'hold-look': holdLook, retention },
  begin: askEachMonth,
};
