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
import { endingOf, endingsOf, type Hours, type PartVerdict } from '../../domain/hours.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Programme } from '../../domain/programme.js';
import { heldAt, type Session } from '../../domain/session.js';

import { count, minutesInWords } from '../../kernel/words.js';
import { practiceNote } from '../shared/practice.js';
import { deliveredOf, type PortfolioTime } from '../shared/read-hours.js';
import { endingsInWords, figures, notCounted } from './reasons.js';
import type { GoalUse, SkillUse } from './usage.js';

/** The totals as people read them: panels, for goals and reasons are nobody else's. */

const atMost = 12;

export const cut = (items: readonly Text[], one: string): readonly Block[] =>
  items.length === 0
    ? []
    : [
        list(items.slice(0, atMost)),
        ...(items.length > atMost ? [muted(literal(`… and ${count(items.length - atMost, one)} more.`))] : []),
      ];

/** Planned, delivered, confirmed, not answered, disputed: always in this order, zero or not. */
export const totals = (h: Hours): Block =>
  facts(
    ['Planned', literal(minutesInWords(h.plannedMinutes))],
    ['Delivered', literal(minutesInWords(h.deliveredMinutes))],
    ['Confirmed', literal(minutesInWords(h.confirmedMinutes))],
    ['Not answered', literal(minutesInWords(h.unansweredMinutes))],
    ['Disputed', literal(minutesInWords(h.disputedMinutes))],
    h.overlapMinutes > 0 ? ['Shared minutes, counted once', literal(minutesInWords(h.overlapMinutes))] : null,
  );

const sessionsOf = (time: PortfolioTime): ReadonlyMap<Session['id'], Session> =>
  new Map(time.sessions.map((s) => [s.id, s]));

/** The mentor's portfolio, before each mentee. */
export function portfolioBlocks(
  time: PortfolioTime,
  usage: { readonly goals: readonly GoalUse[]; readonly skills: readonly SkillUse[] },
  contacts: number,
): readonly Block[] {
  const hours = time.hours();
  const none = notCounted(hours, sessionsOf(time), true);
  const mentees = time.mentorships.filter((m) => m.state !== 'declined');
  return [
    heading(literal('All mentees together')),
    deliveredOf(hours, time.portfolio.targetMinutes),
    totals(hours),
    ...mentees.flatMap((m): readonly Block[] => [heading(menteeName(m)), totals(time.hours(m.mentee))]),
    ...(none.length === 0 ? [] : [heading(literal('Not counted, and why')), ...cut(none, 'session')]),
    ...endingsBlock(time),
    ...(contacts === 0 ? [] : [muted(literal(`${count(contacts, 'informal contact')}: kept, and no hours.`))]),
    ...goalBlocks(usage.goals),
    ...skillBlocks(usage.skills),
  ];
}

/** Beside the totals: how many ended early, ran over, or did not take place, and how. */
function endingsBlock(time: PortfolioTime): readonly Block[] {
  const words = endingsInWords(
    endingsOf(
      time.sessions.map((session) => ({
        state: session.state,
        ending: endingOf(session, time.records.get(session.id)?.body ?? null),
        movedLate: time.movedLate.has(session.id),
        sessions: 1,
      })),
    ),
  );
  return words === '' ? [] : [muted(literal(words))];
}

const menteeName = (m: Mentorship): Text =>
  m.state === 'active'
    ? say`${mention(m.mentee)}`
    : say`${mention(m.mentee)} (${m.state === 'proposed' ? 'not signed yet' : m.state})`;

export function goalBlocks(goals: readonly GoalUse[]): readonly Block[] {
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
export function ownBlocks(time: PortfolioTime, m: Mentorship, goals: readonly GoalUse[]): readonly Block[] {
  const hours = time.hours(m.mentee);
  const none = notCounted(hours, sessionsOf(time), false);
  return [
    heading(say`With ${mention(m.mentor)}`),
    totals(hours),
    ...(hours.unansweredMinutes > 0
      ? [muted(literal('Not answered means: your mentor wrote it, and you have not said yes yet.'))]
      : []),
    ...(none.length === 0 ? [] : [heading(literal('Not counted, and why')), ...cut(none, 'session')]),
    ...goalBlocks(goals),
  ];
}

export interface Dispute {
  readonly session: Session;
  readonly part: PartVerdict;
}

export const disputesOf = (time: PortfolioTime): readonly Dispute[] => {
  const sessions = sessionsOf(time);
  return time.hours().sessions.flatMap((v) => {
    const session = sessions.get(v.session);
    if (session === undefined) return [];
    return v.parts.filter((p) => p.standing === 'disputed').map((part) => ({ session, part }));
  });
};

const byMentor = (times: readonly PortfolioTime[]): Block =>
  list(
    times.map((t) => {
      const h = t.hours();
      return say`${mention(t.portfolio.mentor)}: ${minutesInWords(h.deliveredMinutes)} of ${minutesInWords(t.portfolio.targetMinutes)} delivered, ${minutesInWords(h.confirmedMinutes)} confirmed, ${minutesInWords(h.unansweredMinutes)} not answered, ${minutesInWords(h.disputedMinutes)} disputed.`;
    }),
  );

/** Those who have signed; a dash where nobody has. */
function menteesOf(time: PortfolioTime): Text {
  const signed = time.mentorships.filter((m) => m.agreedAt !== null);
  return signed.length === 0
    ? literal('–')
    : join(
        signed.map((m) => say`${mention(m.mentee)}`),
        ', ',
      );
}

/** The same where a page has room, with the mentees that the hours are for. */
const byMentorTable = (times: readonly PortfolioTime[]): Block =>
  table(
    'by-mentor',
    'Mentors',
    ['Mentor', 'Mentees', 'Delivered', 'Target', 'Confirmed', 'Not answered', 'Disputed'],
    times.map((t) => {
      const h = t.hours();
      return {
        cells: [
          say`${mention(t.portfolio.mentor)}`,
          menteesOf(t),
          ...[
            h.deliveredMinutes,
            t.portfolio.targetMinutes,
            h.confirmedMinutes,
            h.unansweredMinutes,
            h.disputedMinutes,
          ].map((minutes) => literal(minutesInWords(minutes))),
        ],
      };
    }),
  );

/**
 * The coordinator's: each mentor's totals, then what waits to be settled.
 * @param page whether there is room for a table
 */
export function programmeBlocks(times: readonly PortfolioTime[], settles: boolean, page = false): readonly Block[] {
  if (times.length === 0)
    return [text(literal('No mentor has begun yet. They begin by typing start and a mentee’s name.'))];
  const sum = (of: (h: Hours) => number): string => minutesInWords(times.reduce((n, t) => n + of(t.hours()), 0));
  const disputes = times.flatMap(disputesOf);
  return [
    heading(literal('The programme')),
    facts(
      ['Planned', literal(sum((h) => h.plannedMinutes))],
      ['Delivered', literal(sum((h) => h.deliveredMinutes))],
      ['Confirmed', literal(sum((h) => h.confirmedMinutes))],
      ['Not answered', literal(sum((h) => h.unansweredMinutes))],
      ['Disputed', literal(sum((h) => h.disputedMinutes))],
    ),
    heading(literal('By mentor')),
    page ? byMentorTable(times) : byMentor(times),
    ...(disputes.length === 0
      ? []
      : [
          heading(literal('Lengths that differ')),
          ...disputes.slice(0, atMost).flatMap((d) => disputeBlocks(d, settles)),
        ]),
    ...(disputes.length > atMost ? [muted(literal(`… and ${disputes.length - atMost} more after these.`))] : []),
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

export const nothingYet = (who: 'mentor' | 'mentee' | 'other'): Card => {
  const words =
    who === 'mentor'
      ? 'No hours yet. Begin with start and your mentee’s name, then plan a session.'
      : who === 'mentee'
        ? 'No hours yet. They appear once you and your mentor have met.'
        : 'You have no hours here. Ask your coordinator if you should take part.';
  return { title: 'Hours', summary: literal(words), blocks: [text(literal(words))] };
};
