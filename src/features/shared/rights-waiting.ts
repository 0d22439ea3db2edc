import { isCoordinated } from '../../domain/programme.js';
import type { RightsOutline } from '../../ports/store/rights.js';
import type { ActorWork } from '../feature.js';

/**
 * What is asked of what is kept about people, as far as it is the actor's to see: not of their own, nor of whom they
 * mentor, where another coordinator can do it (docs/field.md#rights).
 */
export async function rightsWaiting(work: ActorWork): Promise<readonly RightsOutline[]> {
  const all = await work.rows.rights.openOutlines();
  if (all.length === 0 || !isCoordinated((await work.people()).values(), work.actor.id)) return all;
  const mentored = new Set(
    (await work.rows.mentorships.of(work.actor.id)).filter((m) => m.mentor === work.actor.id).map((m) => m.mentee),
  );
  return all.filter((r) => r.about !== work.actor.id && !mentored.has(r.about));
}
