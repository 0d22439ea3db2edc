import { z } from 'zod';
import { keptValue, ofPerson } from '../../domain/kept.js';
import { neverTooLate } from '../../domain/prompt-schedule.js';
import type { Reflection } from '../../domain/reflection.js';
import { questionOf } from '../../domain/reflection-layout.js';
import type { PersonId } from '../../kernel/ids.js';
import { addDays, local, placeAnyway } from '../../kernel/zoned.js';
import type { Work } from '../feature.js';
import { askPrompt } from './subjects.js';

/**
 * One small question a fortnight, to whoever has begun to reflect and has not stopped it. One is open at a time: while it
 * is neither answered nor put aside no other comes, so whoever leaves it alone is left alone.
 */

/** The last question that was sent to somebody; `open` until it is answered or put aside. */
export const reflectionAsked = keptValue({
  name: 'reflection-asked',
  per: [ofPerson],
  schema: z.object({ portfolio: z.string(), question: z.string(), at: z.number(), open: z.boolean() }),
  erasure: { of: 'person', does: 'forget' },
});

const fortnight = 14;
const at = '10:00';

/** Sets the next one, a fortnight from now; there is one at a time. */
export async function keepAsking(
  { portfolio, mentor, asked }: Pick<Reflection, 'portfolio' | 'mentor' | 'asked'>,
  work: Work,
): Promise<void> {
  work.cancelAll(askPrompt.begin({ portfolio }));
  const person = await work.rows.people.get(mentor);
  if (!asked || person === undefined || person.erasedAt !== null) return;
  const date = addDays(local(work.now, person.zone).date, fortnight);
  const dueAt = placeAnyway(date, at, person.zone);
  work.schedule({
    ...askPrompt.prompt({ portfolio, date }),
    subject: portfolio,
    to: mentor,
    dueAt,
    expiresAt: neverTooLate(dueAt),
  });
}

export const stopAsking = ({ portfolio }: Pick<Reflection, 'portfolio'>, work: Work): void =>
  work.cancelAll(askPrompt.begin({ portfolio }));

/**
 * That question is answered, or put aside: the next one may come.
 * @param question its id, or that of another scaffold that asks the same; undefined: whichever it was
 */
export async function settleAsked(person: PersonId, question: string | undefined, work: Work): Promise<void> {
  const kept = await work.rows.kept.get(reflectionAsked, person);
  if (kept?.open !== true) return;
  const topicOf = (id: string): string => questionOf(id)?.question.key ?? id;
  if (question !== undefined && topicOf(kept.question) !== topicOf(question)) return;
  await work.rows.kept.put(reflectionAsked, person, { ...kept, open: false });
}
