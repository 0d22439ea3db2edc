import {
  type AllocatedAs,
  type Allocation,
  type AllocationRefusal,
  allocationRefusal,
  type Wanted,
} from '../../domain/allocation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import type { Ids, PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { ActorWork, Work } from '../feature.js';
import { readersChanged } from './asked-after.js';

/** Who is allocated to read what is set, ended and moved here, whichever way it is said (docs/field.md#allocated-readers). */

const because: Readonly<Record<AllocationRefusal, string>> = {
  own: 'Nobody supervises, assesses or quality-assures their own mentoring. Choose somebody else.',
  mentee: 'They are a mentee here, and a mentee reads nobody else’s. Choose somebody else.',
  'takes-part': 'They are a mentor here, and an assessor or quality assurer cannot be. Choose somebody else.',
  twice: 'They have exactly this already. End that first if the dates should be others.',
  assesses: 'Nobody assures the quality of what they assess. Choose somebody else for one of the two.',
  until: 'The last day is before the first. Choose a later one, or leave it empty.',
};

/** Why not, in a sentence that says what to do; undefined where nothing is against it. */
export function whyNotAllocated(
  wanted: Wanted,
  person: Pick<Person, 'roles'>,
  portfolio: Pick<Portfolio, 'mentor'> | undefined,
  all: readonly Allocation[],
): string | undefined {
  const why = allocationRefusal(wanted, person.roles, portfolio, all);
  return why === undefined ? undefined : because[why];
}

/** Allocates: the role of that name comes with it, and the cards that tell mentees who reads are drawn anew. */
export async function makeAllocation(wanted: Wanted, person: Person, work: ActorWork): Promise<Allocation> {
  const id = work.ids.next<'allocation'>('allocation');
  const made = { ...wanted, id, programme: work.programme.id, madeBy: work.actor.id, madeAt: work.now };
  if (!person.roles.includes(wanted.as)) {
    const roles = [...person.roles, wanted.as];
    await work.rows.people.save({ ...person, roles });
    work.audit('people.roles', person.id, { roles: roles.join(' ') });
  }
  await work.rows.allocations.add(made);
  work.audit('allocation.made', id, {
    person: wanted.person,
    as: wanted.as,
    portfolio: wanted.portfolio,
    from: wanted.from,
    until: wanted.until,
  });
  return made;
}

/** What has not ended yet. */
export const isOpen = (a: Pick<Allocation, 'until'>, now: number): boolean => a.until === null || a.until > now;

/** Ends these, as far as they are open still. Whoever calls it has the cards drawn anew: `readersChanged`. */
export async function endAllocations(these: readonly Allocation[], work: Work): Promise<void> {
  for (const a of these) {
    if (!isOpen(a, work.now)) continue;
    await work.rows.allocations.end(a.id, work.now);
    work.audit('allocation.ended', a.id, { person: a.person, as: a.as, portfolio: a.portfolio });
  }
}

/** Ends what somebody has in these parts: their role was taken back, or they left. Answers whether there was any. */
export async function endAllocationsOf(person: PersonId, parts: readonly AllocatedAs[], work: Work): Promise<boolean> {
  const theirs = (await work.rows.allocations.all()).filter(
    (a) => a.person === person && parts.includes(a.as) && isOpen(a, work.now),
  );
  await endAllocations(theirs, work);
  return theirs.length > 0;
}

/**
 * Two turned out to be one: what the one had open is the other's from now on, as it was made then; or it ends, where the
 * one who stays is of another programme. Nothing is audited: the joining is.
 */
export async function moveAllocations(
  rows: Rows,
  from: PersonId,
  to: PersonId | null,
  ids: Ids,
  now: number,
): Promise<void> {
  for (const a of await rows.allocations.all()) {
    if (a.person !== from || !isOpen(a, now)) continue;
    await rows.allocations.end(a.id, now);
    if (to !== null) await rows.allocations.add({ ...a, id: ids.next<'allocation'>('allocation'), person: to });
  }
}

/** Cards that name who reads say it anew; to be called once after all that was made and ended. */
export const allocationsChanged = (work: Work): Promise<void> => readersChanged(work);
