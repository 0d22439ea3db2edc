import { type CatalogueKind, type CatalogueRow, newestOf, questionBody, type TemplateBody } from '../catalogue.js';
import { type Example, exampleText } from '../support.js';
import { defaultQuestions } from './questions.js';

/** What a programme's catalogue begins with; copied in when it is made, and its own from then on. */

/** docs/field.md#core-skills: what an assessor looks for across the whole six hours. */
const skills = [
  { key: 'active-listening', text: 'Active listening', core: true },
  { key: 'open-questions', text: 'Open questioning', core: true },
  { key: 'goal-setting', text: 'Goal setting', core: true },
  { key: 'feedback', text: 'Giving feedback' },
  { key: 'summarising', text: 'Summarising and reflecting back' },
  { key: 'challenge', text: 'Challenging kindly' },
  { key: 'boundaries', text: 'Keeping boundaries' },
  { key: 'restorative', text: 'Restorative conversation' },
  { key: 'modelling', text: 'Showing how it is done' },
];

/**
 * The edition is part of the words: a plan says for good which one it went by. A centre adds the next one beside it.
 */
const guidance = [
  { key: 'children-act', text: 'Children Act 2004' },
  { key: 'kcsie', text: 'Keeping children safe in education, September 2025 (England)' },
  { key: 'working-together', text: 'Working together to safeguard children, December 2023 (England)' },
  { key: 'send', text: 'SEND code of practice: 0 to 25 years, January 2015 (England)' },
  { key: 'safeguarding-policy', text: 'Our safeguarding policy' },
  { key: 'behaviour-policy', text: 'Our behaviour policy' },
  { key: 'confidentiality-policy', text: 'Our confidentiality and data protection policy' },
  { key: 'lone-working', text: 'Our lone working policy' },
];

/** Examples of what can be done for a need, to choose from and to word anew; none is an order. */
const strategies: readonly (Example & { readonly key: string })[] = [
  {
    key: 'calm',
    need: 'Feels anxious or on edge',
    strategy: 'A calm, predictable place: the same room, the plan said first, no surprises',
  },
  {
    key: 'gradual',
    need: 'Avoids what they are afraid of',
    strategy: 'Small steps they choose: first watch, then try with me, then alone',
  },
  {
    key: 'breaks',
    need: 'Finds it hard to stay with one thing',
    strategy: 'Short parts, with a break they can ask for',
  },
  { key: 'visible', need: 'Takes in more by seeing', strategy: 'Draw it, show it, write down what we agree' },
  { key: 'time', need: 'Needs time to answer', strategy: 'Ask one thing, wait, and let them write instead' },
  {
    key: 'regulate',
    need: 'Gets angry or overwhelmed',
    strategy: 'Agree a sign to stop; walk or breathe; talk when it has passed',
  },
  { key: 'strengths', need: 'Thinks they cannot do it', strategy: 'Begin with what went well, and name what they did' },
  {
    key: 'reading',
    need: 'Reading or writing is hard',
    strategy: 'Read it out, short words, let them speak it instead',
  },
];

/** The three outcomes of the unit (docs/field.md#three-outcomes); a centre replaces the wording with its own. */
export const standardCriteria = [
  { key: 'o1', code: '1', text: 'Plan and organise formal mentoring sessions' },
  { key: 'o2', code: '2', text: 'Undertake at least six hours of formal mentoring' },
  { key: 'o3', code: '3', text: 'Summarise and analyse a period of mentoring, using feedback' },
];

const templates: readonly (TemplateBody & { readonly key: string })[] = [
  {
    key: 'standard',
    name: 'Standard session',
    kind: 'standard',
    title: 'Mentoring session',
    minutes: 45,
    objectives: [
      {
        what: 'Agree one next step towards the goal',
        measure: 'The step is written down, with who does it and by when',
      },
    ],
    activities: [
      { what: 'Settle in, and look back at the last actions', minutes: 10 },
      { what: 'Work on today’s focus', minutes: 25 },
      { what: 'Sum up, and agree actions', minutes: 10 },
    ],
    resources: '',
  },
  {
    key: 'now',
    name: 'A conversation that is needed now',
    kind: 'standard',
    title: 'Conversation today',
    minutes: 30,
    objectives: [{ what: 'Agree what would help today', measure: 'One thing that helps is agreed, in their words' }],
    activities: [
      { what: 'Listen to what has happened', minutes: 15 },
      { what: 'Agree what happens next', minutes: 15 },
    ],
    resources: '',
  },
  {
    key: 'restorative',
    name: 'Restorative conversation',
    kind: 'restorative',
    title: 'Restorative conversation',
    minutes: 45,
    objectives: [
      {
        what: 'Agree what is needed to put it right',
        measure: 'What was agreed is written down in both sides’ words, with a date',
      },
    ],
    activities: [
      { what: 'What happened', minutes: 15 },
      { what: 'Who has been affected, and how', minutes: 15 },
      { what: 'What is needed to put it right', minutes: 15 },
    ],
    resources: 'The five restorative questions',
  },
  {
    key: 'first',
    name: 'First meeting',
    kind: 'first',
    title: 'First meeting',
    minutes: 60,
    objectives: [
      {
        what: 'Agree how we will work together, and one goal',
        measure: 'The agreement is signed, and one goal has a starting and a target level',
      },
    ],
    activities: [
      { what: 'Get to know each other', minutes: 15 },
      { what: 'Talk through the agreement and its limits', minutes: 20 },
      { what: 'Set a first goal and its levels', minutes: 20 },
      { what: 'When we meet next', minutes: 5 },
    ],
    resources: 'The agreement',
  },
  {
    key: 'review',
    name: 'Mid-period review',
    kind: 'review',
    title: 'Review of our mentoring',
    minutes: 60,
    objectives: [
      {
        what: 'Look at each goal’s level, and at what has helped',
        measure: 'Each goal has a new level, agreed by both, and one thing to keep or change',
      },
    ],
    activities: [
      { what: 'Each goal: where it began, where it is now', minutes: 25 },
      { what: 'What has helped, what has not', minutes: 20 },
      { what: 'What we change', minutes: 15 },
    ],
    resources: 'Goals and records so far',
  },
  {
    key: 'ending',
    name: 'Ending well',
    kind: 'ending',
    title: 'Our last session',
    minutes: 60,
    objectives: [
      {
        what: 'Name what was achieved, and what comes next without mentoring',
        measure: 'Each goal has a final level, and one person or place to turn to is named',
      },
    ],
    activities: [
      { what: 'Looking back at the goals', minutes: 25 },
      { what: 'What you take with you', minutes: 20 },
      { what: 'Saying goodbye', minutes: 15 },
    ],
    resources: '',
  },
];

const strategyRows = strategies.map(
  ({ key, ...example }): CatalogueRow => ({
    kind: 'strategy',
    key,
    version: 1,
    body: { text: exampleText(example) },
    retiredAt: null,
  }),
);

/**
 * A programme's examples of support. One made before 0.5.0 has no row of them: the defaults hold there until its
 * coordinator changes the list.
 */
export const currentExamples = (every: readonly CatalogueRow[]): readonly CatalogueRow[] =>
  every.length === 0 ? strategyRows : newestOf(every).filter((row) => row.retiredAt === null);

/** Every default row, at its first version. */
export function defaultCatalogue(): readonly CatalogueRow[] {
  const rows = (
    kind: CatalogueKind,
    items: readonly ({ readonly key: string } & Record<string, unknown>)[],
  ): CatalogueRow[] => items.map(({ key, ...body }) => ({ kind, key, version: 1, body, retiredAt: null }));
  return [
    ...defaultQuestions('after-session').filter((row) => questionBody.parse(row.body).turns !== 'comes'),
    ...rows('skill', skills),
    ...rows('guidance', guidance),
    ...strategyRows,
    ...rows('criterion', standardCriteria),
    ...rows('template', templates),
  ];
}
