import type { Citable } from './citable.js';
import { readCitation } from './citation.js';
import type { PortfolioFacts } from './portfolio-facts.js';
import type { Scaffold } from './reflection.js';

/**
 * The scaffolds that a mentor may pick for a reflection (docs/field.md#reflection), as data: sections, and small questions in
 * each of them. A sentence starter is a question too, so that every word of the answer is the mentor's.
 *
 * The scaffolds are those of Driscoll (*What? So what? Now what?*, 1994), Gibbs (*Learning by Doing*, 1988) and Kolb
 * (*Experiential Learning*, 1984). What pushes from description to analysis is asked in all of them.
 */

/** What a question is about, whichever scaffold asks it: by this an answer keeps its place when the scaffold changes. */
export const topics = [
  'happened',
  'noticed',
  'felt',
  'went',
  'disagrees',
  'strategy',
  'mentee',
  'followed',
  'boundaries',
  'guidance',
  'restorative',
  'learnt',
  'otherwise',
  'try',
  'needs',
] as const;
export type Topic = (typeof topics)[number];

export interface ReflectionQuestion {
  /** Unique in its scaffold; part of ids that are kept (`driscoll/so-what/strategy`), so it never changes. */
  readonly key: Topic;
  readonly ask: string;
  /** Smaller questions to begin from. */
  readonly starters: readonly string[];
}

export interface ReflectionSection {
  readonly key: string;
  readonly title: string;
  readonly questions: readonly ReflectionQuestion[];
}

export interface ScaffoldOf {
  readonly called: string;
  /** For whoever chooses. */
  readonly says: string;
  readonly sections: readonly ReflectionSection[];
}

const one = (key: Topic, ask: string, ...starters: readonly string[]): ReflectionQuestion => ({ key, ask, starters });

/** Asked in every scaffold. */
const asked = {
  happened: one(
    'happened',
    'Which moment of your mentoring stays with you, and what happened?',
    'Which session comes to mind first?',
    'Who was there, and who said what?',
  ),
  noticed: one(
    'noticed',
    'What did you do, and what did you see your mentee do then?',
    'What did you say or leave out?',
    'How did you know that it was heard?',
  ),
  felt: one(
    'felt',
    'What did you feel, and what do you think your mentee felt?',
    'What did you feel before, during and after?',
    'What makes you think so?',
  ),
  disagrees: one(
    'disagrees',
    'Which answer, yours or somebody else’s, disagrees with the others?',
    'Where do two people see the same thing differently?',
    'What could each of them have seen that the other did not?',
    'Which of them would you have believed before you read the other?',
  ),
  strategy: one(
    'strategy',
    'Which strategy did you use for which need, and what did it do?',
    'Which need did you begin from?',
    'What did you do about it?',
    'What was different afterwards, and how do you know?',
  ),
  mentee: one(
    'mentee',
    'Take one mentee, by name: what is different for them now?',
    'What can they do that they could not do before?',
    'What shows it?',
    'How much of it came from mentoring, and what from elsewhere?',
  ),
  followed: one(
    'followed',
    'Take one change that you made: how was it before, and what followed?',
    'Whose word made you change it?',
    'What was said before, and what after?',
    'What else could explain the difference?',
  ),
  boundaries: one(
    'boundaries',
    'Where did you keep a boundary, and where was it hard to keep?',
    'What was asked of you that was not yours to give?',
    'What had you agreed about it, and what did you do?',
  ),
  guidance: one(
    'guidance',
    'Which guidance or law did you apply, and where?',
    'Which passage of it?',
    'In which session, and what did you do because of it?',
    'Where does it not fit what you met?',
  ),
  restorative: one(
    'restorative',
    'What did a restorative meeting lead to?',
    'What was agreed, and by whom?',
    'What came of it, and who says so?',
    'What is still not right?',
  ),
  learnt: one(
    'learnt',
    'What do you understand now that you did not before?',
    'What did you expect, and what surprised you?',
    'Where else does it hold, and where does it not?',
  ),
  try: one(
    'try',
    'What will you do differently, and when?',
    'In which session first?',
    'How will you see whether it works?',
  ),
  needs: one(
    'needs',
    'What do you still need in order to mentor well?',
    'Whom could you ask or watch?',
    'Which skill is thin?',
  ),
} as const;

const went = one(
  'went',
  'What went well, and what did not?',
  'Who would say so?',
  'What did you take part in, and what was not in your hands?',
);
const otherwise = one(
  'otherwise',
  'What else could you have done?',
  'What held you back from it?',
  'What might it have led to?',
);

export const scaffoldsByName: Readonly<Record<Scaffold, ScaffoldOf>> = {
  driscoll: {
    called: 'What? So what? Now what?',
    says: 'Three questions, the shortest way (Driscoll).',
    sections: [
      { key: 'what', title: 'What?', questions: [asked.happened, asked.noticed, asked.felt] },
      {
        key: 'so-what',
        title: 'So what?',
        questions: [
          asked.disagrees,
          asked.strategy,
          asked.mentee,
          asked.followed,
          asked.boundaries,
          asked.guidance,
          asked.restorative,
        ],
      },
      { key: 'now-what', title: 'Now what?', questions: [asked.learnt, asked.try, asked.needs] },
    ],
  },
  gibbs: {
    called: 'Gibbs’ cycle',
    says: 'Six steps, with feelings and a judgement of their own (Gibbs).',
    sections: [
      { key: 'description', title: 'Description', questions: [asked.happened, asked.noticed] },
      { key: 'feelings', title: 'Feelings', questions: [asked.felt] },
      { key: 'evaluation', title: 'Evaluation', questions: [went, asked.mentee, asked.disagrees] },
      {
        key: 'analysis',
        title: 'Analysis',
        questions: [asked.strategy, asked.followed, asked.boundaries, asked.guidance, asked.restorative],
      },
      { key: 'conclusion', title: 'Conclusion', questions: [asked.learnt, otherwise] },
      { key: 'plan', title: 'Action plan', questions: [asked.try, asked.needs] },
    ],
  },
  kolb: {
    called: 'Kolb’s cycle',
    says: 'Four steps from an experience to trying something new (Kolb).',
    sections: [
      { key: 'experience', title: 'Experience', questions: [asked.happened, asked.felt] },
      { key: 'observation', title: 'Looking back at it', questions: [asked.noticed, asked.disagrees, asked.mentee] },
      {
        key: 'concept',
        title: 'Making sense of it',
        questions: [asked.strategy, asked.boundaries, asked.guidance, asked.restorative, asked.learnt],
      },
      { key: 'experiment', title: 'Trying it out', questions: [asked.try, asked.followed, asked.needs] },
    ],
  },
};

/** A question with the section in which it stands. */
export interface PlacedQuestion {
  readonly scaffold: Scaffold;
  readonly section: ReflectionSection;
  readonly question: ReflectionQuestion;
}

/** All questions of a scaffold, in their order. */
export const questionsIn = (scaffold: Scaffold): readonly PlacedQuestion[] =>
  scaffoldsByName[scaffold].sections.flatMap((section) =>
    section.questions.map((question) => ({ scaffold, section, question })),
  );

/**
 * What has to be there before a question is asked by itself: nobody is asked what a restorative meeting led to who held
 * none. In its section it stands all the same.
 */
const askedOnly: Readonly<Partial<Record<Topic, (facts: PortfolioFacts) => boolean>>> = {
  disagrees: (f) => f.answers.length + f.attestations.length > 1,
  strategy: (f) => f.sessions.some((s) => (s.record?.body.support.length ?? 0) > 0),
  followed: (f) => f.changes.length > 0,
  restorative: (f) => f.sessions.some((s) => s.kind === 'restorative' && s.record !== null),
};

/** Whether there is something in these facts that the question can be about. */
export const isFitting = (topic: Topic, facts: PortfolioFacts): boolean => askedOnly[topic]?.(facts) ?? true;

type Bears = (c: Citable, part: string) => boolean;
const isRecord =
  (...parts: readonly string[]): Bears =>
  (c, part) =>
    c.source === 'record' && parts.includes(part);
const either =
  (...all: readonly Bears[]): Bears =>
  (c, part) =>
    all.some((bears) => bears(c, part));
const isAnswer: Bears = ({ source }) =>
  source === 'mentee' || source === 'self' || source === 'stakeholder' || source === 'attestation';
const about =
  (...themes: readonly Citable['theme'][]): Bears =>
  (c, part) =>
    isAnswer(c, part) && themes.includes(c.theme);
const isPromise: Bears = (c) => readCitation(c.citation)?.kind === 'promise';

/** Which evidence bears on which question. */
const bearsOn: Readonly<Record<Topic, Bears>> = {
  happened: isRecord('happened', 'outcomes'),
  noticed: either(isRecord('skills', 'happened'), (c) => c.source === 'attestation'),
  felt: either(isRecord('change'), about('relationship', 'other')),
  went: either(isRecord('outcomes'), isAnswer),
  disagrees: isAnswer,
  strategy: either(isRecord('support'), about('support')),
  mentee: either((c) => c.source === 'levels', isRecord('outcomes'), about('goals', 'difference')),
  followed: either((c) => c.source === 'change', isRecord('change'), about('planning')),
  boundaries: either(isRecord('happened', 'skills'), about('relationship')),
  guidance: isRecord('guidance'),
  restorative: either(isRecord('restorative'), isPromise),
  learnt: either((c) => c.source === 'change', isRecord('change'), about('difference')),
  otherwise: either(isRecord('happened', 'change'), (c) => c.source === 'plan'),
  try: either((c) => c.source === 'change', isRecord('change')),
  needs: either(
    (c) => c.source === 'self',
    (c) => c.source === 'attestation',
    isRecord('skills'),
  ),
};

/** What of it bears on this question, in the order in which it was given. */
export const bearingOn = (topic: Topic, citable: readonly Citable[]): readonly Citable[] =>
  citable.filter((c) => bearsOn[topic](c, readCitation(c.citation)?.part?.split('/')[0] ?? ''));
