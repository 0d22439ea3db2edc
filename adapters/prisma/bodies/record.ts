import type { Action, RecordBody, RecordVersion, Restorative, SupportEffect } from '../../../src/domain/record.js';
import { type Defaults, eachWithDefaults, withDefaults } from './defaults.js';

/** What is sealed of a record's version: the record itself, why it was amended and why it was late. */
export type RecordWords = Pick<RecordVersion, 'body' | 'reason' | 'lateReason'>;

/** All of a record but who was there, when and how long: what stands of it when its words are gone. */
const wordless: Defaults<RecordBody, 'attended' | 'startedAt' | 'minutes'> = {
  outcomes: [],
  skills: [],
  happened: '',
  actions: [],
  change: '',
  nextFocus: '',
  restorative: null,
  checkIn: '',
  checkOut: '',
  keptTo: null,
  support: [],
  guidance: [],
};
const outcome: Defaults<RecordBody['outcomes'][number], 'objective' | 'outcome'> = { evidence: '' };
const skill: Defaults<RecordBody['skills'][number], 'key' | 'skill'> = { example: '' };
const action: Defaults<Omit<Action, 'as'>, 'key' | 'what' | 'owner'> = { due: null };
const effect: Defaults<Pick<SupportEffect, 'did' | 'line'>> = { did: null, line: '' };
const guided: Defaults<RecordBody['guidance'][number], 'ref'> = { how: '' };
const restorative: Defaults<Restorative> = { happened: '', affected: '', agreed: '', by: null };
/**
 * What a mentor writes of their own practice: read by them and by those who assess, never by a mentee. It is sealed apart,
 * under the mentor's own key (docs/field.md#own-practice). Why a record was amended is not of it: that is the record's own.
 */
export interface OwnPractice extends Pick<RecordBody, 'change' | 'guidance'>, Pick<RecordVersion, 'lateReason'> {}
const noPractice: Defaults<OwnPractice> = { change: '', guidance: [], lateReason: '' };
export const practiceFields: readonly string[] = Object.keys(noPractice);

export const practiceOf = ({ body, lateReason }: RecordWords): OwnPractice => ({
  change: body.change,
  guidance: body.guidance,
  lateReason,
});

/** What is left under the key of the record. Its fields keep their place, blank, for bodies are compared as JSON. */
export const withoutPractice = (words: RecordWords): RecordWords => withPractice(words, noPractice);

/** @param stored what was sealed apart, as it was opened */
export function withPractice(words: RecordWords, stored: unknown): RecordWords {
  const { change, guidance, lateReason } = withDefaults<OwnPractice>(stored, noPractice);
  return { ...words, body: { ...words.body, change, guidance: eachWithDefaults(guidance, guided) }, lateReason };
}

const reasons: Defaults<RecordWords, 'body'> = { reason: '', lateReason: '' };

export function readRecordWords(stored: unknown): RecordWords {
  const words = withDefaults<RecordWords>(stored, reasons);
  const body = withDefaults<RecordBody>(words.body, wordless);
  return {
    ...words,
    body: {
      ...body,
      outcomes: eachWithDefaults(body.outcomes, outcome),
      skills: eachWithDefaults(body.skills, skill),
      actions: eachWithDefaults(body.actions, action),
      support: eachWithDefaults(body.support, effect),
      guidance: eachWithDefaults(body.guidance, guided),
      restorative: body.restorative === null ? null : withDefaults(body.restorative, restorative),
    },
  };
}

/** Who was there, when and how long: what must add up whoever is erased. */
export const onlyMinutes = (body: RecordBody): RecordBody => ({
  attended: body.attended,
  startedAt: body.startedAt,
  minutes: body.minutes,
  ...wordless,
});

/** Of a group's record, which is under its mentor's key: what each of its mentees reads, and goes on with. */
export const groupsPart = (body: RecordBody): RecordBody => ({
  ...onlyMinutes(body),
  actions: body.actions,
  nextFocus: body.nextFocus,
  keptTo: body.keptTo,
});

/** Of a group's record without one of its mentees: what was done for their needs goes; undefined where there was nothing. */
export function withoutMentee(body: RecordBody, mentee: string): RecordBody | undefined {
  const support = body.support.filter((s) => s.mentee !== mentee);
  return support.length === body.support.length ? undefined : { ...body, support };
}

/** Of a mentee's record without its mentor: what only the mentor read, or only the mentor is judged by, is blank. */
export const withoutMentor = (body: RecordBody): RecordBody => ({
  ...body,
  change: '',
  skills: body.skills.map((s) => ({ ...s, example: '' })),
  guidance: [],
});
