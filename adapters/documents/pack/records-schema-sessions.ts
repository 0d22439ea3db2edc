import type { FactsSession } from '../../../src/domain/portfolio-facts.js';
import {
  citation,
  date,
  empty,
  list,
  minutes,
  moment,
  object,
  one,
  orNull,
  person,
  text,
  whole,
  yesNo,
} from './schema-parts.js';

/** Of `records-schema.ts` what is of a session. */

type Plan = NonNullable<FactsSession['plan']>;
type Record_ = NonNullable<FactsSession['record']>;

const kinds = [
  'first',
  'standard',
  'restorative',
  'review',
  'ending',
] as const satisfies readonly FactsSession['kind'][];
const lags = ['at the time', 'late', 'retrospective'] as const;
const whyNot = [
  'still to come',
  'cancelled',
  'not held',
  'does not fit its chain',
  'no record',
  'no-show',
  'planned afterwards',
  'no plan before it began',
  'no agreement',
  'disputed',
  'settled as no time',
  'of somebody erased',
] as const satisfies readonly NonNullable<FactsSession['why']>[];
const inPassages = empty('Where it stands, it stands among the session’s passages.');
const never = empty('Never in a pack.');

const plan = object<Plan>('The plan in force when it began.', {
  session: text(),
  version: whole(),
  startsAt: moment(),
  minutes: minutes(),
  title: inPassages,
  place: never,
  kind: one(kinds),
  body: object<Plan['body']>('Its figures; its words are empty.', {
    objectives: list(
      object<Plan['body']['objectives'][number]>(
        'An objective.',
        { key: text(), what: inPassages, measure: inPassages, goal: text('The goal that it serves.') },
        ['goal'],
      ),
    ),
    activities: list(
      object<Plan['body']['activities'][number]>('An activity.', { key: text(), what: inPassages, minutes: minutes() }),
    ),
    resources: inPassages,
    resourcesWhy: inPassages,
    support: list(
      object<Plan['body']['support'][number]>(
        'A need, and what was to be done for it.',
        { key: text(), need: inPassages, strategy: inPassages, mentee: never },
        ['mentee'],
      ),
    ),
    strategies: inPassages,
    guidance: list(text(), 'Keys of the guidance that it refers to.'),
    goals: list(text(), 'Goals that it serves.'),
    asGiven: list(one(['objectives', 'activities']), 'What stood as a template gave it.'),
  }),
  savedAt: moment(),
  author: person(),
  copiedFrom: orNull(text('template:KEY, or session:ID.')),
  unchanged: yesNo('Copied, and not changed in anything that matters.'),
});

const record = object<Record_>('The newest version of its record.', {
  session: text(),
  version: whole(),
  body: object<Record_['body']>('Its figures; its words are empty.', {
    attended: list(person(), 'Who was there.'),
    startedAt: moment(),
    minutes: minutes(),
    outcomes: list(
      object<Record_['body']['outcomes'][number]>('How an objective came out.', {
        objective: text('Its key in the plan.'),
        outcome: one(['met', 'partly', 'not-yet']),
        evidence: inPassages,
      }),
    ),
    skills: list(
      object<Record_['body']['skills'][number]>('A skill that it shows.', {
        key: text(),
        skill: text('KEY or KEY@VERSION of the programme’s skills.'),
        example: inPassages,
      }),
    ),
    happened: inPassages,
    actions: list(
      object<Record_['body']['actions'][number]>(
        'An action that was agreed.',
        {
          key: text(),
          what: inPassages,
          owner: one(['mentor', 'mentee', 'outside']),
          as: never,
          due: orNull(date()),
        },
        ['as'],
      ),
    ),
    change: inPassages,
    nextFocus: inPassages,
    restorative: { type: 'null', description: 'Where it stands, it stands among the session’s passages.' },
    checkIn: never,
    checkOut: never,
    keptTo: orNull(one(['as-planned', 'partly', 'differently'], 'Whether the plan’s activities were kept to.')),
    support: list(
      object<Record_['body']['support'][number]>(
        'What the plan’s support did.',
        { key: text(), mentee: never, did: orNull(one(['helped', 'partly', 'not'])), line: inPassages },
        ['mentee'],
      ),
    ),
    guidance: list(
      object<Record_['body']['guidance'][number]>('Guidance that was applied.', { ref: text(), how: inPassages }),
    ),
  }),
  savedAt: moment(),
  author: person(),
  reason: never,
  lateReason: never,
});

export const sessionSchema = object<FactsSession>('A formal session.', {
  id: text(),
  kind: one(kinds),
  title: inPassages,
  startsAt: moment('As it was planned last.'),
  plannedMinutes: minutes(),
  plannedAt: moment(),
  plannedAfterwards: yesNo('Planned after it began: it counts nothing.'),
  state: one(['planned', 'running', 'ended', 'cancelled', 'not-held']),
  missed: orNull(one(['in-time', 'late', 'mentee', 'mentor', 'called-off'])),
  ending: orNull(
    one([
      'early',
      'overrun',
      'cancelledInTime',
      'cancelledLate',
      'menteeDidNotCome',
      'mentorCouldNot',
      'calledOff',
      'other',
    ] satisfies readonly NonNullable<FactsSession['ending']>[]),
  ),
  beganAt: moment('As recorded, as pressed, or else as planned.'),
  endedAt: orNull(moment()),
  mentees: list(person()),
  mentorships: list(text(), 'Of the mentees, in the same order.'),
  attended: orNull(list(person(), 'Who came, by the record.')),
  minutes: minutes('That count, an overlap with another session not taken off.'),
  why: orNull(one(whyNot, 'Why none do.')),
  parts: list(
    object<FactsSession['parts'][number]>('One mentee’s part. Both sides’ figures stand beside each other.', {
      mentee: person(),
      mentorship: text(),
      standing: one(['confirmed', 'settled', 'unanswered', 'disputed', 'nothing']),
      why: orNull(one(whyNot)),
      minutes: minutes('That count by this part.'),
      mentorMinutes: orNull(minutes('The mentor’s figure.')),
      menteeMinutes: orNull(minutes('The mentee’s figure; 0: they say it did not happen.')),
      askAgain: yesNo('The mentor’s figure changed since it was confirmed.'),
    }),
  ),
  lag: orNull(one(lags, 'How soon after the session it was recorded.')),
  plan: orNull(plan),
  plans: whole('How many versions of the plan there are.'),
  head: orNull(
    object<NonNullable<FactsSession['head']>>(
      'When the record was made.',
      {
        session: text(),
        version: whole('The newest.'),
        firstSavedAt: moment('When all that is required was first there.'),
        signedAt: moment('When the first version was signed.'),
        botDelayMs: whole('So much later than could be was its author asked, by the program’s own fault.'),
        lag: one(lags),
      },
      ['lag'],
    ),
  ),
  record: orNull(record),
  passages: list(
    object<FactsSession['passages'][number]>('Words that stand, with no name in them.', {
      part: text(),
      citation: citation(),
      label: text(),
      words: text(),
    }),
  ),
});
