import { type Block, type Button, button, buttons, type Card, divider, heading, muted, text } from '../../chat/card.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { Attestation } from '../../domain/attestation.js';
import { halfOf, meantOf, sharingOf } from '../../domain/meant.js';
import { bothSigned, isLive, type Mentorship, type Portfolio } from '../../domain/mentorship.js';
import { isReviewOver, type Review, type ReviewForm } from '../../domain/review.js';
import { noteSubject } from '../../domain/subjects.js';
import { minutesInWords } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, PressHandler } from '../feature.js';
import { pageOf, turns } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { reviewsOfTheWeek } from '../shared/reviews-lately.js';
import { isSeenBy, standingOfNote } from './conversation.js';
import { momentWords, openedLine } from './coordinator.js';

/** Where reviews stand, for whoever asks: their own to answer, and a way to what is theirs to read. */

const shown = 6;
const notesShown = 3;

interface Seen {
  readonly reviews: readonly Review[];
  readonly forms: readonly ReviewForm[];
  readonly notes: readonly Attestation[];
  readonly portfolios: readonly Portfolio[];
  /** Mentorships that share the target of a portfolio of the actor's own. */
  readonly sharing: readonly Mentorship[];
}

async function panelCard(work: ActorWork, arg: string): Promise<Card> {
  const me = work.actor.id;
  const { rows } = work;
  const all = (await rows.mentorships.of(me)).filter((m) => m.agreedAt !== null);
  // What goes on first, then what has ended, the newest first.
  const order = [...all].reverse().sort((a, b) => Number(isLive(b)) - Number(isLive(a)));
  const page = pageOf(order.length, arg, shown);
  const here = order.slice(page.from, page.to);
  const ids = here.map((m) => m.id);
  const portfolios = here.some((m) => m.mentor === me) ? await rows.portfolios.ofMentor(me) : [];
  const notes: Attestation[] = [];
  for (const p of portfolios) notes.push(...(await rows.attestations.ofPortfolio(p.id)));
  if (here.some((m) => m.mentee === me)) notes.push(...(await rows.attestations.ofWriter(me)));
  const seen: Seen = {
    reviews: await rows.reviews.ofMentorships(ids),
    forms: (await rows.reviews.formsOf(ids)).filter((f) => f.person === me),
    notes: notes.filter((n) => n.kind === 'conversation'),
    portfolios,
    sharing: all.filter((m) => m.mentor === me),
  };
  const coordinator = work.actor.roles.includes('coordinator');
  const week = coordinator ? await reviewsOfTheWeek(work) : [];
  const line = literal(
    all.length === 0 && !coordinator
      ? 'There are no reviews yet. They come half-way through a mentorship, and at its end.'
      : 'Half-way and at the end each side says how it is, all in all.',
  );
  return {
    title: 'Reviews',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      ...here.flatMap((m) => [
        divider,
        ...(m.mentee === me ? menteeBlocks(m, seen, work) : mentorBlocks(m, seen, work)),
      ]),
      ...(page.pages > 1
        ? [muted(literal(`${page.words.trim()}`)), buttons(...turns(page, { verb: 'review.panel' }))]
        : []),
      ...(coordinator
        ? [
            divider,
            heading(literal('The programme')),
            ...(week.length > 0
              ? week
              : [
                  text(literal('No mentorship came half-way or to the end in the last seven days.')),
                  buttons(button('Read what was said', 'review.answers', '-')),
                ]),
          ]
        : []),
    ],
  };
}

const reviewsOf = (m: Mentorship, { reviews }: Seen): readonly Review[] => reviews.filter((r) => r.mentorship === m.id);

function menteeBlocks(m: Mentorship, seen: Seen, work: ActorWork): readonly Block[] {
  const reviews = reviewsOf(m, seen);
  return [
    heading(say`You and ${mention(m.mentor)}`),
    ...(reviews.length === 0 && isLive(m)
      ? [text(say`Half-way I ask you how it is, all in all. It is up to you what you say.`)]
      : []),
    ...reviews.flatMap((r): readonly Block[] => {
      const f = seen.forms.find((one) => one.review === r.id && one.audience === 'mentee');
      return [text(menteeLine(r, f, work)), buttons(...menteeButtons(r, f, work))];
    }),
    ...noteBlocks(m, seen, work),
  ];
}

const until = (f: ReviewForm): Text => say`${moment(f.editableUntil, 'date')}`;

function menteeLine(r: Review, f: ReviewForm | undefined, work: ActorWork): Text {
  const since = say`${momentWords(r)}, since ${moment(r.openedAt, 'date')}.`;
  if (f === undefined) return since;
  if (f.state === 'withdrawn') return say`${since} You took your answers back. They are deleted.`;
  if (isReviewOver(f, work.now)) return say`${since} The time to answer is over.`;
  return f.answers.length === 0
    ? say`${since} You can say how it is until ${until(f)}, if you like.`
    : say`${since} You can change what you said until ${until(f)}.`;
}

function menteeButtons(r: Review, f: ReviewForm | undefined, work: ActorWork): readonly (Button | null)[] {
  const open = f !== undefined && f.state !== 'withdrawn' && !isReviewOver(f, work.now);
  const begun = f !== undefined && f.state !== 'withdrawn' && f.answers.length > 0;
  return [
    open && f.state !== 'done' && f.state !== 'closed' && work.actor.manners.feedbackStopped !== true
      ? button('Answer', 'review.open', f.id)
      : null,
    open && !begun ? button('All on one page', 'review.form', f.id) : null,
    begun ? button('My answers', 'review.change', f.id) : null,
    button('What was said', 'review.read', r.id),
  ];
}

function mentorBlocks(m: Mentorship, seen: Seen, work: ActorWork): readonly Block[] {
  const reviews = reviewsOf(m, seen);
  const plan = m.state === 'active' ? button('Plan a review session', 'plan.new', m.id, { arg: 'review' }) : null;
  const noteIt = canNote(m, work) ? button('Note what you two said', 'conversation.note', noteOf(m)) : null;
  return [
    heading(say`${mention(m.mentee)}`),
    ...(reviews.length === 0 ? [text(stillToCome(m, seen, work))] : []),
    ...reviews.flatMap((r): readonly Block[] => {
      const f = seen.forms.find((one) => one.review === r.id && one.audience === 'mentor');
      const open = f !== undefined && !isReviewOver(f, work.now);
      return [
        text(open ? say`${openedLine(r)} Your own view can be written until ${until(f)}.` : openedLine(r)),
        buttons(
          open ? button(f.answers.length === 0 ? 'Write my view' : 'Change my view', 'review.self', f.id) : null,
          button('What was said', 'review.read', r.id),
        ),
      ];
    }),
    ...(plan === null && noteIt === null ? [] : [buttons(plan, noteIt)]),
    ...noteBlocks(m, seen, work),
  ];
}

const noteOf = (m: Mentorship): string => noteSubject.write({ mentorship: m.id, session: null });
const canNote = (m: Mentorship, work: ActorWork): boolean => isLive(m) || (m.endedAt ?? 0) > work.now - 21 * 86_400_000;

/** When the first one comes, as far as both have signed it. */
function stillToCome(m: Mentorship, seen: Seen, work: ActorWork): Text {
  const portfolio = seen.portfolios.find((p) => p.id === m.portfolio);
  if (m.state === 'ended') return literal('It ended without one.');
  if (m.state === 'paused') return literal('It is paused. A review opens once it goes on.');
  // Which version holds while a newer one is not signed, only its own panel says.
  if (portfolio === undefined || !bothSigned(m.agreement)) return literal('The first opens half-way.');
  const sharing = sharingOf(seen.sharing.filter((one) => one.portfolio === m.portfolio));
  const half = halfOf(meantOf(m, m.agreement, portfolio, sharing, work.programme.zone));
  return say`The first opens half-way: after ${minutesInWords(Math.ceil(half.minutes))} of mentoring or on ${moment(half.at, 'date')}, whichever comes first.`;
}

/** What the two said, with whether it counts; to the mentor one that was not so looks like one not looked at yet. */
function noteBlocks(m: Mentorship, seen: Seen, work: ActorWork): readonly Block[] {
  const mine = seen.notes.filter((n) => n.mentorship === m.id && isSeenBy(n, m, work));
  const own = m.mentee === work.actor.id && canNote(m, work);
  return [
    ...mine
      .slice(-notesShown)
      .flatMap((n): readonly Block[] => [
        text(say`What you two said, noted on ${moment(n.askedAt, 'date')}. ${standingOfNote(n, m, work)}`),
        buttons(button('Read it', 'conversation.read', n.id)),
      ]),
    ...(own ? [buttons(button('Note what we said', 'conversation.note', noteOf(m)))] : []),
  ];
}

export const reviewCommand: CommandHandler = async (_command, work) => panelWith(await panelCard(work, ''));
export const openPanel: PressHandler = async (press, work) => panelWith(await panelCard(work, press.arg));
