import { type Block, button, buttons, type Card, muted, text } from '../../chat/card.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { type Mentorship, otherOf } from '../../domain/mentorship.js';
import type { Review, ReviewForm, ReviewId } from '../../domain/review.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { auditReading } from '../shared/audit-reading.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { answeredOnLentDevice } from '../shared/lent-device.js';
import { pageOf, turns } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { reviewBeside } from '../shared/review-asked.js';
import { isReadable, readerOf, saidBlocks } from './said.js';

/** What was said in reviews, to read: one review's, and for a coordinator which there are. */

export const momentWords = (r: Pick<Review, 'moment'>): string => (r.moment === 'mid' ? 'Half-way' : 'At the end');

const whyWords = { minutes: ' (half of the minutes)', time: ' (half of the time)', end: '' } as const;
export const openedLine = (r: Review): Text =>
  say`${momentWords(r)}, since ${moment(r.openedAt, 'date')}${whyWords[r.why]}.`;

/** The same sentence whatever there is, so that nothing can be told from its being there. */
const nobodyHasTo =
  'Nobody has to say anything here. What is not for you to read does not show, nor that there is any.';

export const openReading: PressHandler = async (press, work) => {
  const review = await work.rows.reviews.get(press.subject as ReviewId);
  if (review === undefined) throw new Refused('no-such-review', 'That is no longer here. Type review to see what is.');
  const m = await mentorshipOf(work, review.mentorship);
  demand('review.read', work, aboutMentorship(m));
  const forms = (await work.rows.reviews.formsOf([m.id])).filter((f) => f.review === review.id);
  const blocks = await saidBlocks(forms, m, work);
  // Where there was nothing to see nothing was read.
  if (blocks.length > 0) auditReading('review.read', m, work);
  const line = say`${mention(m.mentor)} and ${mention(m.mentee)}: ${openedLine(review)}`;
  return panelWith({
    title: 'What was said',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      ...(blocks.length === 0 ? [text(literal('There is nothing to read here now.'))] : blocks),
      ...(await lentLine(forms, m, work)),
      muted(literal(nobodyHasTo)),
      buttons(button('Back', otherOf(m, work.actor.id) === undefined ? 'review.answers' : 'review.panel', '-')),
    ],
  });
};

/** Where what a mentee said came on somebody else's device, whoever reads it is told so (docs/field.md#a-lent-device). */
async function lentLine(forms: readonly ReviewForm[], m: Mentorship, work: ActorWork): Promise<readonly Block[]> {
  const theirs = forms.find((f) => f.audience === 'mentee');
  const me = work.actor.id;
  if (theirs === undefined || me === m.mentee || !isReadable(theirs, readerOf(m, me), me)) return [];
  const beside = (await work.rows.kept.get(reviewBeside, m.mentee))?.find((one) => one.form === theirs.id)?.session;
  const lent =
    beside === undefined
      ? await answeredOnLentDevice(work.rows, 'review-answers', m.id, m.mentee)
      : await answeredOnLentDevice(work.rows, 'session-answers', beside, m.mentee);
  return lent ? [muted(literal('Answered on a lent device, with the mentor beside it.'))] : [];
}

/** Reviews that are this long past (ms) are read with their mentorship's other evidence. */
const shownFor = 60 * day;
const shown = 8;

/** The reviews of late in which something was said that a coordinator may read. */
export async function answersCard(work: ActorWork, arg: string): Promise<Card> {
  demand('review.read-all', work);
  const lately = (await work.rows.reviews.openAt(work.now - shownFor)).filter((r) => r.openedAt > work.now - shownFor);
  const forms = await work.rows.reviews.formsOf([...new Set(lately.map((r) => r.mentorship))]);
  const pairs = new Map((await work.rows.overview.outlines()).map((m) => [m.id, m]));
  const withWords = [...lately].reverse().flatMap((review) => {
    const m = pairs.get(review.mentorship);
    // Whoever takes part reads it as that, in their own list.
    if (m === undefined || readerOf(m, work.actor.id) !== 'coordinator') return [];
    const said = forms.some((f) => f.review === review.id && isReadable(f, 'coordinator', work.actor.id));
    return said ? [{ review, m }] : [];
  });
  const page = pageOf(withWords.length, arg, shown);
  return {
    title: 'What was said in reviews',
    summary: literal('What mentees and others said, half-way and at the end.'),
    blocks: [
      ...practiceNote(work.programme),
      ...(withWords.length === 0 ? [text(literal('There is nothing to read here now.'))] : []),
      ...withWords
        .slice(page.from, page.to)
        .flatMap(({ review, m }): readonly Block[] => [
          text(say`${mention(m.mentee)} and ${mention(m.mentor)}: ${openedLine(review)}`),
          buttons(button('Read it', 'review.read', review.id)),
        ]),
      muted(literal(`Of the last 60 days.${page.words} ${nobodyHasTo}`)),
      ...(page.pages > 1 ? [buttons(...turns(page, { verb: 'review.answers' }))] : []),
    ],
  };
}

export const openAnswers: PressHandler = async (press, work) => panelWith(await answersCard(work, press.arg));
