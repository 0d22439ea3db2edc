import {
  type Block,
  button,
  buttons,
  type Card,
  divider,
  facts,
  heading,
  list,
  muted,
  table,
  text,
} from '../../chat/card.js';
import { join, literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { AllocatedAs } from '../../domain/allocation.js';
import { type EndedAlike, endingsOf, type PartVerdict, type Sums } from '../../domain/hours.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { Programme } from '../../domain/programme.js';
import { heldAt, type Session } from '../../domain/session.js';
import type { PersonId, PortfolioId, SessionId } from '../../kernel/ids.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { FirstOf, NotCounted } from '../../ports/store/totals.js';
import { nothingAllocated } from '../shared/allocated.js';
import { apartBlocks } from '../shared/hours-apart.js';
import { type Page, pageOf, turns } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { type PortfolioHours, summed } from '../shared/read-hours.js';
import { endingsInWords, figures, notCountedInWords } from './reasons.js';
import type { GoalUse, SkillUse } from './usage.js';

/** The totals as people read them: panels, for goals and reasons are nobody else's. */

export const atMost = 12;

/** @param all how many there are, where not all of them were asked for */
const cut = (items: readonly Text[], one: string, all = items.length): readonly Block[] =>
  items.length === 0
    ? []
    : [
        list(items.slice(0, atMost)),
        ...(all > atMost ? [muted(literal(`… and ${count(all - atMost, one)} more.`))] : []),
      ];

/** Planned, delivered, confirmed, not answered, disputed: always in this order, zero or not. */
export const totals = (h: Sums): Block =>
  facts(
    ['Planned', literal(minutesInWords(h.plannedMinutes))],
    ['Delivered', literal(minutesInWords(h.deliveredMinutes))],
    ['Confirmed', literal(minutesInWords(h.confirmedMinutes))],
    ['Not answered', literal(minutesInWords(h.unansweredMinutes))],
    ['Disputed', literal(minutesInWords(h.disputedMinutes))],
    h.overlapMinutes > 0 ? ['Shared minutes, counted once', literal(minutesInWords(h.overlapMinutes))] : null,
  );

/** Sessions that count nothing, with those of them that are told. */
export interface NotCountedHere extends FirstOf<NotCounted> {
  readonly sessions: ReadonlyMap<SessionId, Session>;
}

/** What a mentor's portfolio is told of. */
export interface PortfolioPanel extends PortfolioHours {
  readonly bar: Block;
  readonly mentees: readonly { readonly mentorship: Mentorship; readonly totals: Sums }[];
  readonly notCounted: NotCountedHere;
  readonly apartMinutes: number;
  readonly endings: readonly EndedAlike[];
  readonly contacts: number;
}

const notCountedBlocks = ({ all, first, sessions }: NotCountedHere, mentees: boolean): readonly Block[] =>
  all === 0
    ? []
    : [heading(literal('Not counted, and why')), ...cut(notCountedInWords(first, sessions, mentees), 'session', all)];

/** What was given to mentees who were erased: said beside the totals, for it was given all the same. */
/** The mentor's portfolio, before each mentee. */
export function portfolioBlocks(
  panel: PortfolioPanel,
  usage: { readonly goals: readonly GoalUse[]; readonly skills: readonly SkillUse[] },
): readonly Block[] {
  const endings = endingsInWords(endingsOf(panel.endings));
  return [
    heading(literal('All mentees together')),
    panel.bar,
    totals(panel.totals),
    ...apartBlocks(panel.apartMinutes),
    ...panel.mentees.flatMap((m): readonly Block[] => [heading(menteeName(m.mentorship)), totals(m.totals)]),
    ...notCountedBlocks(panel.notCounted, true),
    // Beside the totals: how many ended early, ran over, or did not take place, and how.
    ...(endings === '' ? [] : [muted(literal(endings))]),
    ...(panel.contacts === 0
      ? []
      : [muted(literal(`${count(panel.contacts, 'informal contact')}: kept, and no hours.`))]),
    ...goalBlocks(usage.goals),
    ...skillBlocks(usage.skills),
  ];
}

const menteeName = (m: Mentorship): Text =>
  m.state === 'active'
    ? say`${mention(m.mentee)}`
    : say`${mention(m.mentee)} (${m.state === 'proposed' ? 'not signed yet' : m.state})`;

/** A goal whose words were erased is left out: nothing would stand there to tell it by. */
export function goalBlocks(all: readonly GoalUse[]): readonly Block[] {
  const goals = all.filter((g) => g.goal.what !== '');
  if (goals.length === 0) return [];
  return [
    heading(literal('Goals')),
    ...cut(
      goals.map((g) =>
        g.sessions === 0
          ? say`${g.goal.what}: no session has served it yet.`
          : say`${g.goal.what}: ${count(g.sessions, 'session')}, ${minutesInWords(g.minutes)}.`,
      ),
      'goal',
    ),
  ];
}

function skillBlocks(skills: readonly SkillUse[]): readonly Block[] {
  if (skills.length === 0) return [];
  const shown = skills.filter((s) => s.sessions > 0);
  const gaps = skills.filter((s) => s.sessions === 0);
  return [
    heading(literal('Skills shown')),
    ...(shown.length === 0
      ? [text(literal('None on record yet. A record takes one skill with one sentence.'))]
      : cut(
          shown.map((s) => say`${s.skill}: ${count(s.sessions, 'session')}.`),
          'skill',
        )),
    ...(shown.length === 0 || gaps.length === 0
      ? []
      : [muted(literal(`Not on record yet: ${gaps.map((s) => s.skill).join(', ')}.`))]),
  ];
}

/** One mentee's own hours: no target (that is the mentor's), and nothing of anybody else. */
export function ownBlocks(
  hours: Sums,
  notCounted: NotCountedHere,
  m: Mentorship,
  goals: readonly GoalUse[],
): readonly Block[] {
  return [
    heading(say`With ${mention(m.mentor)}`),
    totals(hours),
    ...(hours.unansweredMinutes > 0
      ? [muted(literal('Not answered means: your mentor wrote it, and you have not said yes yet.'))]
      : []),
    ...notCountedBlocks(notCounted, false),
    ...goalBlocks(goals),
  ];
}

interface Dispute {
  readonly session: Session;
  readonly part: PartVerdict;
}

/** What the programme's hours are told of, and how much of it at once. */
export interface ProgrammePanel {
  readonly all: readonly PortfolioHours[];
  /** Those that are told one by one: `mentorsOnPage`. */
  readonly shown: readonly PortfolioHours[];
  readonly page: Page;
  /** By portfolio, who has signed; of those that are shown. */
  readonly signed: ReadonlyMap<PortfolioId, readonly PersonId[]>;
  readonly disputes: FirstOf<Dispute>;
  readonly apartMinutes: number;
  /** Whether the reader may record an outcome. */
  readonly settles: boolean;
  /** Where the reader is allocated some portfolios: as what. Absent for whoever looks after the whole programme. */
  readonly allocated?: ReadonlyMap<PortfolioId, readonly AllocatedAs[]>;
  /** Whether they may see which hour shows which skill. */
  byHour(portfolio: Portfolio): boolean;
}

/** So many mentors are told one by one in a message, and so many on a page. */
const mentorsTold = { message: 20, page: 100 };
/** What a press is about that turns the programme's pages. */
export const turnsProgramme = '-';

/**
 * A page of the portfolios, which are told one by one: in the order they began in where all have room, else those first
 * that have the least of their target done, for that is what a coordinator can do something about.
 * @param arg which page
 * @param table whether there is room for a table
 */
export function mentorsOnPage(
  all: readonly PortfolioHours[],
  arg: string,
  table: boolean,
): Pick<ProgrammePanel, 'shown' | 'page'> {
  const page = pageOf(all.length, arg, table ? mentorsTold.page : mentorsTold.message);
  const done = ({ portfolio, totals }: PortfolioHours): number =>
    totals.deliveredMinutes / Math.max(1, portfolio.targetMinutes);
  const inOrder = page.pages > 1 ? [...all].sort((a, b) => done(a) - done(b)) : all;
  return { shown: inOrder.slice(page.from, page.to), page };
}

/** What was done of the target, where there is one. */
const towards = (minutes: number, { targetMinutes }: Portfolio): string =>
  targetMinutes === 0 ? minutesInWords(minutes) : `${minutesInWords(minutes)} of ${minutesInWords(targetMinutes)}`;

const byMentor = (shown: readonly PortfolioHours[]): Block =>
  list(
    shown.map(
      ({ portfolio, totals: h }) =>
        say`${mention(portfolio.mentor)}: ${towards(h.deliveredMinutes, portfolio)} delivered, ${minutesInWords(h.confirmedMinutes)} confirmed, ${minutesInWords(h.unansweredMinutes)} not answered, ${minutesInWords(h.disputedMinutes)} disputed.`,
    ),
  );

/** Those who have signed; a dash where nobody has. */
const menteesOf = (signed: readonly PersonId[] = []): Text =>
  signed.length === 0
    ? literal('–')
    : join(
        signed.map((mentee) => say`${mention(mentee)}`),
        ', ',
      );

/** The same where a page has room, with the mentees that the hours are for. */
const byMentorTable = ({ shown, signed, byHour }: ProgrammePanel): Block =>
  table(
    'by-mentor',
    'Mentors',
    ['Mentor', 'Mentees', 'Delivered', 'Target', 'Confirmed', 'Not answered', 'Disputed'],
    shown.map(({ portfolio, totals: h }) => ({
      cells: [
        say`${mention(portfolio.mentor)}`,
        menteesOf(signed.get(portfolio.id)),
        literal(minutesInWords(h.deliveredMinutes)),
        literal(portfolio.targetMinutes === 0 ? '–' : minutesInWords(portfolio.targetMinutes)),
        ...[h.confirmedMinutes, h.unansweredMinutes, h.disputedMinutes].map((minutes) =>
          literal(minutesInWords(minutes)),
        ),
      ],
      ...(byHour(portfolio) ? { button: button('By hour', 'hours.by-skill', portfolio.mentor) } : {}),
    })),
  );

/**
 * The coordinator's: the programme's totals, each mentor's, then (on the first page) what waits to be settled.
 * @param table whether there is room for one
 */
export function programmeBlocks(panel: ProgrammePanel, table: boolean): readonly Block[] {
  const { all, page, settles } = panel;
  const disputes = page.at === 0 ? panel.disputes : { all: 0, first: [] };
  if (all.length === 0)
    return [text(literal('No mentor has begun yet. They begin by typing start and a mentee’s name.'))];
  const sum = (of: (h: Sums) => number): string => minutesInWords(summed(all, of));
  return [
    heading(literal(panel.allocated === undefined ? 'The programme' : 'Allocated to you')),
    facts(
      ['Planned', literal(sum((h) => h.plannedMinutes))],
      ['Delivered', literal(sum((h) => h.deliveredMinutes))],
      ['Confirmed', literal(sum((h) => h.confirmedMinutes))],
      ['Not answered', literal(sum((h) => h.unansweredMinutes))],
      ['Disputed', literal(sum((h) => h.disputedMinutes))],
    ),
    ...apartBlocks(panel.apartMinutes),
    heading(literal(page.pages > 1 ? 'By mentor, the most still to do first' : 'By mentor')),
    table ? byMentorTable(panel) : byMentor(panel.shown),
    ...(page.pages > 1
      ? [
          muted(literal(`${count(all.length, 'mentor')}.${page.words}`)),
          buttons(...turns(page, { verb: 'hours.read', subject: turnsProgramme }, ['Earlier mentors', 'More mentors'])),
        ]
      : []),
    ...(disputes.all === 0
      ? []
      : [heading(literal('Lengths that differ')), ...disputes.first.flatMap((d) => disputeBlocks(d, settles))]),
    ...(disputes.all > disputes.first.length
      ? [muted(literal(`… and ${disputes.all - disputes.first.length} more after these.`))]
      : []),
  ];
}

const disputeBlocks = ({ session, part }: Dispute, settles: boolean): readonly Block[] => [
  text(
    say`${moment(heldAt(session))}, ${session.title}: ${mention(session.mentor)} and ${mention(part.mentee)} (${figures(part)}).`,
  ),
  ...(settles ? [buttons(button('Record an outcome', 'hours.settle', session.id, { arg: part.mentee }))] : []),
];

export function hoursPanel(
  sections: readonly (readonly Block[])[],
  summary: Text,
  programme: Pick<Programme, 'practice'>,
): Card {
  return {
    title: 'Hours',
    summary,
    blocks: [...practiceNote(programme), ...sections.flatMap((s, i) => (i === 0 ? s : [divider, ...s]))],
  };
}

export const nothingYet = (who: 'mentor' | 'mentee' | 'allocated' | 'other'): Card => {
  const words =
    who === 'mentor'
      ? 'No hours yet. Begin with start and your mentee’s name, then plan a session.'
      : who === 'mentee'
        ? 'No hours yet. They appear once you and your mentor have met.'
        : who === 'allocated'
          ? nothingAllocated
          : 'You have no hours here. Ask your coordinator if you should take part.';
  return { title: 'Hours', summary: literal(words), blocks: [text(literal(words))] };
};
