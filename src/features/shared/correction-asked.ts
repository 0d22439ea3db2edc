import { z } from 'zod';
import { keptValue, ofPerson } from '../../domain/kept.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/** Somebody asks whoever coordinates to put right what is noted of their age: a yes or no (docs/field.md#stakeholders). */

/** When they asked (ms); forgotten once a coordinator has looked. */
export const correctionAsked = keptValue({
  name: 'correction',
  per: [ofPerson],
  schema: z.number(),
  erasure: { of: 'person', does: 'forget' },
});

/** Who can put it right, and be written to: nobody does it for themselves by asking. */
export const whoCorrects = (people: Iterable<Person>, person: PersonId): readonly Person[] =>
  [...people].filter((p) => p.roles.includes('coordinator') && p.id !== person && hasAccount(p));

/** Who asked and waits, whoever asked first being the first. */
export const openCorrections = async (
  rows: Pick<Rows, 'kept'>,
): Promise<readonly { readonly person: PersonId; readonly askedAt: number }[]> =>
  (await rows.kept.all(correctionAsked))
    .map(({ per, value }) => ({ person: per as PersonId, askedAt: value }))
    .sort((a, b) => a.askedAt - b.askedAt);
