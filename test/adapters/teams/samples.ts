import type { Card } from '../../../src/chat/card.js';
import { button, buttons, divider, facts, heading, list, muted, text } from '../../../src/chat/card.js';
import type { Answers, Form, FormView } from '../../../src/chat/form.js';
import { literal, mention, moment, say, strong } from '../../../src/chat/text.js';
import type { DocumentId, DraftId, PersonId } from '../../../src/kernel/ids.js';
import { madeUp } from '../../support/verbs.js';

export const at = Date.UTC(2026, 10, 24, 15, 0, 0);
export const known = 'p-ann' as PersonId;
export const elsewhere = 'p-zoe' as PersonId;
export const chart = 'doc-chart' as DocumentId;

export const invitation: Card = {
  title: 'Session: Giving feedback',
  summary: say`${mention(known)} planned a session with you for ${moment(at)}.`,
  blocks: [
    text(say`${mention(known)} planned a session with you and ${mention(elsewhere)}.`),
    facts(['When', say`${moment(at)}`], ['Length', literal('1 h')], ['Place', literal('Room *4* [east]')]),
    heading(literal('What we will do')),
    list([
      literal('Look at the *observation* notes'),
      say`Read ${{ link: 'https://example.org/a b', label: 'the guide' }}`,
    ]),
    { kind: 'progress', label: 'Hours', done: 12, of: 40, words: '12 h of 40 h' },
    divider,
    muted(
      say`You can change your mind until ${moment(at, 'time')} on ${moment(at, 'date')}. ${strong('No reason needed')}.`,
    ),
    buttons(
      button('Accept', 'plan.accept', 's1', { style: 'main' }),
      button('Read the plan', 'plan.read', 's1'),
      button('Decline', 'plan.decline', 's1', { style: 'danger' }),
    ),
  ],
};

export const digest: Card = {
  title: 'Mentoring this week',
  summary: literal('7 sessions, 9 hours.'),
  blocks: [
    facts(['Sessions', literal('7')], ['Hours', literal('9')]),
    { kind: 'image', document: chart, alt: 'Hours by week: 3, 5, 9' },
    { kind: 'file', document: 'doc-csv' as DocumentId, name: 'hours.csv' },
  ],
};

export const emoji = '👩‍🏫🏽‍♀️🧑🏿‍🤝‍🧑🏻';
export const longName = `Wolfeschlegelsteinhausenbergerdorff-Ó Súilleabháin ${emoji}`.repeat(3);

/** A hundred sessions with long names and emoji. */
export const hundred: Card = {
  title: `Sessions of ${longName}`,
  summary: literal(`100 sessions with ${longName}`),
  blocks: [
    facts(
      ...Array.from(
        { length: 100 },
        (_, i) => [`Session ${i + 1}`, say`${longName}, ${moment(at + i * 3_600_000)}`] as const,
      ),
    ),
    list(Array.from({ length: 100 }, (_, i) => say`${moment(at)}: ${longName} ${String(i)}`)),
    text(literal(`${longName} `.repeat(60))),
    buttons(button('More', madeUp('sessions.more'), '-', { arg: '2' })),
  ],
};

export const form: Form = {
  id: 'plan',
  title: 'Plan a session',
  submit: 'Send to Ben',
  concern: 'mentor',
  steps: [
    {
      id: 'what',
      title: 'What and when',
      items: [
        { kind: 'note', id: 'n', text: literal('Only what *you* both need.') },
        { kind: 'text', id: 'title', label: 'Title', lines: 'one', max: 80, readers: 'shown' },
        {
          kind: 'text',
          id: 'purpose',
          label: 'Purpose',
          lines: 'many',
          max: 3000,
          readers: 'both',
          anothers: true,
          optional: true,
          hint: 'In your own words.',
        },
        { kind: 'date', id: 'day', label: 'Day', readers: 'shown' },
        { kind: 'time', id: 'hour', label: 'Time', readers: 'shown' },
        {
          kind: 'number',
          id: 'minutes',
          label: 'Length',
          min: 5,
          max: 480,
          step: 5,
          unit: 'minutes',
          readers: 'shown',
        },
        {
          kind: 'choice',
          id: 'kind',
          label: 'How',
          shown: 'buttons',
          readers: 'shown',
          of: [
            { value: 'room', label: 'In person' },
            { value: 'call', label: 'By call' },
          ],
        },
        {
          kind: 'choice',
          id: 'skills',
          label: 'Skills',
          shown: 'list',
          many: true,
          readers: 'both',
          of: [
            { value: 'listening', label: 'Listening' },
            { value: 'a,b%', label: 'Questions, and more' },
          ],
        },
      ],
    },
    {
      id: 'activities',
      title: 'Activities',
      items: [
        {
          kind: 'group',
          id: 'activities',
          label: 'Activities',
          one: 'Activity',
          min: 1,
          max: 100,
          addLabel: 'Add an activity',
          hint: 'Together they fill the session.',
          fields: [
            { kind: 'text', id: 'what', label: 'What', lines: 'one', max: 200, readers: 'both' },
            { kind: 'number', id: 'minutes', label: 'Minutes', min: 5, max: 240, step: 5, readers: 'both' },
          ],
        },
      ],
    },
  ],
};

export const answers: Answers = {
  values: {
    title: 'Giving feedback',
    purpose: 'So that *they* can\nsay it <b>kindly</b>.',
    day: '2026-11-24',
    hour: '15:00',
    minutes: 60,
    kind: 'room',
    skills: ['listening', 'a,b%'],
  },
  rows: {
    activities: [
      { key: 'r1', values: { what: 'Talk it through', minutes: 20 } },
      { key: 'r2', values: { what: 'Try it', minutes: 40 } },
    ],
  },
};

export const viewOf = (more: Partial<FormView> = {}): FormView => ({
  draft: 'draft-1' as DraftId,
  revision: 3,
  form,
  step: 'what',
  answers,
  problems: [],
  hints: [],
  savedAt: at,
  ...more,
});
