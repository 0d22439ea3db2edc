import type { FeatureOf } from '../feature.js';
import { askForm, discuss, mail, makeLink, openAsk } from './ask.js';
import { open, takeBack, testimony } from './panel.js';
import { askedFace, decline, givenFace, openSigning, signForm } from './sign.js';
import { openWriting, writeForm } from './write-form.js';

declare module '../../kernel/names.js' {
  interface Capabilities {
    attest: {
      command: 'testimony';
      verb:
        | 'attest.open'
        | 'attest.ask'
        | 'attest.link'
        | 'attest.write'
        | 'attest.decline'
        | 'attest.sign'
        | 'attest.discuss'
        | 'attest.take-back';
      form: 'attest-ask' | 'attestation' | 'attest-sign';
      face: 'attest-asked' | 'attest-given';
      audit: 'attest.asked' | 'attest.given' | 'attest.signed' | 'attest.read';
    };
  }
}

/** What others attest of a mentor's work: testimony, observation, discussion (docs/field.md#testimony-and-observation). */
export const feature: FeatureOf<'attest'> = {
  name: 'attest',
  commands: { testimony },
  presses: {
    'attest.open': { opens: open },
    'attest.ask': { opens: openAsk },
    'attest.link': { opens: makeLink },
    'attest.write': { opens: openWriting },
    'attest.decline': decline,
    'attest.sign': { opens: openSigning },
    'attest.discuss': { opens: discuss },
    'attest.take-back': takeBack,
  },
  links: { attestation: { opens: openWriting, mail } },
  forms: { 'attest-ask': askForm, attestation: writeForm, 'attest-sign': signForm },
  faces: { 'attest-asked': askedFace, 'attest-given': givenFace },
};
