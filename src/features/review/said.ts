import { type Block, heading, list } from '../../chat/card.js';
import { join, literal, mention, say, strong, type Text } from '../../chat/text.js';
import { refOf } from '../../domain/catalogue.js';
import { type FeedbackAnswer, type Question, wordsAt } from '../../domain/feedback.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { instrumentOf, mayReadReview, type ReviewForm, type ReviewReader, saidInReview } from '../../domain/review.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { everAsked, ratingWords } from '../shared/read-feedback.js';

/** What was said in a review, as far as its reader may read it: and of the rest not a trace. */

/** As what somebody reads it: whoever takes part reads as that, whatever else they are. */
export const readerOf = (m: Pick<Mentorship, 'mentor' | 'mentee'>, actor: PersonId): Exclude<ReviewReader, 'own'> =>
  actor === m.mentor ? 'mentor' : actor === m.mentee ? 'mentee' : 'coordinator';

/** Whether this reader has anything of it to read. */
export const isReadable = (f: ReviewForm, reader: ReviewReader, actor: PersonId): boolean =>
  saidInReview(f) && mayReadReview(f, f.person === actor ? 'own' : reader);

/** Each form that may be read, with its answers; what was skipped is not among them. */
export async function saidBlocks(
  forms: readonly ReviewForm[],
  m: Mentorship,
  work: ActorWork,
): Promise<readonly Block[]> {
  const reader = readerOf(m, work.actor.id);
  const sets = new Map<Instrument, readonly Question[]>();
  const blocks: Block[] = [];
  for (const f of forms) {
    if (!isReadable(f, reader, work.actor.id)) continue;
    const instrument = instrumentOf(f);
    const questions = sets.get(instrument) ?? (await everAsked(work.rows, instrument));
    sets.set(instrument, questions);
    blocks.push(
      heading(whose(f, work.actor.id)),
      list(f.answers.filter((a) => !a.skipped).map((a) => line(a, questions))),
    );
  }
  return blocks;
}

function whose(f: ReviewForm, actor: PersonId): Text {
  if (f.person === actor) return literal('You');
  return f.audience === 'stakeholder' ? say`${mention(f.person)}, beside the two` : say`${mention(f.person)}`;
}

function line(a: FeedbackAnswer, questions: readonly Question[]): Text {
  const q = questions.find((one) => one.key === a.question);
  const asked = q === undefined ? undefined : (wordsAt(q, refOf({ key: a.question, version: a.wording })) ?? q.text);
  const said = a.rating === null ? literal(`“${a.text}”`) : literal(`${a.rating}, ${ratingWords[a.rating - 1] ?? ''}`);
  return join([strongText(asked ?? 'A question that is not asked any more.'), said]);
}

const strongText = (words: string): Text => ({ parts: [strong(words)] });
