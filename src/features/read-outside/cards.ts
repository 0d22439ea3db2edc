import { type Block, button, buttons, type Card, facts, heading, list, muted, table, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { AllocatedAs } from '../../domain/allocation.js';
import { type Ending, endingOf } from '../../domain/hours.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { lagInWords } from '../../domain/record.js';
import { kindWords } from '../../domain/session-kinds.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { Totals } from '../../ports/store/totals.js';
import type { ActorWork } from '../feature.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { classOf, endOf, type Figures, gapsOf, type Names, planOf, saysOf, settledOf } from './figures.js';

/** What a reader from outside is shown: pages of figures and gaps, no mentee's name, and words only where they were let go. */

const asWords: Readonly<Record<AllocatedAs, string>> = {
  supervisor: 'supervisor',
  assessor: 'assessor',
  iqa: 'quality assurer',
};

/** Portfolios of one page, and sessions. */
const portfoliosShown = 20;
const sessionsShown = 50;

export interface PortfolioRow {
  readonly portfolio: Portfolio;
  readonly as: readonly AllocatedAs[];
  readonly totals: Totals;
}

/** All that this reader reads. */
export function portfoliosCard(all: readonly PortfolioRow[], arg: string, work: ActorWork): Card {
  const page = pageOf(all.length, arg, portfoliosShown);
  const line =
    all.length === 0
      ? literal(
          'No portfolio is yours to read at the moment. Ask the coordinator of the programme if that is not right.',
        )
      : literal(`${count(all.length, 'portfolio')} for you to read.${page.words}`);
  return {
    title: 'Portfolios',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      ...(all.length === 0
        ? []
        : [
            table(
              'portfolios',
              'Portfolios',
              [
                'Mentor',
                'You read as',
                'Delivered',
                'Confirmed',
                'Target',
                'Sessions that count',
                'Not confirmed',
                'Lengths differ',
              ],
              all.slice(page.from, page.to).map(({ portfolio, as, totals }) => ({
                cells: [
                  say`${mention(portfolio.mentor)}`,
                  literal(as.map((part) => asWords[part]).join(', ')),
                  literal(minutesInWords(totals.deliveredMinutes)),
                  literal(minutesInWords(totals.confirmedMinutes)),
                  literal(minutesInWords(portfolio.targetMinutes)),
                  literal(String(totals.sessions)),
                  literal(minutesInWords(totals.unansweredMinutes)),
                  literal(minutesInWords(totals.disputedMinutes)),
                ],
                button: button('Open', 'evidence.portfolio', portfolio.id),
              })),
            ),
          ]),
      ...(page.pages > 1 ? [buttons(...turns(page, { verb: 'evidence.open' }))] : []),
      muted(literal(whatIsShown)),
    ],
  };
}

const whatIsShown =
  'You see every figure, and no mentee’s name. What was planned and written you see of a session once its mentee was asked what to leave out and its mentor let it go, with every name replaced. Each look is on record, and the people concerned can see who looked.';

/** One portfolio's sessions, newest first. */
export function portfolioCard(
  { portfolio, totals }: Pick<PortfolioRow, 'portfolio' | 'totals'>,
  shown: {
    readonly of: readonly Figures[];
    readonly all: number;
    readonly page: string;
    readonly names: Names;
    readonly worded: ReadonlySet<SessionId>;
    readonly reflection: readonly Block[];
    readonly packs: readonly Block[];
  },
  work: ActorWork,
): Card {
  const page = pageOf(shown.all, shown.page, sessionsShown);
  const line = say`${mention(portfolio.mentor)}: ${minutesInWords(totals.deliveredMinutes)} of ${minutesInWords(portfolio.targetMinutes)} delivered, ${minutesInWords(totals.confirmedMinutes)} of them confirmed.`;
  return {
    title: 'Portfolio',
    summary: line,
    blocks: [
      text(line),
      facts(
        ['Planned', literal(minutesInWords(totals.plannedMinutes))],
        ['Delivered', literal(minutesInWords(totals.deliveredMinutes))],
        ['Confirmed by the mentee', literal(minutesInWords(totals.confirmedMinutes))],
        ['Not answered', literal(minutesInWords(totals.unansweredMinutes))],
        ['Lengths differ', literal(minutesInWords(totals.disputedMinutes))],
        ['Sessions that count', literal(String(totals.sessions))],
        ['Recorded at the time', literal(`${totals.recordsAtTheTime} of ${totals.sessions}`)],
        ['Mentees', literal(String(shown.names.size))],
      ),
      heading(literal('Sessions')),
      shown.all === 0
        ? muted(literal('No session yet.'))
        : table(
            'sessions',
            'Sessions',
            ['Planned for', 'Kind', 'Planned', 'Mentor says', 'Mentee says', 'Counts', 'Record', 'Words', 'Gaps'],
            shown.of.map((f) => ({
              cells: rowOf(f, shown.names, shown.worded.has(f.session.id), work.now),
              button: button('Open', 'evidence.session', f.session.id),
            })),
          ),
      ...shown.reflection,
      ...shown.packs,
      ...turnsAndBack(
        turns(page, { verb: 'evidence.portfolio', subject: portfolio.id }, ['Newer', 'Older']),
        button('Back to the portfolios', 'evidence.open', '-'),
      ),
    ],
  };
}

/** @param from of the sessions, newest first, those that stand on the page */
export const sessionsOn = (all: number, arg: string): { readonly from: number; readonly to: number } =>
  pageOf(all, arg, sessionsShown);

const dash = literal('–');

function rowOf(f: Figures, names: Names, worded: boolean, now: number): readonly Text[] {
  const { session, record } = f;
  const gaps = gapsOf(f, now);
  return [
    say`${moment(session.startsAt)}`,
    literal(kindWords(session.kind).split(',')[0] ?? ''),
    literal(minutesInWords(session.minutes)),
    record === undefined ? dash : literal(minutesInWords(record.body.minutes)),
    session.state === 'ended' && record !== undefined
      ? literal(
          session.attendees
            .map((a) => (session.attendees.length > 1 ? `${nameOf(a.mentee, names)}: ${saysOf(a)}` : saysOf(a)))
            .join('; '),
        )
      : dash,
    literal(f.counted > 0 ? minutesInWords(f.counted) : session.state === 'ended' ? 'Not counted' : stateWords(f)),
    literal(classOf(f) ?? (session.state === 'ended' ? 'No record' : '–')),
    literal(worded ? 'to read' : '–'),
    gaps.length === 0 ? literal('None') : literal(gaps.join('; ')),
  ];
}

const nameOf = (mentee: PersonId, names: Names): string => names.get(mentee) ?? 'another mentee';

const endings: Readonly<Record<Ending, string>> = {
  early: 'ended early',
  overrun: 'ran over',
  cancelledInTime: 'cancelled in good time',
  cancelledLate: 'cancelled less than a day before',
  menteeDidNotCome: 'the mentee did not come',
  mentorCouldNot: 'the mentor could not make it',
  calledOff: 'called off at the last moment',
  other: 'did not take place',
};

function stateWords({ session, record }: Figures): string {
  const ending = endingOf(session, record?.body ?? null);
  if (session.state === 'planned') return 'To come';
  if (session.state === 'running') return 'Going on';
  return ending === undefined ? 'As planned' : `${endings[ending][0]?.toUpperCase()}${endings[ending].slice(1)}`;
}

/** One session: every figure. `words`: what may be read of it besides. */
export function sessionCard(f: Figures, names: Names, words: readonly Block[], now: number): Card {
  const { session, head, record } = f;
  const plan = planOf(f);
  const gaps = gapsOf(f, now);
  const line = say`${kindWords(session.kind).split(',')[0] ?? ''}, planned for ${moment(session.startsAt)}.`;
  const came = record?.body.attended;
  return {
    title: 'Session',
    summary: line,
    blocks: [
      text(line),
      facts(
        ['Mentor', say`${mention(session.mentor)}`],
        ['How it ended', literal(stateWords(f))],
        ['Counts', literal(f.counted > 0 ? minutesInWords(f.counted) : 'Not counted')],
      ),
      heading(literal('Plan')),
      facts(
        ['First planned', say`${moment(session.plannedAt)}${session.plannedAfterwards ? ', after it began' : ''}`],
        ['Planned length', literal(minutesInWords(plan?.minutes ?? session.minutes))],
        [
          'In force when it began',
          plan === undefined ? literal('none') : say`version ${plan.version}, saved ${moment(plan.savedAt)}`,
        ],
        ['Versions', literal(String(f.plans.length))],
        plan === undefined ? null : ['Objectives', literal(String(plan.body.objectives.length))],
        plan === undefined ? null : ['Goals that it serves', literal(String(plan.body.goals.length))],
      ),
      heading(literal('Record')),
      head === undefined || record === undefined
        ? muted(literal('No record.'))
        : facts(
            ['Began', say`${moment(record.body.startedAt)}`],
            ['Mentor says', literal(minutesInWords(record.body.minutes))],
            ['First saved', say`${moment(head.firstSavedAt)}`],
            ['Signed', say`${moment(head.signedAt)}`],
            ['How soon', literal(`${classOf(f) ?? ''}, ${lagInWords(endOf(f), head.firstSavedAt)}`)],
            ['Versions', literal(String(head.version))],
          ),
      heading(literal('Who was there')),
      ...session.attendees.map((a) =>
        facts(
          ['Who', literal(nameOf(a.mentee, names))],
          ['Came', literal(came === undefined ? 'not known yet' : came.includes(a.mentee) ? 'yes' : 'no')],
          ['Said of the plan', literal(a.answer === 'asked' ? 'no answer' : a.answer === 'accepted' ? 'yes' : 'no')],
          ['Mentee says', literal(saysOf(a))],
          a.confirmedAt === null ? null : ['Answered', say`${moment(a.confirmedAt)}`],
          settledOf(a) === undefined ? null : ['Outcome', literal(settledOf(a) ?? '')],
        ),
      ),
      heading(literal('Gaps')),
      gaps.length === 0 ? muted(literal('None.')) : list(gaps.map((g) => literal(g))),
      ...words,
      buttons(button('Back to the portfolio', 'evidence.portfolio', session.portfolio)),
    ],
  };
}
