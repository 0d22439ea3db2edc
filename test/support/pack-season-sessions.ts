import type { FactsSession } from '../../src/domain/portfolio-facts.js';
import { day, hour, minute } from '../../src/kernel/clock.js';
import type { PersonId } from '../../src/kernel/ids.js';

/** The sessions of `pack-season.ts`, and who is in them. */

export const began = Date.parse('2026-10-05T09:00:00Z');
export const id = <T>(s: string): T => s as unknown as T;
export const [maya, k, t, sam, ann] = ['maya', 'k', 't', 'sam', 'ann'].map((p) => id<PersonId>(p)) as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
  PersonId,
];

export const skills = [
  ['listening', 'Active listening', true],
  ['questions', 'Open questions', true],
  ['goals', 'Goal setting', true],
  ['feedback', 'Constructive feedback', true],
  ['rapport', 'Building rapport', false],
  ['signposting', 'Signposting', false],
] as const;

export const criteria = [
  ['1.1', 'Agree with the mentee the purpose, roles, boundaries and the limits of confidentiality.'],
  ['1.2', 'Plan mentoring sessions with measurable objectives that serve the mentee’s goals.'],
  ['1.3', 'Choose resources and support that suit the individual.'],
  ['2.1', 'Hold at least six hours of formal mentoring, recorded at the time.'],
  ['2.2', 'Use core skills of mentoring in every hour.'],
  ['2.3', 'Apply guidance, and use restorative approaches where they are needed.'],
  ['3.1', 'Gather and use feedback from the mentee and from others.'],
  ['3.2', 'Change own practice in answer to feedback, and look at what followed.'],
  ['3.3', 'Reflect on own practice and plan further development.'],
] as const;

/** What becomes of the n-th session. */
interface Turn {
  readonly not?: 'held';
  readonly lag?: FactsSession['lag'];
  readonly standing?: FactsSession['parts'][number]['standing'];
  readonly afterwards?: true;
}

export const turns: Readonly<Record<number, Turn>> = {
  3: { lag: 'late' },
  4: { standing: 'disputed' },
  5: { standing: 'settled' },
  6: { not: 'held' },
  7: { lag: 'retrospective' },
  8: { standing: 'unanswered' },
  9: { afterwards: true },
};

export function session(i: number, words: boolean): FactsSession {
  const nth = i + 1;
  const turn = turns[nth] ?? {};
  const mentee = i % 2 === 0 ? k : t;
  const m = id<FactsSession['mentorships'][number]>(i % 2 === 0 ? 'm1' : 'm2');
  const sessionId = id<FactsSession['id']>(`s${nth}`);
  const startsAt = began + i * 3 * day + (i % 4) * hour;
  const held = turn.not === undefined;
  const planned = 45;
  const recorded = 40 + (i % 3) * 5;
  const standing = turn.standing ?? 'confirmed';
  const counts = held && standing !== 'disputed' && turn.afterwards === undefined;
  const minutes = counts ? (standing === 'settled' ? 40 : recorded) : 0;
  const why = !held ? 'not held' : turn.afterwards ? 'planned afterwards' : standing === 'disputed' ? 'disputed' : null;
  const objectives = [
    { key: 'o1', what: '', measure: '' },
    { key: 'o2', what: '', measure: '' },
  ];
  const shown = words && held && i % 2 === 0;
  return {
    id: sessionId,
    kind: i === 0 ? 'first' : nth === 10 ? 'restorative' : nth % 5 === 0 ? 'review' : 'standard',
    title: '',
    startsAt,
    plannedMinutes: planned,
    plannedAt: turn.afterwards ? startsAt + day : startsAt - (2 + (i % 5)) * day,
    plannedAfterwards: turn.afterwards === true,
    state: held ? 'ended' : 'not-held',
    missed: held ? null : 'called-off',
    ending: null,
    beganAt: startsAt + 5 * minute,
    endedAt: held ? startsAt + 5 * minute + recorded * minute : null,
    mentees: [mentee],
    mentorships: [m],
    attended: held ? [mentee] : null,
    minutes,
    why,
    parts: [
      {
        mentee,
        mentorship: m,
        standing: why !== null && standing !== 'disputed' ? 'nothing' : standing,
        why,
        minutes,
        mentorMinutes: held ? recorded : null,
        menteeMinutes:
          standing === 'disputed' || standing === 'settled' ? 30 : standing === 'confirmed' ? recorded : null,
        askAgain: false,
      },
    ],
    lag: held ? (turn.lag ?? 'at the time') : null,
    plan: turn.afterwards
      ? null
      : {
          session: sessionId,
          version: 1 + (i % 2),
          startsAt,
          minutes: planned,
          title: '',
          place: '',
          kind: 'standard',
          body: {
            objectives,
            activities: [
              { key: 'a1', what: '', minutes: 15 },
              { key: 'a2', what: '', minutes: 30 },
            ],
            resources: '',
            resourcesWhy: '',
            support: [{ key: 'n1', need: '', strategy: '' }],
            strategies: '',
            guidance: i % 3 === 0 ? ['safeguarding'] : [],
            goals: [id(`g${i % 2 === 0 ? 1 : 2}-1`)],
            asGiven: [],
          },
          savedAt: startsAt - (1 + (i % 3)) * day,
          author: maya,
          copiedFrom: i % 4 === 3 ? 'template:standard' : null,
          unchanged: false,
        },
    plans: 1 + (i % 2),
    head: held
      ? {
          session: sessionId,
          version: 1,
          firstSavedAt:
            startsAt + hour + (turn.lag === 'late' ? 2 * day : turn.lag === 'retrospective' ? 9 * day : 12 * minute),
          signedAt: startsAt + 2 * hour,
          botDelayMs: 0,
        }
      : null,
    record: held
      ? {
          session: sessionId,
          version: 1,
          body: {
            attended: [mentee],
            startedAt: startsAt + 5 * minute,
            minutes: recorded,
            outcomes: [
              { objective: 'o1', outcome: 'met', evidence: '' },
              { objective: 'o2', outcome: i % 3 === 0 ? 'not-yet' : 'partly', evidence: '' },
            ],
            skills: skills
              .filter((_, n) => (n + i) % 3 !== 0)
              .map(([key]) => ({ key: `k-${key}`, skill: key, example: '' })),
            happened: '',
            actions: [
              { key: 'x1', what: '', owner: 'mentee', due: '2026-11-30' },
              { key: 'x2', what: '', owner: 'mentor', due: null },
            ],
            change: '',
            nextFocus: '',
            restorative: null,
            checkIn: '',
            checkOut: '',
            keptTo: i % 2 === 0 ? 'as-planned' : 'partly',
            support: [{ key: 'n1', did: 'helped', line: '' }],
            guidance: [],
          },
          savedAt: startsAt + 2 * hour,
          author: maya,
          reason: '',
          lateReason: '',
        }
      : null,
    passages: shown
      ? [
          ['plan/title', 'Title', i === 0 ? 'A first plan for the interview' : 'Questions nobody likes'],
          [
            'plan/objectives/o1',
            'Objective 1',
            'Mentee K names three strengths, each with an example.\nThree of three, said aloud.',
          ],
          ['plan/objectives/o2', 'Objective 2', 'Mentee K asks one question of their own.'],
          ['plan/activities', 'Activities', 'Say what went well (15 min)\nPractise three questions (30 min)'],
          [
            'record/happened',
            'What happened',
            'We began with what went well since last time. Mentee K had written two strengths down and found the third while we talked. The second half was slower than planned: the question about a difficult day took most of it, and that was right.',
          ],
          ['record/outcomes/o1', 'Evidence 1', 'Named all three; the third with an example from the workshop.'],
          ['record/skills/0', 'Skill 1', '“What did you notice then?” opened the longest answer of the day.'],
          ['record/actions', 'Actions', 'Write down one difficult day in five lines.\nSend the list of questions.'],
        ].map(([part = '', label = '', text = '']) => ({
          part,
          citation: `${part.split('/')[0]}:s${nth}@1/${part.split('/').slice(1).join('/')}`,
          label,
          words: text,
        }))
      : [],
  };
}
