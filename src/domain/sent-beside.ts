import { z } from 'zod';
import { local } from '../kernel/zoned.js';
import { keptValue, ofPerson } from './kept.js';
import { tomorrowAt } from './prompt-schedule.js';

/**
 * A mentee's one message of a day beside what a session brings and answers to their own words
 * (docs/field.md#one-message-a-day).
 */

/**
 * The last day (theirs) on which somebody was sent such a message, and what it was; its subject is there once it has left,
 * or is about to.
 */
export const sentBeside = keptValue({
  name: 'sent-beside',
  per: [ofPerson],
  schema: z.object({ date: z.string(), face: z.string(), subject: z.string().optional() }),
  erasure: { of: 'person', does: 'forget' },
});
export type SentBeside = NonNullable<ReturnType<(typeof sentBeside)['read']>>;

/** When to ask for the next day: at noon nobody is woken, and most days something else has come by then. */
export const nextDaysAt = (now: number, zone: string): number => tomorrowAt(now, '12:00', zone);

/**
 * What a message of this person does with their day as it is about to leave: it goes and the day is `taken` by it, it goes
 * and the day stays as it is, or it waits until the
 * next day begins (ms), and then for their hours as any other.
 *
 * What another person did goes at once, and is that day's message: what the program has to say of its own accord comes
 * after it no more, even if it had asked for the day already.
 */
export function dayFor(
  before: SentBeside | undefined,
  message: { readonly face: string; readonly subject: string; readonly comes: 'beside' | 'from-somebody' },
  now: number,
  zone: string,
): { readonly taken?: SentBeside } | { readonly waitsUntil: number } {
  const { date } = local(now, zone);
  const today = before?.date === date ? before : undefined;
  const { face, subject } = message;
  const taken = { date, face, subject };
  if (today === undefined) return { taken };
  const asked = today.subject === undefined;
  if (message.comes === 'from-somebody') return asked ? { taken } : {};
  if (today.face === face && (asked || today.subject === subject)) return asked ? { taken } : {};
  return { waitsUntil: tomorrowAt(now, '00:00', zone) };
}
