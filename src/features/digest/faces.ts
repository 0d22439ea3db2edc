import { type Block, button, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import type { RatingTrend } from '../../chat/chart.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { responseRate, type SaidFigure, type Totals } from '../../domain/digest.js';
import { type Question, wordsAt } from '../../domain/feedback.js';
import { allowed } from '../../domain/permissions.js';
import type { Person, Programme } from '../../domain/programme.js';
import { actionSubject } from '../../domain/subjects.js';
import type { PersonId, PortfolioId } from '../../kernel/ids.js';
import { shortPrint } from '../../kernel/signed-head.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { Drawing, Face } from '../feature.js';
import { practiceNote } from '../shared/practice.js';
import { questionsOf } from '../shared/read-feedback.js';
import {
  barOf,
  hoursByWeek,
  mentorshipsIn,
  type PortfolioHours,
  portfolioHoursOf,
  summed,
  targetOf,
  type WeekOfHours,
} from '../shared/read-hours.js';
import { reviewsOfTheWeek } from '../shared/reviews-lately.js';
import { whomToTellLine } from '../shared/whom-to-tell.js';
import { type KeptDigest, keptDigest } from './gather.js';
import { hoursPicture, weeksInWords } from './hours-picture.js';
import { sharedInMessage, sharedInPanel, sharedWith } from './shared-with.js';

/** The channel's: programme totals, and averages where the rule lets them be said. No name but a mentor's by choice. */
export const digest: Face = {
  called: 'the digest',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(drawing) {
    const kept = await drawing.rows.kept.get(keptDigest, drawing.subject);
    if (kept === undefined) return null;
    const { week } = kept;
    const nothing = week.sessions === 0 && week.records === 0;
    const people = await drawing.people();
    const questions = kept.figures.length === 0 ? [] : await questionsOf(drawing.rows, 'after-session');
    // Whoever has changed their mind since is left out when it is drawn again.
    const own = kept.own.filter((o) => people.get(o.mentor)?.manners.ownLine === true);
    const summary = nothing
      ? literal('No hours to count this week. That’s fine: the totals so far are below.')
      : literal(
          `This week: ${minutesInWords(week.deliveredMinutes)} of mentoring, ${count(week.sessions, 'session')}.`,
        );
    return {
      title: 'Mentoring this week',
      summary,
      blocks: [
        ...practiceNote(drawing.programme),
        muted(say`${moment(kept.from, 'date')} to ${moment(kept.to, 'date')}`),
        ...(nothing ? [text(summary)] : [facts(...totalRows(week))]),
        heading(say`In all, since ${moment(kept.since, 'date')}`),
        ...inAll(kept, drawing.programme, questions),
        ...figureBlocks(questions, kept.figures, pictured(kept)),
        ...(own.length === 0
          ? []
          : [
              heading(literal('Mentors who share their hours')),
              list(
                own.map((o) =>
                  o.targetMinutes === 0
                    ? say`${mention(o.mentor)}: ${minutesInWords(o.deliveredMinutes)}.`
                    : say`${mention(o.mentor)}: ${minutesInWords(o.deliveredMinutes)} of ${minutesInWords(o.targetMinutes)}.`,
                ),
              ),
            ]),
        ...signedLine(kept),
        muted(literal('Programme totals only: what people say stays with those they share it with.')),
        muted(whomToTellLine(drawing.parts.contactsOf(drawing.programme), 'nobody-named')),
        ...(await forViewer(drawing)),
      ],
      ...differsFor(people, own),
    } satisfies Card;
  },
};

/** For whoever compares it with what a pack has, or the operator's file. */
const signedLine = ({ signed }: KeptDigest): readonly Block[] =>
  signed === undefined
    ? []
    : [muted(literal(`Records are signed with key ${shortPrint(signed.key)}; newest: ${shortPrint(signed.hash)}.`))];

/** What one reader of the channel's sees besides: the way to what is theirs, which comes in private. */
async function forViewer({ viewer, programme, rows, now }: Drawing): Promise<readonly Block[]> {
  if (viewer === null) return [];
  const isMentor = viewer.erasedAt === null && (await rows.portfolios.ofMentor(viewer.id)).length > 0;
  const sets = allowed('digest.set', viewer, { programme: programme.id });
  if (!isMentor && !sets) return [];
  const reviews = sets ? await reviewsOfTheWeek({ rows, now }) : [];
  return [
    ...reviews,
    buttons(
      isMentor ? button('My own week', 'digest.mine', '-') : null,
      sets ? button('When it comes', 'digest.settings', '-') : null,
    ),
    muted(
      literal(
        `Only you see ${(isMentor && sets) || reviews.length > 0 ? 'these buttons' : 'this button'}. The answer comes to our chat.`,
      ),
    ),
  ];
}

/** Coordinators, and the mentors that stand in it by name: of the others nobody there need know what they are. */
function differsFor(people: ReadonlyMap<PersonId, Person>, own: KeptDigest['own']): Pick<Card, 'differsFor'> {
  const named = new Set(own.map((o) => o.mentor));
  const all = [...people.values()].filter((p) => p.erasedAt === null);
  const coordinators = all.filter((p) => p.roles.includes('coordinator'));
  const mentors = all.filter((p) => named.has(p.id) && !coordinators.includes(p));
  return { differsFor: [...coordinators, ...mentors].map((p) => p.id) };
}

/**
 * The picture and what it does not show; without a picture all of it in words. What a picture shows stands in its
 * alternative text too, so nothing is lost where it cannot be shown.
 */
function inAll(kept: KeptDigest, programme: Programme, questions: readonly Question[]): readonly Block[] {
  const picture = channelPicture(kept, programme, questions);
  const rows = totalRows(kept.all, kept.hours?.targetMinutes);
  return picture.length > 0
    ? [...picture, facts(...rows.filter(([label]) => label !== deliveredRow))]
    : [facts(...rows, eachWeek(kept.hours?.weeks ?? [], programme.zone))];
}

/** What the picture shows as well is not said again beneath it. */
const pictured = (kept: KeptDigest): boolean => kept.hours !== undefined && kept.all.deliveredMinutes > 0;

/** Drawn from what is kept, so that a digest drawn again shows what it showed. */
const channelPicture = (kept: KeptDigest, programme: Programme, questions: readonly Question[]): readonly Block[] =>
  kept.hours === undefined || !pictured(kept)
    ? []
    : [
        hoursPicture('Hours of mentoring', {
          deliveredMinutes: kept.all.deliveredMinutes,
          ...kept.hours,
          ratings: { title: whatMenteesSay, trends: channelTrends(questions, kept.figures) },
          zone: programme.zone,
          practice: programme.practice,
        }),
      ];

const whatMenteesSay = 'What mentees say';

/** "About 4 of 5, up from 3.5". */
function figureInWords({ figure, before }: SaidFigure): string {
  const about = `About ${figure} of 5`;
  if (before === undefined) return about;
  return before === figure ? `${about}, as before` : `${about}, ${figure > before ? 'up' : 'down'} from ${before}`;
}

const withBand = (f: SaidFigure): string => `${figureInWords(f)} (${f.band} mentees)`;

/** The words that a figure's answers answered, which need not be today's. */
const wordsOf = (questions: readonly Question[], ref: string): string | undefined =>
  questions.flatMap((q) => wordsAt(q, ref) ?? [])[0];

/** Of the figures that may be said, those that have one before them which may be said too. */
const channelTrends = (questions: readonly Question[], figures: readonly SaidFigure[]): readonly RatingTrend[] =>
  figures.flatMap((f) => {
    const question = wordsOf(questions, f.key);
    if (question === undefined || f.before === undefined) return [];
    return [{ question, figure: f.figure, before: f.before, words: withBand(f) }];
  });

type Row = readonly [string, Text];

const deliveredRow = 'Delivered';

const totalRows = (t: Totals, targetMinutes = 0): readonly Row[] => [
  [
    deliveredRow,
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

/** @param shown those that say how they moved stand in the picture */
function figureBlocks(
  questions: readonly Question[],
  figures: readonly SaidFigure[],
  shown: boolean,
): readonly Block[] {
  if (figures.length === 0) return [muted(literal('Averages of feedback appear once enough people share theirs.'))];
  const inPicture = shown ? channelTrends(questions, figures) : [];
  const lines = figures.flatMap((f): Text[] => {
    if (f.key === responseRate)
      return [literal(`About ${Math.round(f.figure * 10)} in 10 forms were answered (${f.band} mentees).`)];
    const words = wordsOf(questions, f.key);
    if (words === undefined || inPicture.some((t) => t.question === words)) return [];
    return [literal(`${words} ${withBand(f)}.`)];
  });
  return [
    ...(lines.length === 0 ? [] : [heading(literal(whatMenteesSay)), list(lines)]),
    muted(literal('Rounded, from those who chose to be counted, and renewed once five of them have new answers.')),
  ];
}

/** A mentor's own: totals, how many forms there are to read, what is open and what is coming. No words, no goals. */
export const mentorDigest: Face = {
  called: 'a mentor’s digest',
  comes: 'to-others',
  why: {
    say: 'You mentor here, so your own week comes with the programme’s weekly digest.',
    asks: ['feedback.read'],
    stop: {
      label: 'Stop my weekly digest',
      manners: { digestStopped: true },
      said: 'Your own week comes no more. Type digest to see it, or begin it again in your settings.',
    },
  },
  withoutAccount: 'nothing',
  folded: null,
  async draw(drawing) {
    const reader = drawing.reader;
    if (reader === null || reader.roles.length === 0) return null;
    return mentorCard(drawing, await portfolioHoursOf(drawing.rows, reader.id), 'message');
  },
};

/** `where`: a message has the picture of hours and no answer, a panel has the answers as figures. */
export async function mentorCard(
  drawing: Pick<Drawing, 'now' | 'parts' | 'people' | 'programme' | 'rows'>,
  all: readonly PortfolioHours[],
  where: 'message' | 'panel' | 'page',
): Promise<Card | null> {
  const [first] = all;
  if (first === undefined) return null;
  const mentor = first.portfolio.mentor;
  const { rows } = drawing;
  const { practice: isPractice, zone } = drawing.programme;
  const delivered = summed(all, (h) => h.deliveredMinutes);
  const target = targetOf(all);
  const bars: Block[] = [];
  let [open, unrecorded] = [0, 0];
  for (const one of all) {
    bars.push(await barOf(rows, one));
    open += await openActions(rows, one.portfolio.id);
    unrecorded += await rows.totals.unrecorded(one.portfolio.id);
  }
  const coming = (await drawing.rows.sessions.nextOf(mentor, drawing.now, 3)).filter((s) => s.mentor === mentor);
  const since = Math.min(...all.map(({ portfolio }) => portfolio.startedAt));
  const weeks = await hoursByWeek(
    rows,
    all.map(({ portfolio }) => portfolio.id),
    { since, to: drawing.now, zone },
  );
  const each = eachWeek(weeks, zone);
  const picture = where === 'message';
  const inPicture = picture && delivered > 0;
  const summary = literal(`${minutesInWords(delivered)} of ${minutesInWords(target)} delivered.`);
  const shared = await sharedWith(rows, all, await drawing.people());
  const mentorships = await mentorshipsIn(rows, first.portfolio);
  const mentorship = mentorships.find((m) => m.state === 'active') ?? mentorships[0];
  return {
    title: 'Your mentoring this week',
    summary,
    blocks: [
      ...practiceNote(drawing.programme),
      ...(inPicture
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
      ...all.flatMap(({ totals: h }, i): readonly Block[] => {
        const bar = bars[i];
        return [
          // The picture shows it, where there is one and it is of this portfolio alone.
          ...((inPicture && all.length === 1) || bar === undefined ? [] : [bar]),
          facts(
            ['Confirmed', literal(minutesInWords(h.confirmedMinutes))],
            ['Not answered', literal(minutesInWords(h.unansweredMinutes))],
            h.disputedMinutes > 0 ? ['Disputed', literal(minutesInWords(h.disputedMinutes))] : null,
          ),
        ];
      }),
      ...(each === null || inPicture ? [] : [facts(each)]),
      ...(where === 'message' ? sharedInMessage(shared) : sharedInPanel(shared, where === 'page')),
      facts(
        ['Open actions', literal(String(open))],
        unrecorded > 0 ? ['Waiting for a record', literal(count(unrecorded, 'session'))] : null,
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
      ...(picture ? [muted(whomToTellLine(drawing.parts.contactsOf(drawing.programme), 'with-lead'))] : []),
    ],
  };
}

/** Actions of a portfolio's records that some mentee of theirs has not ticked off. */
async function openActions(rows: Drawing['rows'], portfolio: PortfolioId): Promise<number> {
  const done = await rows.actions.doneIn(portfolio);
  let open = 0;
  for (const { session, mentorships, actions } of await rows.totals.actions(portfolio))
    for (const action of actions)
      if (mentorships.some((m) => done.get(m)?.has(actionSubject.write({ session, action })) !== true)) open += 1;
  return open;
}
