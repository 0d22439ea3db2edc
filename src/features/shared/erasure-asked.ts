import { z } from 'zod';
import { keptValue, ofPerson } from '../../domain/kept.js';
import { rightsBy } from '../../domain/rights.js';
import { erasureSubject } from '../../domain/subjects.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { ActorWork } from '../feature.js';

/** When somebody asked for what is kept about them to be erased (ms); it goes with them. */
export const askedToErase = keptValue({
  name: 'erasure',
  per: [ofPerson],
  schema: z.number(),
  erasure: { of: 'person', does: 'forget' },
});

/** The last day on which it is done in time, as of all that people may ask. */
export const eraseBy = rightsBy;

/** Who asked and waits, whoever asked first being the first. */
export async function openErasures(
  rows: Pick<Rows, 'kept'>,
): Promise<readonly { readonly person: PersonId; readonly askedAt: number }[]> {
  return (await rows.kept.all(askedToErase))
    .map(({ per, value }) => ({ person: per as PersonId, askedAt: value }))
    .sort((a, b) => a.askedAt - b.askedAt);
}

/** Whoever acts asks for it, and each coordinator is told. */
export async function askForErasure(work: ActorWork): Promise<void> {
  await work.rows.kept.put(askedToErase, work.actor.id, work.now);
  for (const p of (await work.people()).values())
    if (p.roles.includes('coordinator'))
      work.show('erasure-asked', erasureSubject.write({ person: work.actor.id }), { person: p.id });
  work.audit('person.erasure-asked', work.actor.id);
}
