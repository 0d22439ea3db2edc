import { z } from 'zod';
import { keptValue, listOf, ofPerson } from '../../domain/kept.js';
import type { Person } from '../../domain/programme.js';
import { mannersOf } from '../../domain/prompt-schedule.js';
import type { PersonId } from '../../kernel/ids.js';
import { type CivilDate, local } from '../../kernel/zoned.js';
import type { Recipient, Rows } from '../../ports/store.js';
import type { Work } from '../feature.js';
import { thingsWaitingSubject } from './subjects.js';

/**
 * How many reminders somebody has had today, and what was folded into one message after that
 * (docs/field.md#one-message-instead-of-three).
 */

const folded = z.object({ face: z.string(), subject: z.string() });
/** What would have come by itself. */
export type Folded = Readonly<z.infer<typeof folded>>;

/** What somebody was told on the last day on which they had a reminder (`2026-11-23`, theirs). */
export const toldOn = keptValue({
  name: 'told',
  per: [ofPerson],
  schema: z.object({ date: z.string(), told: z.number(), folded: listOf(folded) }),
  erasure: { of: 'person', does: 'forget' },
});
type Day = NonNullable<ReturnType<(typeof toldOn)['read']>>;

async function dayOf(rows: Pick<Rows, 'kept'>, person: PersonId, date: CivilDate): Promise<Day> {
  const kept = await rows.kept.get(toldOn, person);
  return kept?.date === date ? kept : { date, told: 0, folded: [] };
}

/** What was folded on that day of theirs; empty once another day's has begun. */
export const foldedAt = async (
  rows: Pick<Rows, 'kept'>,
  person: PersonId,
  date: CivilDate,
): Promise<readonly Folded[]> => (await dayOf(rows, person, date)).folded;

/**
 * The work that a reminder's handler is given: what it shows its person goes out as it is up to their day's worth, and
 * into one message after it. `done` keeps the count, once the handler is through.
 */
export function cappedWork(work: Work, person: Person): { readonly work: Work; done(): Promise<void> } {
  const shown: { readonly face: string; readonly subject: string; readonly go: () => void }[] = [];
  const isTheirs = (to: Recipient): boolean => 'person' in to && to.person === person.id;
  return {
    work: {
      ...work,
      show(face, subject, to, how) {
        const go = (): void => work.show(face, subject, to, how);
        if (isTheirs(to)) shown.push({ face, subject, go });
        else go();
      },
    },
    async done() {
      if (shown.length === 0) return;
      const { date } = local(work.now, person.zone);
      let day = await dayOf(work.rows, person.id, date);
      const cap = mannersOf(person, work.programme).dailyCap;
      for (const s of shown)
        if (day.told < cap) {
          day = { ...day, told: day.told + 1 };
          s.go();
        } else {
          day = { ...day, folded: [...day.folded, { face: s.face, subject: s.subject }] };
          work.show('things-waiting', thingsWaitingSubject.write({ person: person.id, date }), { person: person.id });
        }
      await work.rows.kept.put(toldOn, person.id, day);
    },
  };
}
