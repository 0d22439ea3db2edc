import { z } from 'zod';
import { keptValue, ofPerson } from '../../domain/kept.js';
import type { ActorWork } from '../feature.js';
import type { Scope } from './scope.js';

/**
 * When somebody last looked at each portfolio that they read (ms, by its id): what changed since is told to them. It is
 * theirs alone; that they read is noted elsewhere (docs/field.md#reading-is-noted).
 */
export const pastSeen = keptValue({
  name: 'past-seen',
  per: [ofPerson],
  schema: z.record(z.number()),
  erasure: { of: 'person', does: 'forget' },
});

/** They look at it now, unless it is their own. */
export async function markSeen(scope: Scope, { rows, actor, now }: ActorWork): Promise<void> {
  if (scope.reader !== 'other' || scope.mentorship !== undefined) return;
  await rows.kept.put(pastSeen, actor.id, { ...(await rows.kept.get(pastSeen, actor.id)), [scope.portfolio]: now });
}
