import type { CatalogueRow, QuestionBody } from '../catalogue.js';
import type { Instrument } from '../instrument.js';

/**
 * The questions that a programme begins with, set by set (docs/field.md#instruments). A mentee's are read at about eleven; a
 * stakeholder's ask what the mentor did, never what the mentee is like.
 */

type Row = Omit<QuestionBody, 'instrument'> & { readonly key: string };

const sets: Readonly<Record<Instrument, readonly Row[]>> = {
  // docs/field.md#four-questions: three ratings and one in words, each skippable.
  'after-session': [
    { key: 'agreed', text: 'We worked on what we agreed.', kind: 'rating', theme: 'goals' },
    { key: 'listened', text: 'I felt listened to.', kind: 'rating', theme: 'relationship', turns: 'leaves' },
    { key: 'pace', text: 'The pace was right for me.', kind: 'rating', theme: 'planning', turns: 'leaves' },
    { key: 'keep-or-change', text: 'What is one thing to keep or change?', kind: 'text', theme: 'other' },
    {
      key: 'help-fits',
      text: 'The way my mentor helps works for me.',
      kind: 'rating',
      theme: 'support',
      turns: 'comes',
    },
    {
      key: 'say-no',
      text: 'I could say if something was not OK.',
      kind: 'rating',
      theme: 'relationship',
      turns: 'comes',
    },
    { key: 'next-step', text: 'I know what to do next.', kind: 'rating', theme: 'planning', turns: 'comes' },
    {
      key: 'makes-difference',
      text: 'It makes a difference for me.',
      kind: 'rating',
      theme: 'difference',
      turns: 'comes',
    },
  ],
  mid: [
    { key: 'mid-trust', text: 'I can talk openly with my mentor.', kind: 'rating', theme: 'relationship' },
    { key: 'mid-goals', text: 'We are getting closer to my goals.', kind: 'rating', theme: 'goals' },
    { key: 'mid-help', text: 'The way my mentor helps works for me.', kind: 'rating', theme: 'support' },
    { key: 'mid-helped-most', text: 'What has helped you most so far?', kind: 'text', theme: 'difference' },
    { key: 'mid-change', text: 'What should your mentor do differently from now on?', kind: 'text', theme: 'planning' },
  ],
  end: [
    { key: 'end-trust', text: 'I could talk openly with my mentor.', kind: 'rating', theme: 'relationship' },
    { key: 'end-goals', text: 'I got closer to my goals.', kind: 'rating', theme: 'goals' },
    { key: 'end-help', text: 'The way my mentor helped worked for me.', kind: 'rating', theme: 'support' },
    { key: 'end-different', text: 'What is different for you now?', kind: 'text', theme: 'difference' },
    {
      key: 'end-advice',
      text: 'What should your mentor do the same, or differently, next time?',
      kind: 'text',
      theme: 'planning',
    },
  ],
  stakeholder: [
    {
      key: 'out-contact',
      text: 'The mentor kept to what was arranged, and was easy to reach.',
      kind: 'rating',
      theme: 'planning',
    },
    {
      key: 'out-respect',
      text: 'The mentor treated everybody with respect.',
      kind: 'rating',
      theme: 'relationship',
    },
    { key: 'out-saw', text: 'What did you see the mentor do that helped?', kind: 'text', theme: 'support' },
    { key: 'out-change', text: 'What could the mentor do differently?', kind: 'text', theme: 'planning' },
  ],
  self: [
    { key: 'self-listened', text: 'I listened more than I spoke.', kind: 'rating', theme: 'relationship' },
    {
      key: 'self-planned',
      text: 'I kept to what we planned, or changed it for a reason.',
      kind: 'rating',
      theme: 'planning',
    },
    { key: 'self-support', text: 'I adapted to what this mentee needs.', kind: 'rating', theme: 'support' },
    { key: 'self-goals', text: 'Each session worked towards a goal.', kind: 'rating', theme: 'goals' },
    {
      key: 'self-difference',
      text: 'What is different for the mentee, and how do you know?',
      kind: 'text',
      theme: 'difference',
    },
    { key: 'self-learn', text: 'What did you find hard, and what will you try?', kind: 'text', theme: 'other' },
  ],
};

/** Those of one set, at their first version. */
export const defaultQuestions = (instrument: Instrument): readonly CatalogueRow[] =>
  sets[instrument].map(
    ({ key, ...body }): CatalogueRow => ({
      kind: 'question',
      key,
      version: 1,
      body: instrument === 'after-session' ? body : { ...body, instrument },
      retiredAt: null,
    }),
  );
