import { allocatedAs } from '../../../src/domain/allocation.js';
import { attestationKinds } from '../../../src/domain/attestation.js';
import { evidenceKinds } from '../../../src/domain/criteria.js';
import { instruments, themes } from '../../../src/domain/instrument.js';
import type { Meant } from '../../../src/domain/meant.js';
import type {
  FactsAnswer,
  FactsMentorship,
  FactsReflection,
  PortfolioFacts,
} from '../../../src/domain/portfolio-facts.js';
import { changeWords } from '../../../src/domain/practice-change.js';
import { scaffolds } from '../../../src/domain/reflection.js';
import { marks } from '../../../src/domain/triangulation.js';
import { sessionSchema } from './records-schema-sessions.js';
import {
  citation,
  date,
  list,
  minutes,
  moment,
  number,
  object,
  one,
  orNull,
  person,
  type Schema,
  text,
  whole,
  yesNo,
} from './schema-parts.js';

/** The schema of `records.json`, published as `docs/records.schema.json`: `PortfolioFacts` as they leave in a pack. */

type Rules = NonNullable<PortfolioFacts['portfolio']['unit']>['rules'];
type AgreementBody = NonNullable<FactsMentorship['agreements'][number]['body']>;
type Attestation = PortfolioFacts['attestations'][number];
type Piece = NonNullable<FactsReflection['pieces']>[number];
type Declared = NonNullable<FactsReflection['declaration']>;

const portfolio = object<PortfolioFacts['portfolio']>('Whose portfolio it is, and for what.', {
  id: text(),
  mentor: person('The mentor.'),
  startedAt: moment(),
  unit: orNull(
    object<NonNullable<PortfolioFacts['portfolio']['unit']>>('The unit that it is for; null: for none.', {
      title: text(),
      rules: object<Rules>('What the unit asks for.', {
        minutes: minutes('Mentoring, at the least.'),
        mentees: whole('Mentees, at the least.'),
        months: number('With each of so many; 0: none asked for.'),
        supervisor: yesNo(),
        observation: yesNo(),
      }),
    }),
  ),
});

const mentorship = object<FactsMentorship>('One mentorship that both sides agreed to.', {
  id: text('Its chain in manifest.json has the same.'),
  mentee: person(),
  state: one(['proposed', 'active', 'paused', 'ended', 'declined']),
  createdAt: moment(),
  agreedAt: moment('When both had signed the first agreement.'),
  endedAt: orNull(moment()),
  meant: orNull(
    object<Meant>('How much was meant, and until when; null: what both signed was erased.', {
      minutes: minutes(),
      from: moment(),
      until: moment('The end of the last day.'),
      lastDay: date(),
      signed: object<Meant['signed']>('Whether both signed it; else it is only taken to be so.', {
        minutes: yesNo(),
        until: yesNo(),
      }),
    }),
  ),
  agreements: list(
    object<FactsMentorship['agreements'][number]>('One version of the agreement.', {
      version: whole(),
      body: orNull(
        object<AgreementBody>(
          'What was agreed; a text that does not stand is empty.',
          {
            purpose: text(),
            duration: text(),
            frequency: text(),
            place: text(),
            roles: text(),
            boundaries: text(),
            confidentiality: text(),
            ending: text(),
            menteeRole: text(),
            helps: text(),
            avoid: text(),
            minutes: minutes('Meant for this mentorship.'),
            until: date('The last day meant.'),
          },
          ['minutes', 'until'],
        ),
      ),
      mentorSignedAt: orNull(moment()),
      menteeSignedAt: orNull(moment()),
    }),
  ),
  goals: list(
    object<FactsMentorship['goals'][number]>('A goal that both agreed. Levels run from 1 (not yet) to 5 (there).', {
      id: text(),
      what: text(),
      how: text('How both will know.'),
      baseline: whole('Where its proposer saw its start.'),
      target: whole(),
      menteeBaseline: orNull(whole('Where the mentee saw its start.')),
      proposedBy: person(),
      state: one(['proposed', 'agreed', 'dropped']),
    }),
  ),
  reviews: list(
    object<FactsMentorship['reviews'][number]>('A look at the whole that was opened. Never who answered.', {
      moment: one(['mid', 'end']),
      why: one(['minutes', 'time', 'end']),
      openedAt: moment(),
      closesAt: moment(),
    }),
  ),
});

const answer = object<FactsAnswer>('One answer that was given and shared, under a notice that named outside readers.', {
  source: one(['mentee', 'self', 'stakeholder'], 'self: the mentor about their own mentoring.'),
  mentorship: text(),
  by: person(),
  citation: citation(),
  instrument: one(instruments, 'Which set of questions.'),
  theme: one(themes),
  question: text('Its key.'),
  asked: text('The question, in the words that it had then.'),
  rating: orNull(number()),
  text: text(),
  at: moment('The beginning of the day on which it was given, in `zone`.'),
  session: orNull(text('The session it is about.')),
  heldAt: orNull(moment('When that began.')),
});

const attestation = object<Attestation>('What somebody attested in writing.', {
  id: text(),
  programme: text(),
  portfolio: text(),
  mentorship: orNull(text()),
  session: orNull(text()),
  kind: one(attestationKinds),
  by: person('Whose words they are.'),
  body: object<Attestation['body']>('What it says.', {
    on: orNull(date('When it was seen or said.')),
    from: text('HH:MM, or empty.'),
    to: text('HH:MM, or empty.'),
    place: { const: '', description: 'Never said: where somebody is met says who they are.' },
    activity: text('What was going on.'),
    words: text(),
    relation: text('How they know the mentor.'),
    role: text(),
    criteria: list(text(), 'Keys of the criteria that they saw met.'),
    questions: list(
      object<Attestation['body']['questions'][number]>('Asked and answered.', {
        key: text(),
        question: text(),
        answer: text(),
      }),
    ),
    feedback: text(),
    reply: text('The mentor’s word beside it.'),
    differs: yesNo('Whether the mentor sees it differently.'),
  }),
  askedBy: person(),
  askedAt: moment(),
  state: one(['asked', 'given', 'declined', 'withdrawn']),
  givenAt: orNull(moment()),
  countersigned: orNull(
    object<NonNullable<Attestation['countersigned']>>('The other side’s signature.', { by: person(), at: moment() }),
  ),
});

const change = object<PortfolioFacts['changes'][number]>('“You said … so I will …”: a change of practice.', {
  id: text(),
  programme: text(),
  portfolio: text(),
  mentor: person(),
  mentorship: orNull(text('Whose answer it cites; null: no mentee’s.')),
  said: text('What it answers.'),
  what: text('What the mentor changes.'),
  cites: list(citation()),
  from: moment(),
  fromSession: orNull(text()),
  madeAt: moment(),
  withdrawnAt: orNull(moment()),
  since: list(
    object<PortfolioFacts['changes'][number]['since'][number]>('What was said of it since.', {
      id: text(),
      by: person(),
      session: orNull(text()),
      word: one(changeWords),
      note: text(),
      at: moment(),
    }),
  ),
});

const reflection = object<FactsReflection>('The mentor’s reflection; of a draft its number and dates alone.', {
  scaffold: one(scaffolds),
  versions: whole(),
  first: moment(),
  last: moment(),
  declaration: orNull(
    object<Declared>(
      'That it is their own work, and which help by a machine was used.',
      {
        own: { const: true },
        ai: list(object<Declared['ai'][number]>('One such help.', { key: text(), tool: text(), what: text() })),
        at: moment(),
        scaffold: one(scaffolds, 'In whose sections it stood; absent of before 0.7.0.'),
      },
      ['scaffold'],
    ),
  ),
  pieces: orNull(
    list(
      object<Piece>(
        'One answer, as it was declared.',
        {
          portfolio: text(),
          question: text('SCAFFOLD/SECTION/KEY, or ahead/KEY for an action to come.'),
          version: whole(),
          text: text(),
          cites: list(citation()),
          action: object<NonNullable<Piece['action']>>('Of an action to come.', {
            owner: text(),
            due: orNull(date()),
            doneOn: orNull(date()),
          }),
          savedAt: moment(),
        },
        ['action'],
      ),
    ),
  ),
});

const records = object<PortfolioFacts>('All facts that a portfolio is made of, as whoever is outside may read them.', {
  format: { const: 2 },
  reader: { const: 'outside' },
  at: moment('As of when all of it is.'),
  zone: text('The programme’s time zone (IANA).'),
  portfolio,
  criteria: list(
    object<PortfolioFacts['criteria'][number]>('One of the unit’s criteria, as the centre words it.', {
      key: text(),
      code: text(),
      text: text(),
      evidence: list(one(evidenceKinds), 'What bears on it.'),
    }),
  ),
  skills: list(
    object<PortfolioFacts['skills'][number]>('One of the programme’s skills.', {
      key: text(),
      text: text(),
      core: yesNo('Whether each hour has to show it.'),
    }),
  ),
  called: {
    type: 'object',
    description: 'What everybody is called who is named by an id in this file.',
    propertyNames: { $ref: '#/$defs/person' },
    additionalProperties: text(),
  },
  mentorships: list(mentorship),
  sessions: list(sessionSchema, 'By planned start.'),
  contacts: list(
    object<PortfolioFacts['contacts'][number]>('An informal contact: it counts nowhere.', {
      id: text(),
      mentorship: text(),
      at: moment(),
      minutes: minutes(),
    }),
  ),
  answers: list(answer, 'Oldest first.'),
  levels: list(
    object<PortfolioFacts['levels'][number]>('Where somebody saw a goal.', {
      id: text(),
      mentorship: text(),
      goal: text(),
      level: whole('1 to 5.'),
      by: person(),
      at: moment(),
      session: orNull(text()),
      why: text(),
    }),
  ),
  attestations: list(attestation),
  changes: list(change),
  marks: list(
    object<PortfolioFacts['marks'][number]>('What the mentor says of the sources of one theme.', {
      programme: text(),
      portfolio: text(),
      theme: one(themes),
      mark: one(marks),
      sentence: text(),
      cites: list(citation()),
      at: moment(),
    }),
  ),
  reflection: orNull(reflection),
  readers: list(
    object<PortfolioFacts['readers'][number]>('Who reads it as what, and since when.', {
      person: person(),
      as: one(allocatedAs),
      from: moment(),
    }),
  ),
});

export const recordsSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'records.json of a Mentorlog pack, format 2',
  ...records,
  $defs: {
    moment: { type: 'integer', description: 'Milliseconds since 1970 in UTC.' },
    minutes: { type: 'number', minimum: 0 },
    person: {
      type: 'string',
      pattern: '^person-[1-9][0-9]*$',
      description: 'Somebody; under “called” stands their name here.',
    },
    citation: {
      type: 'string',
      pattern: '^[a-z]+:[^:@/]+(@[0-9]+)?(/[\\s\\S]+)?$',
      description: 'KIND:ID[@VERSION][/PART]: what one thing is called wherever it is pointed at.',
    },
  },
};
