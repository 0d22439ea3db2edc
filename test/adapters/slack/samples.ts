import {
  answers,
  button,
  buttons,
  type Card,
  divider,
  facts,
  heading,
  list,
  muted,
  text,
} from '../../../src/chat/card.js';
import type { Form, FormView } from '../../../src/chat/form.js';
import { literal, mention, moment, type Reader, say, strong } from '../../../src/chat/text.js';
import type { DocumentId, DraftId, PersonId } from '../../../src/kernel/ids.js';
import { madeUp } from '../../support/verbs.js';

export const sam = 'person-sam' as PersonId;
export const una = 'person-una' as PersonId;
export const chart = 'document-chart' as DocumentId;
export const pack = 'document-pack' as DocumentId;
export const three = Date.UTC(2026, 10, 24, 15, 0, 0);

export const reader: Reader = {
  person: sam,
  platform: 'slack',
  zone: 'Europe/London',
  locale: 'en-GB',
  named: (p) => (p === sam ? { name: 'Sam Adeyemi', user: 'U0000000SAM' } : { name: 'Una *O’Neill*' }),
};

/** Somebody is asked to a session: mentions, a moment, facts, buttons. */
export const invitation: Card = {
  title: 'A session with Una',
  summary: say`${mention(una)} suggests ${moment(three)}.`,
  blocks: [
    text(say`${mention(una)} suggests a session with ${mention(sam)}.`),
    facts(
      ['When', say`${moment(three)}`],
      ['Length', literal('45 min')],
      ['Title', literal('Asking *open* questions')],
    ),
    muted(say`You get this because ${mention(una)} planned a session with you at ${moment(three, 'time')}.`),
    buttons(
      button('That suits me', 'plan.accept', 'session-1', { style: 'main' }),
      button('Read the plan', 'plan.read', 'session-1'),
      button('Decline', 'plan.decline', 'session-1', { style: 'danger' }),
    ),
  ],
};

/** Everything a card can hold. */
export const digest: Card = {
  title: 'Mentoring this week',
  summary: literal('4.5 of 6 hours; 2 sessions to come.'),
  blocks: [
    { kind: 'progress', label: 'Hours', done: 4.5, of: 6, words: '4 h 30 min of 6 h' },
    { kind: 'image', document: chart, alt: 'Hours by week: 1, 1.5, 0, 2; 4.5 of 6 in all.' },
    heading(literal('To come')),
    list([
      say`${moment(three)} with ${mention(sam)}`,
      say`${strong('Review')}: see ${{ link: 'https://example.org/r', label: 'the form' }}`,
    ]),
    divider,
    { kind: 'file', document: pack, name: 'evidence.pdf' },
    muted(literal('Answered by 5 of 7.')),
    answers(...[1, 2, 3, 4, 5].map((n) => button(String(n), madeUp('ask.answer'), 'ask-1', { arg: String(n) }))),
    buttons(button('Skip', 'ask.skip', 'ask-1'), button('Not today', 'ask.not-today', 'ask-1')),
  ],
};

export const planForm: Form = {
  id: 'plan',
  title: 'Plan a mentoring session together',
  submit: 'Suggest it',
  concern: 'mentor',
  steps: [
    {
      id: 'when',
      title: 'When and where',
      items: [
        {
          kind: 'note',
          id: 'n1',
          text: literal('Nothing here can promise secrecy: see the limits of confidentiality.'),
        },
        { id: 'title', label: 'Title', kind: 'text', lines: 'one', max: 80, readers: 'shown' },
        { id: 'date', label: 'Date', kind: 'date', readers: 'shown' },
        { id: 'time', label: 'Time', kind: 'time', readers: 'shown' },
        { id: 'length', label: 'Length', kind: 'number', min: 5, max: 240, step: 5, unit: 'minutes', readers: 'shown' },
        {
          id: 'kind',
          label: 'Kind',
          kind: 'choice',
          shown: 'buttons',
          readers: 'shown',
          of: [
            { value: 'standard', label: 'Standard' },
            { value: 'restorative', label: 'Restorative' },
          ],
        },
        {
          id: 'skills',
          label: 'Skills',
          kind: 'choice',
          many: true,
          optional: true,
          shown: 'list',
          readers: 'both',
          of: [
            { value: 'listening', label: 'Active listening' },
            { value: 'questions', label: 'Open questions' },
          ],
        },
        {
          id: 'mood',
          label: 'Mood',
          kind: 'choice',
          optional: true,
          shown: 'list',
          readers: 'mentor',
          of: [{ value: 'calm', label: 'Calm' }],
        },
      ],
    },
    {
      id: 'what',
      title: 'What you will do',
      items: [
        {
          kind: 'group',
          id: 'activities',
          label: 'Activities',
          one: 'Activity',
          hint: 'Their minutes add up to the length.',
          min: 1,
          max: 3,
          addLabel: 'Add an activity',
          fields: [
            { id: 'what', label: 'What', kind: 'text', lines: 'many', max: 3000, readers: 'both' },
            { id: 'minutes', label: 'Minutes', kind: 'number', min: 5, max: 240, step: 5, readers: 'both' },
          ],
        },
        {
          id: 'place',
          label: 'Place',
          hint: 'A room, or a link.',
          kind: 'text',
          lines: 'one',
          max: 200,
          optional: true,
          readers: 'shown',
        },
      ],
    },
  ],
};

export const draft = 'draft0000000000000000000001' as DraftId;

export const planView = (more: Partial<FormView> = {}): FormView => ({
  draft,
  revision: 1,
  form: planForm,
  step: 'when',
  answers: {
    values: { title: 'Asking *open* questions', date: '2026-11-24', time: '15:00', length: 45, kind: 'standard' },
    rows: {
      activities: [
        { key: 'k1', values: { what: 'Look at <the> recording & talk', minutes: 25 } },
        { key: 'k2', values: {} },
      ],
    },
  },
  problems: [],
  hints: [],
  ...more,
});
