import { answers, button, buttons, type Card, sentence, text } from '../../chat/card.js';
import { type Form, formNote, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, replyWith } from '../../chat/reply.js';
import { mention, moment, say } from '../../chat/text.js';
import type { AttestationId } from '../../domain/attestation.js';
import {
  countersignedBy,
  isSignedByBoth,
  isWritten,
  maySign,
  mayWrite,
  writableUntil,
} from '../../domain/attestation.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, Drawing, Face, FormFeature, PressHandler } from '../feature.js';
import { goneCard } from '../shared/erased-part.js';
import { demand } from '../shared/guards.js';
import { type Attested, attestedOf, kindWords } from './about.js';
import { takenBack } from './write-form.js';

/** The second signature, and the cards to whoever writes and whoever it is about. */

/** @throws Refused unless the actor is the mentor whom it is about */
async function toSign(subject: string, work: ActorWork): Promise<Attested> {
  const found = await attestedOf(subject, work);
  demand('attest.sign', work, { mentor: found.portfolio.mentor });
  return found;
}

const done = sentence('Nothing to sign', 'There is nothing to sign here: you have signed it, or it was taken back.');

export const openSigning: PressHandler = async (press, work): Promise<Reply> => {
  const { a } = await toSign(press.subject, work);
  if (!maySign(a)) return { kind: 'panel', card: done };
  return work.forms.open('attest-sign', a.id, { values: { seen: String(a.givenAt) }, rows: {} }, { fresh: true });
};

export const signForm: FormFeature = {
  called: 'your signature beside somebody’s',
  async build({ subject }, work): Promise<Form | Card> {
    const { a, kind } = await toSign(subject, work);
    if (!maySign(a)) return done;
    return {
      id: 'attest-sign',
      title: 'Sign it too',
      submit: 'Sign',
      signs: true,
      concern: 'mentor',
      steps: [
        {
          id: 'sign',
          title: 'Sign it too',
          items: [
            formNote(
              'what',
              say`You sign that you have read ${kindWords[kind]} by ${mention(a.by)}. From then on it stands as it is.`,
            ),
            {
              id: 'view',
              kind: 'choice',
              shown: 'buttons',
              readers: 'both',
              label: 'How do you see it?',
              of: [
                { value: 'agree', label: 'I have read it, and agree' },
                { value: 'differ', label: 'I have read it, and see it differently' },
              ],
            },
            {
              id: 'reply',
              kind: 'text',
              lines: 'many',
              max: 2000,
              optional: true,
              readers: 'both',
              label: 'What you see differently',
              hint: 'Only if you do. It stands beside what they wrote.',
            },
          ],
        },
      ],
    };
  },
  async submit({ subject, answers: given }, work) {
    const { a } = await toSign(subject, work);
    const { values } = given;
    if (!maySign(a)) return { kind: 'close', say: done };
    // What is signed is what was read.
    if (textOf(values, 'seen') !== String(a.givenAt))
      return closeWith('It has changed', 'They have changed it since you opened it. Read it again, then sign.');
    const differs = textOf(values, 'view') === 'differ';
    const reply = clean(textOf(values, 'reply'));
    if (differs && reply === '') return { problems: [{ at: 'reply', say: 'Say what you see differently.' }] };
    await work.rows.attestations.save(countersignedBy(a, work.actor.id, work.now, differs, differs ? reply : ''));
    work.audit('attest.signed', a.id, { differs }, a.mentorship ?? undefined);
    work.redraw(a.id);
    return closeWith('Signed', 'Both of you have signed it. It stands as it is now.');
  },
};

async function drawnFor(d: Drawing): Promise<Attested | undefined> {
  const a = await d.rows.attestations.get(d.subject as AttestationId);
  const portfolio = a && (await d.rows.portfolios.get(a.portfolio));
  return a === undefined || portfolio === undefined || !isWritten(a.kind) ? undefined : { a, kind: a.kind, portfolio };
}

/** To whoever is asked to write. */
export const askedFace: Face = {
  called: 'a request for a testimony',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d): Promise<Card | null> {
    const found = await drawnFor(d);
    if (found === undefined) return goneCard('attest-asked', d);
    if (d.reader?.id !== found.a.by) return null;
    const { a, kind, portfolio } = found;
    if (!mayWrite(a, d.now)) {
      const line = isSignedByBoth(a)
        ? say`Both of you have signed it. Thank you.`
        : say`The time for this has passed. Nothing more is asked of you.`;
      return { title: 'Thank you', summary: line, blocks: [text(line)] };
    }
    const until = moment(writableUntil(a), 'date');
    if (a.state !== 'asked') {
      const line =
        a.state === 'given'
          ? say`You have signed it. You can change it, or take it back, until ${until}${kind === 'testimony' ? '' : ' or until the mentor has signed too'}.`
          : say`That is fine. If you change your mind, you can write it until ${until}.`;
      return {
        title: a.state === 'given' ? 'Signed' : 'You would rather not',
        summary: line,
        blocks: [
          text(line),
          buttons(
            button(a.state === 'given' ? 'Read or change it' : 'Write it after all', 'attest.write', a.id),
            a.state === 'given' ? button('Take it back', 'attest.decline', a.id) : null,
          ),
        ],
      };
    }
    const line = say`${mention(a.askedBy)} asks you for ${kindWords[kind]} of ${a.askedBy === portfolio.mentor ? say`how they mentor` : say`how ${mention(portfolio.mentor)} mentors`}, by ${until}.`;
    return {
      title: kind === 'observation' ? 'An observation, please' : 'A testimony, please',
      summary: line,
      blocks: [
        text(line),
        text(say`What you saw yourself, in your own words. It names nobody who is mentored.`),
        answers(
          button('Write it', 'attest.write', a.id, { style: 'main' }),
          button('I would rather not', 'attest.decline', a.id),
        ),
      ],
    };
  },
};

export const decline: PressHandler = async (press, work): Promise<Reply> => {
  const { a } = await attestedOf(press.subject, work);
  demand('attest.write', work, { owner: a.by });
  await takenBack(a, work);
  return a.state === 'given'
    ? replyWith('Taken back', 'Nothing of it is kept, and nobody can read it any more.')
    : replyWith('That is fine', 'Nothing more is asked about this, and nobody is told.');
};

/** To the mentor: something was written. */
export const givenFace: Face = {
  called: 'a testimony or an observation',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d): Promise<Card | null> {
    const found = await drawnFor(d);
    if (found === undefined) return goneCard('attest-given', d);
    if (d.reader?.id !== found.portfolio.mentor) return null;
    const { a, kind } = found;
    if (a.state !== 'given') return sentence('Nothing to read', 'There is nothing to read here now.');
    const line = say`${mention(a.by)} has written ${kindWords[kind]} of your mentoring.`;
    return {
      title: 'Written about your mentoring',
      summary: line,
      blocks: [
        text(line),
        ...(maySign(a) ? [text(say`Read it, and sign it too. You can say where you see it differently.`)] : []),
        buttons(button(maySign(a) ? 'Read and sign' : 'Read it', 'attest.open', a.portfolio, { style: 'main' })),
      ],
    };
  },
};
