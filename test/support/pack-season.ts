import { emptyAttestation } from '../../src/domain/attestation.js';
import type { FactsAnswer, FactsMentorship, PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { day, hour } from '../../src/kernel/clock.js';
import type { PersonId } from '../../src/kernel/ids.js';
import { ann, began, criteria, id, k, maya, sam, session, skills, t, turns } from './pack-season-sessions.js';

/**
 * A season's facts as plain data, made by counting: two mentees, six hours, reviews, a stakeholder, three changes, a dispute,
 * a late record. As they leave: no title, and words where a mentee let them stand.
 */

const mentorship = (nth: number, mentee: PersonId): FactsMentorship => ({
  id: id(`m${nth}`),
  mentee,
  state: 'active',
  createdAt: began - 3 * day,
  agreedAt: began - day,
  endedAt: null,
  meant: {
    minutes: 180,
    from: began,
    until: began + 90 * day,
    lastDay: '2027-01-03',
    signed: { minutes: true, until: true },
  },
  agreements: [1, 2].slice(0, nth === 1 ? 2 : 1).map((version) => ({
    version,
    body: {
      purpose: nth === 1 ? 'To feel ready for the apprenticeship interview, and to speak up in the team.' : '',
      duration: 'A school term',
      frequency: nth === 1 ? 'Once a week' : '',
      place: '',
      roles: nth === 1 ? 'I listen, ask and prepare. I do not decide for you.' : '',
      menteeRole: nth === 1 ? 'I say what I want to work on, and when something does not help.' : '',
      boundaries: nth === 1 ? 'No messages after six in the evening. No homework done for anybody.' : '',
      confidentiality:
        nth === 1
          ? 'What we say stays between us, unless somebody may be harmed: then I tell the safeguarding lead.'
          : '',
      ending: '',
      helps: '',
      avoid: '',
      minutes: 180,
      until: '2027-01-03',
    },
    mentorSignedAt: began - 2 * day + version * hour,
    menteeSignedAt: began - day + version * hour,
  })),
  goals: [
    {
      id: id(`g${nth}-1`),
      what: nth === 1 ? 'Answer an interview question without losing the thread.' : '',
      how: nth === 1 ? 'Three practice questions in a row, two minutes each.' : '',
      baseline: 2,
      target: 4,
      menteeBaseline: nth === 1 ? 1 : null,
      proposedBy: maya,
      state: 'agreed',
    },
    {
      id: id(`g${nth}-2`),
      what: '',
      how: '',
      baseline: 3,
      target: 5,
      menteeBaseline: 3,
      proposedBy: nth === 1 ? k : t,
      state: 'agreed',
    },
  ],
  reviews: [{ moment: 'mid', why: 'minutes', openedAt: began + 20 * day, closesAt: began + 34 * day }],
});

const answer = (
  change: Pick<FactsAnswer, 'source' | 'by' | 'theme' | 'question' | 'asked'> & Partial<FactsAnswer>,
  n: number,
): FactsAnswer => ({
  mentorship: id('m1'),
  citation: `answer:${change.by}-${change.question}-${n}/${change.question}`,
  instrument: 'after-session',
  rating: 4,
  text: '',
  at: began + n * 3 * day + 4 * hour,
  session: null,
  heldAt: began + n * 3 * day + 2 * hour,
  ...change,
});

function answers(sessions: number): readonly FactsAnswer[] {
  const all: FactsAnswer[] = [];
  const of = (by: PersonId, m: string, n: number): void => {
    const base = {
      source: 'mentee' as const,
      by,
      mentorship: id<FactsAnswer['mentorship']>(m),
      session: id<NonNullable<FactsAnswer['session']>>(`s${n + 1}`),
    };
    all.push(
      answer(
        { ...base, theme: 'goals', question: 'agreed', asked: 'We worked on what we agreed.', rating: 3 + (n % 3) },
        n,
      ),
      answer(
        { ...base, theme: 'relationship', question: 'listened', asked: 'I felt listened to.', rating: 4 + (n % 2) },
        n,
      ),
      answer(
        { ...base, theme: 'planning', question: 'pace', asked: 'The pace was right for me.', rating: n < 6 ? 2 : 4 },
        n,
      ),
    );
  };
  for (let i = 0; i < sessions; i += 1)
    if (turns[i + 1]?.not === undefined) of(i % 2 === 0 ? k : t, i % 2 === 0 ? 'm1' : 'm2', i);
  if (sessions < 3) return all;
  all.push(
    answer(
      {
        source: 'mentee',
        by: k,
        theme: 'other',
        question: 'keep-or-change',
        asked: 'What is one thing to keep or change?',
        rating: null,
        text: 'Fewer words, and a break in the middle.',
      },
      2,
    ),
    answer(
      {
        source: 'mentee',
        by: k,
        instrument: 'mid',
        theme: 'relationship',
        question: 'mid-trust',
        asked: 'I can talk openly with my mentor.',
        rating: 5,
      },
      6,
    ),
    answer(
      {
        source: 'self',
        by: maya,
        instrument: 'self',
        theme: 'relationship',
        question: 'self-listened',
        asked: 'I listened more than I talked.',
        rating: 3,
        text: 'Better since I count to five.',
      },
      7,
    ),
    answer(
      {
        source: 'self',
        by: maya,
        instrument: 'self',
        theme: 'planning',
        question: 'self-pace',
        asked: 'My plans left room for theirs.',
        rating: 2,
      },
      7,
    ),
    answer(
      {
        source: 'stakeholder',
        by: sam,
        instrument: 'stakeholder',
        theme: 'support',
        question: 'out-contact',
        asked: 'The mentor kept to what was agreed with us.',
        rating: 4,
        text: 'Always on time, and the room was booked.',
      },
      8,
    ),
  );
  return all;
}

/** @param sessions how many; none makes the emptiest portfolio that there can be */
export function packSeason(sessions = 10, change: Partial<PortfolioFacts> = {}): PortfolioFacts {
  const none = sessions === 0;
  const pieces = (
    [
      [
        'driscoll/what/happened',
        'Two people, six hours. With the first I talked too much; the graph of her answers on pace says it before I did.',
      ],
      [
        'driscoll/so-what/strategy',
        'Waiting five seconds after a question did more than any worksheet. It is in the records of three sessions.',
      ],
      ['driscoll/now-what/try', 'I will hand over the first ten minutes of each session.'],
    ] as const
  ).map(([question, text], i) => ({
    portfolio: id<PortfolioFacts['portfolio']['id']>('p'),
    question,
    version: 1,
    text,
    cites: [`record:s${i + 1}@1/happened`, `change:c${i + 1}/what`],
    savedAt: began + (30 + i) * day,
  }));
  return {
    format: 2,
    reader: 'outside',
    at: began + 60 * day,
    zone: 'Europe/London',
    portfolio: {
      id: id('p'),
      mentor: maya,
      startedAt: began - 3 * day,
      unit: {
        title: 'Mentoring in the workplace',
        rules: { minutes: 360, mentees: 1, months: 0, supervisor: true, observation: true },
      },
    },
    criteria: criteria.map(([code, text]) => ({
      key: `c-${code}`,
      code,
      text,
      evidence:
        {
          '1.1': ['agreement'],
          '1.2': ['plans', 'objectives'],
          '1.3': ['resources', 'support'],
          '2.1': ['hours', 'records'],
          '2.2': ['skills'],
          '2.3': ['guidance', 'restorative'],
          '3.1': ['feedback', 'reviews', 'stakeholders'],
          '3.2': ['changes', 'triangulation'],
          '3.3': ['reflection', 'ahead'],
        }[code] ?? ([] as never),
    })) as PortfolioFacts['criteria'],
    skills: skills.map(([key, text, core]) => ({ key, text, core })),
    called: {
      maya: 'Maya Okafor',
      k: 'Mentee K',
      t: 'Mentee T',
      sam: 'Samantha Hill',
      ann: 'Ann Bell',
    } as unknown as PortfolioFacts['called'],
    mentorships: none ? [] : [mentorship(1, k), mentorship(2, t)],
    sessions: Array.from({ length: sessions }, (_, i) => session(i, true)),
    contacts: none ? [] : [{ id: 'x1', mentorship: id('m1'), at: began + 2 * day, minutes: 10 }],
    answers: answers(sessions),
    levels:
      sessions < 5
        ? []
        : (
            [
              [k, 2, 5],
              [maya, 3, 5],
              [k, 4, 10],
              [maya, 4, 10],
            ] as const
          ).map(([by, level, n], i) => ({
            id: id(`l${i}`),
            mentorship: id('m1'),
            goal: id('g1-1'),
            level,
            by,
            at: began + n * 3 * day,
            session: id(`s${n}`),
            why: by === k && n === 10 ? 'I did not need the notes.' : '',
          })),
    attestations: none
      ? []
      : (
          [
            [
              'testimony',
              sam,
              'Maya sat beside the learner, asked, and waited. I have seen others answer their own questions.',
            ],
            [
              'observation',
              ann,
              'Opened with the last action. Used open questions throughout; summed up twice. The plan’s second objective was dropped, and it was said why.',
            ],
          ] as const
        ).map(([kind, by, said], i) => ({
          id: id(`a${i}`),
          programme: id('prog'),
          portfolio: id('p'),
          mentorship: id('m1'),
          session: i === 1 ? id('s5') : null,
          kind,
          by,
          body: {
            ...emptyAttestation,
            on: '2026-10-17',
            from: i === 1 ? '10:00' : '',
            to: i === 1 ? '10:45' : '',
            activity: 'A mentoring session on interview questions.',
            words: said,
            relation:
              i === 0 ? 'Leads the workshop where both work; no relative.' : 'Occupational assessor of the centre.',
            role: i === 0 ? 'Workshop lead' : 'Assessor',
            criteria: i === 0 ? ['c-2.2'] : ['c-2.1', 'c-2.2'],
            questions:
              i === 1
                ? [
                    {
                      key: 'q1',
                      question: 'Why did you leave the second objective?',
                      answer: 'The first took all she had. We carried it over.',
                    },
                  ]
                : [],
            feedback: i === 1 ? 'Leave the silence a little longer still.' : '',
          },
          askedBy: maya,
          askedAt: began + 10 * day,
          state: 'given' as const,
          givenAt: began + 13 * day,
          countersigned: i === 1 ? { by: maya, at: began + 13 * day + hour } : null,
        })),
    changes: none
      ? []
      : [1, 2, 3].map((n) => ({
          id: id(`c${n}`),
          programme: id('prog'),
          portfolio: id('p'),
          mentor: maya,
          mentorship: n === 3 ? null : id(n === 1 ? 'm1' : 'm2'),
          said: n === 1 ? 'It was too fast, and there was no break.' : '',
          what:
            ['wait five seconds after each question', 'send the plan two days before', 'start with what went well'][
              n - 1
            ] ?? '',
          cites: n === 3 ? [] : [`answer:${n === 1 ? 'k' : 't'}-pace-${n + 1}/pace`, `record:s${n}@1/change`],
          from: began + n * 4 * day,
          fromSession: null,
          madeAt: began + n * 4 * day,
          withdrawnAt: n === 2 ? began + 20 * day : null,
          since: [
            {
              id: id(`w${n}`),
              by: maya,
              session: id(`s${n + 4}`),
              word: 'done' as const,
              note: '',
              at: began + 30 * day,
            },
          ],
        })),
    marks: none
      ? []
      : [
          {
            programme: id('prog'),
            portfolio: id('p'),
            theme: 'planning',
            mark: 'partial',
            sentence: 'Pace went up with both after the break; my own view is still harsher than theirs.',
            cites: ['answer:k-pace-2/pace', 'record:s1@1/happened'],
            at: began + 40 * day,
          },
        ],
    reflection: none
      ? null
      : {
          scaffold: 'driscoll',
          versions: 5,
          first: began + 20 * day,
          last: began + 33 * day,
          declaration: {
            own: true,
            ai: [{ key: 'ai1', tool: 'A spelling checker', what: 'spelling' }],
            at: began + 40 * day,
          },
          pieces: [
            ...pieces,
            {
              portfolio: id('p'),
              question: 'ahead/one',
              version: 1,
              text: 'Be observed once more, in a group.',
              cites: [],
              action: { owner: 'I', due: '2027-01-15', doneOn: null },
              savedAt: began + 35 * day,
            },
          ],
        },
    readers: none ? [] : [{ person: ann, as: 'assessor', from: began + 5 * day }],
    ...change,
  };
}

export { packAbout } from './pack-about.js';
