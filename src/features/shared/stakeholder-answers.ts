import { type Block, button, buttons, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import { earlierWords, type Question } from '../../domain/feedback.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { allowed } from '../../domain/permissions.js';
import { mayReadReview, type ReviewForm, type ReviewMoment, saidInReview } from '../../domain/review.js';
import { stakeholderWords } from '../../domain/role-words.js';
import type { StakeholderAsk } from '../../domain/stakeholder.js';
import type { ActorWork } from '../feature.js';
import { auditReading } from './audit-reading.js';
import { aboutMentorship } from './guards.js';
import { everAsked, ratingWords } from './read-feedback.js';

/**
 * What stakeholders said of one mentorship, for whoever reads it (docs/field.md#review-readers). Of who was not asked, said
 * no or nothing, or took it back there is no word, no count and no gap: whoever is not among these is not there.
 */

const moments: Readonly<Record<ReviewMoment, string>> = { mid: 'half-way', end: 'at the end' };

/** One answer in words: a rating has its word, never a figure alone. */
function answerLine(q: Question, form: ReviewForm): Text | undefined {
  const a = form.answers.find((one) => one.question === q.key && !one.skipped);
  if (a === undefined) return undefined;
  const asked = earlierWords(q, a) ?? q.text;
  const said = a.rating === null ? a.text : `${ratingWords[a.rating - 1] ?? ''} (${a.rating} of ${ratingWords.length})`;
  return say`${strong(asked)}\n${said}`;
}

/**
 * Blocks for a panel or a page: they hold private words. Empty where the actor is neither mentor, mentee nor coordinator,
 * and where there is nothing to read. A coordinator's look is audited.
 * @param moment of one review; left out: of all
 */
export async function stakeholderBlocks(
  m: Mentorship,
  work: ActorWork,
  how: { readonly moment?: ReviewMoment; readonly takeBack?: true } = {},
): Promise<readonly Block[]> {
  if (!allowed('stakeholder.read', work.actor, { programme: work.programme.id, ...aboutMentorship(m) })) return [];
  const reader = work.actor.id === m.mentor ? 'mentor' : work.actor.id === m.mentee ? 'mentee' : 'coordinator';
  const forms = (await work.rows.reviews.formsOf([m.id])).filter(
    (f) =>
      f.audience === 'stakeholder' &&
      (how.moment === undefined || f.moment === how.moment) &&
      saidInReview(f) &&
      mayReadReview(f, reader),
  );
  if (forms.length === 0) return [];
  auditReading('stakeholder.read', m, work, { forms: forms.length });
  const questions = await everAsked(work.rows, 'stakeholder');
  const asks = await work.rows.stakeholderAsks.ofMentorships([m.id]);
  return forms.flatMap((form): readonly Block[] => {
    const lines = questions.flatMap((q) => answerLine(q, form) ?? []);
    // What was asked when they answered and is asked no more still counts as said.
    const gone = form.answers.filter((a) => !a.skipped && !questions.some((q) => q.key === a.question));
    const other = gone.flatMap((a) =>
      a.text === '' ? [] : [say`${strong('A question that is not asked any more')}\n${a.text}`],
    );
    return [
      heading(say`${mention(form.person)}${asOf(form, asks)}, ${moments[form.moment]}`),
      list([...lines, ...other]),
      muted(say`Said on ${moment(form.firstAnsweredAt ?? form.askedAt, 'date')}.`),
      ...(how.takeBack === true && reader === 'coordinator'
        ? [buttons(button('Take it back, at their wish', 'stakeholder.take-back', form.id))]
        : []),
    ];
  });
}

const asOf = (form: ReviewForm, asks: readonly StakeholderAsk[]): string => {
  const as = asks.find((a) => a.person === form.person)?.as;
  return as === undefined || as === 'other' ? '' : ` (${stakeholderWords[as].toLowerCase()})`;
};

/** What the mentee said of each who was proposed, in words for them: their own, wherever it stands. */
export const ownWord = (ask: StakeholderAsk): string =>
  ask.endedAt !== null
    ? 'It was taken back. Nobody is asked.'
    : ask.word === 'yes'
      ? 'You said yes.'
      : ask.word === 'no'
        ? 'You said no. They are not asked.'
        : 'You have not said yes, so they are not asked.';

/** All who were proposed to ask about this mentee, with their own word and the way to change it. For the mentee alone. */
export async function ownAskBlocks(mentorships: readonly Mentorship[], work: ActorWork): Promise<readonly Block[]> {
  const theirs = mentorships.filter((m) => m.mentee === work.actor.id);
  const asks = await work.rows.stakeholderAsks.ofMentorships(theirs.map((m) => m.id));
  return asks.flatMap((ask): readonly Block[] => [
    text(
      say`${mention(ask.person)}${ask.as === 'other' ? '' : ` (${stakeholderWords[ask.as].toLowerCase()})`}: ${ownWord(ask)}`,
    ),
    ...(ask.endedAt === null
      ? [
          buttons(
            button(ask.word === 'asked' ? 'Have a look' : 'Look again, or change it', 'stakeholder.choose', ask.id),
          ),
        ]
      : []),
  ]);
}

/** Said above them. */
export const ownAskHeading: Block = heading(literal('Who else may be asked about the mentoring?'));
