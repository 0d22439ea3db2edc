import { type Block, button, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { responseRate, type SaidFigure, type Totals } from '../../domain/digest.js';
import { trendsOf, wordsAt } from '../../domain/feedback.js';
import { midpointPassed } from '../../domain/hours.js';
import type { Programme } from '../../domain/programme.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { Drawing, Face } from '../feature.js';
import { hoursPicture, weeksInWords } from '../hours-picture.js';
import { asSeenBy, formsAbout, questionsOf } from '../read-feedback.js';
import { deliveredOf, hoursByWeek, type PortfolioTime, portfolioTimesOf, type WeekOfHours } from '../read-hours.js';
import { digestKey, type KeptDigest } from './gather.js';

const practice = (p: Pick<Programme, 'practice'>): readonly Block[] =>
  p.practice ? [text(literal('Practice data: the clock was moved, so none of this is evidence.'))] : [];

/** The channel's: programme totals, and averages where the rule lets them be said. No name but a mentor's by choice. */
export const digest: Face = async (drawing) => {
  const kept = (await drawing.rows.memory.get(digestKey(drawing.subject))) as KeptDigest | undefined;
  if (kept === undefined) return null;
  const { week, all } = kept;
  const nothing = week.sessions === 0 && week.records === 0;
  const people = await drawing.people();
  // Whoever has changed their mind since is left out when it is drawn again.
  const own = kept.own.filter((o) => people.get(o.mentor)?.manners.ownLine === true);
  const summary = nothing
    ? literal('No sessions on record this week. That’s fine: the totals so far are below.')
    : literal(`This week: ${minutesInWords(week.deliveredMinutes)} of mentoring, ${count(week.sessions, 'session')}.`);
  return {
    title: 'Mentoring this week',
    summary,
    blocks: [
      ...practice(drawing.programme),
      muted(say`${moment(kept.from, 'date')} to ${moment(kept.to, 'date')}`),
      ...(nothing ? [text(summary)] : [facts(...totalRows(week))]),
      heading(say`In all, since ${moment(kept.since, 'date')}`),
      ...channelPicture(kept, drawing.programme),
      facts(...totalRows(all, kept.hours?.targetMinutes), eachWeek(kept.hours?.weeks ?? [], drawing.programme.zone)),
      ...(await figureBlocks(drawing, kept.figures)),
      ...(own.length === 0
        ? []
        : [
            heading(literal('Mentors who share their hours')),
            list(
              own.map(
                (o) =>
                  say`${mention(o.mentor)}: ${minutesInWords(o.deliveredMinutes)} of ${minutesInWords(o.targetMinutes)}.`,
              ),
            ),
          ]),
      muted(literal('Programme totals only: what people say stays with those they share it with.')),
    ],
  } satisfies Card;
};

/** Drawn from what is kept, so that a digest drawn again shows what it showed. */
const channelPicture = (kept: KeptDigest, programme: Programme): readonly Block[] =>
  kept.hours === undefined || kept.all.deliveredMinutes === 0
    ? []
    : [
        hoursPicture('Hours of mentoring', {
          deliveredMinutes: kept.all.deliveredMinutes,
          ...kept.hours,
          zone: programme.zone,
          practice: programme.practice,
        }),
      ];

type Row = readonly [string, Text];

const totalRows = (t: Totals, targetMinutes = 0): readonly Row[] => [
  [
    'Delivered',
    literal(
      targetMinutes > 0
        ? `${minutesInWords(t.deliveredMinutes)} of ${minutesInWords(targetMinutes)}`
        : minutesInWords(t.deliveredMinutes),
    ),
  ],
  ['Confirmed by mentees', literal(minutesInWords(t.confirmedMinutes))],
  ['Sessions', literal(String(t.sessions))],
  ['Records made at the time', literal(t.records === 0 ? 'none yet' : `${t.recordsAtTheTime} of ${t.records}`)],
];

/** One week alone is no trend, and said already. */
const eachWeek = (weeks: readonly WeekOfHours[], zone: string): Row | null =>
  weeks.length < 2 ? null : ['Each week from', literal(weeksInWords(weeks, zone))];

async function figureBlocks(drawing: Drawing, figures: readonly SaidFigure[]): Promise<readonly Block[]> {
  if (figures.length === 0)
    return [muted(literal('Feedback is coming in. Averages appear once enough people share theirs.'))];
  const questions = await questionsOf(drawing.rows);
  const lines = figures.flatMap((f): Text[] => {
    if (f.key === responseRate)
      return [literal(`About ${Math.round(f.figure * 100)} % of forms were answered (${f.band} mentees).`)];
    const words = questions.flatMap((q) => wordsAt(q, f.key) ?? [])[0];
    return words === undefined ? [] : [literal(`${words} About ${f.figure} of 5 (${f.band} mentees).`)];
  });
  return [
    heading(literal('What mentees say')),
    list(lines),
    muted(literal('Rounded, from those who chose to be counted, and renewed once five of them have new answers.')),
  ];
}

/** Ratings fewer than these would show somebody's very answer in a message: then only how many there are is said. */
const fewestForMean = 3;

/** A mentor's own: totals, trends as counts and means, what is open and what is coming. No words, no goals. */
export const mentorDigest: Face = async (drawing) => {
  const reader = drawing.reader;
  if (reader === null) return null;
  const times = await portfolioTimesOf(drawing.rows, reader.id);
  if (times.length === 0) return null;
  return mentorCard(drawing, times, reader.zone, true);
};

/** `zone`: the mentor's. `picture`: in a message; a panel shows the figures alone. */
export async function mentorCard(
  drawing: Pick<Drawing, 'now' | 'programme' | 'rows'>,
  times: readonly PortfolioTime[],
  zone: string,
  picture: boolean,
): Promise<Card | null> {
  const [first] = times;
  if (first === undefined) return null;
  const mentor = first.portfolio.mentor;
  const delivered = times.reduce((n, t) => n + t.hours().deliveredMinutes, 0);
  const target = times.reduce((n, t) => n + t.portfolio.targetMinutes, 0);
  const open = await openActions(drawing, times);
  const unrecorded = times
    .flatMap((t) => t.sessions)
    .filter((s) => s.state === 'ended' && !times.some((t) => t.heads.has(s.id)));
  const coming = (await drawing.rows.sessions.nextOf(mentor, drawing.now, 3)).filter((s) => s.mentor === mentor);
  const since = Math.min(...times.map((t) => t.portfolio.startedAt));
  const weeks = hoursByWeek(times, since, drawing.now);
  const each = eachWeek(weeks, zone);
  const { practice: isPractice } = drawing.programme;
  const summary = literal(`${minutesInWords(delivered)} of ${minutesInWords(target)} delivered.`);
  const mentorship = first.mentorships.find((m) => m.state === 'active') ?? first.mentorships[0];
  return {
    title: 'Your mentoring this week',
    summary,
    blocks: [
      ...practice(drawing.programme),
      ...(picture && delivered > 0
        ? [
            hoursPicture('Your hours of mentoring', {
              deliveredMinutes: delivered,
              targetMinutes: target,
              weeks,
              zone,
              practice: isPractice,
            }),
          ]
        : []),
      ...times.flatMap((t): readonly Block[] => {
        const h = t.hours();
        return [
          deliveredOf(h, t.portfolio.targetMinutes),
          facts(
            ['Confirmed', literal(minutesInWords(h.confirmedMinutes))],
            ['Not answered', literal(minutesInWords(h.unansweredMinutes))],
            h.disputedMinutes > 0 ? ['Disputed', literal(minutesInWords(h.disputedMinutes))] : null,
          ),
        ];
      }),
      ...(each === null ? [] : [facts(each)]),
      ...(await trendBlocks(drawing, times)),
      facts(
        ['Open actions', literal(String(open))],
        unrecorded.length > 0 ? ['Waiting for a record', literal(count(unrecorded.length, 'session'))] : null,
      ),
      heading(literal('Coming')),
      coming.length === 0
        ? text(literal('Nothing is planned. Type plan and a mentee’s name.'))
        : list(
            coming.map((s) =>
              s.attendees.reduce<Text>(
                (all, a, i) => say`${all}${i === 0 ? ' with ' : ', '}${mention(a.mentee)}`,
                say`${moment(s.startsAt)}: ${s.title}`,
              ),
            ),
          ),
      buttons(
        button('See the feedback', 'feedback.read', mentor),
        mentorship === undefined ? null : button('See the hours', 'hours.read', mentorship.id),
      ),
      muted(literal('This comes with the weekly digest, to you alone.')),
    ],
  };
}

async function trendBlocks(drawing: Pick<Drawing, 'rows'>, times: readonly PortfolioTime[]): Promise<readonly Block[]> {
  const questions = (await questionsOf(drawing.rows)).filter((q) => q.kind === 'rating');
  const seen = [];
  for (const t of times)
    seen.push(
      ...asSeenBy(
        await formsAbout(drawing.rows, t.sessions),
        'mentor',
        midpointPassed(t.hours(), t.portfolio.targetMinutes),
      ),
    );
  if (seen.length === 0) return [];
  const rows = trendsOf(questions, seen).map((t) => {
    const of = `${t.n} of ${seen.length} forms`;
    const way = t.way === null ? '' : t.way === 'steady' ? ', steady' : `, going ${t.way}`;
    const mean = t.mean !== null && t.n >= fewestForMean ? `${t.mean.toFixed(1)} of 5 (${of})${way}` : of;
    return [t.question.text.replace(/\.$/, ''), literal(mean)] as const;
  });
  return [heading(literal('What is shared with you')), facts(...rows)];
}

async function openActions(drawing: Pick<Drawing, 'rows'>, times: readonly PortfolioTime[]): Promise<number> {
  let open = 0;
  for (const t of times) {
    const done = new Map<string, ReadonlySet<string>>();
    for (const m of t.mentorships) done.set(m.id, await drawing.rows.actions.done(m.id));
    for (const s of t.sessions)
      for (const action of t.records.get(s.id)?.body.actions ?? [])
        if (s.attendees.some((a) => done.get(a.mentorship)?.has(`${s.id}/${action.key}`) !== true)) open += 1;
  }
  return open;
}
