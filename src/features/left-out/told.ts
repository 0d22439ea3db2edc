import { z } from 'zod';
import { keptValue } from '../../domain/kept.js';
import type { Work } from '../feature.js';
import { concerns, foundIn } from './found.js';
import { leftOutSubject } from './subjects.js';

/** Up to when (ms) what was found was said: each thing is said once, and what was found together together. */
export const leftOutTold = keptValue({
  name: 'left-out.told',
  schema: z.object({ at: z.number(), heads: z.boolean(), keys: z.number() }),
  erasure: { of: 'nobody', because: 'It is a moment of the programme’s own.' },
});

/** Says what was found since it was said last: to each mentor whom it concerns, and to the coordinators. Mentees hear nothing. */
export async function tell(work: Work): Promise<void> {
  const { rows, programme, now } = work;
  const told = (await rows.kept.get(leftOutTold)) ?? { at: 0, heads: true, keys: 0 };
  const found = await rows.verification.found(told.at, now);
  const heads = (await rows.verification.counts()).headsFit !== false;
  const keys = (await rows.signedHeads.keys()).length;
  if (found.length === 0 && heads === told.heads && keys === told.keys) return;
  await rows.kept.put(leftOutTold, { at: now, heads, keys });
  // The first key is no news.
  const anotherKey = told.keys > 0 && keys > told.keys;
  if (found.length === 0 && (heads || !told.heads) && !anotherKey) return;
  const about = leftOutSubject.write({ programme: programme.id, after: told.at, upTo: now });
  const all = await foundIn(rows, found);
  const people = await work.people();
  const coordinators = [...people.values()].filter((p) => p.roles.includes('coordinator') && p.erasedAt === null);
  const mentors = [...new Set(all.filter(concerns).map((one) => one.mentor))];
  for (const person of new Set([...mentors, ...coordinators.map((p) => p.id)]))
    if (people.get(person)?.erasedAt === null) work.show('left-out', about, { person });
}
