import { type Button, button } from '../../chat/card.js';
import { mention, say, type Text } from '../../chat/text.js';
import { allocatedAs } from '../../domain/allocation.js';
import { roleWordOf } from '../../domain/role-words.js';
import type { ActorWork } from '../feature.js';
import { isOpen } from './allocating.js';

/**
 * Who has such a part by their role, and nobody allocated to them: they read nothing, which a coordinator is told
 * (docs/field.md#nothing-is-silently-dropped).
 */
export async function unallocated(
  work: ActorWork,
): Promise<readonly { readonly line: Text; readonly button: Button }[]> {
  const all = (await work.rows.allocations.all()).filter((a) => isOpen(a, work.now));
  const found: { readonly line: Text; readonly button: Button }[] = [];
  for (const p of (await work.people()).values())
    for (const as of allocatedAs)
      if (p.erasedAt === null && p.roles.includes(as) && !all.some((a) => a.person === p.id && a.as === as))
        found.push({
          line: say`${mention(p.id)} is ${roleWordOf(as, undefined).toLowerCase()}, and allocated to nobody yet.`,
          button: button('Allocate', 'allocations.add', p.id, { arg: as }),
        });
  return found;
}
