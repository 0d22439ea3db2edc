import { addDays, local, placeAnyway, weekdayOf } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';
import type { PlanSubject } from './making.js';

/** The day of the week and the time that a mentee would like to keep: those of the last session, by the mentor's clock. */
export interface UsualSlot {
  /** Who asked for it. */
  readonly names: readonly string[];
  readonly weekday: number;
  readonly time: string;
  /** The next such day that is free of what is planned already. */
  readonly date: string;
}

/** Undefined where none of the mentees asked for the same slot each time (`settings`), or they have not met yet. */
export async function usualSlot(plan: PlanSubject, work: ActorWork): Promise<UsualSlot | undefined> {
  const people = await work.people();
  const asked = plan.mentorships.filter((m) => people.get(m.mentee)?.manners.sameSlot === true);
  const [first] = asked;
  if (first === undefined) return undefined;
  const last = (await work.rows.sessions.ofMentorship(first.id))
    .filter((s) => s.state !== 'cancelled' && s.id !== plan.session?.id)
    .at(-1);
  if (last === undefined) return undefined;
  const { zone } = work.actor;
  const { date, time } = local(last.startsAt, zone);
  let next = addDays(date, 7);
  while (placeAnyway(next, time, zone) <= work.now) next = addDays(next, 7);
  return {
    names: asked.map((m) => people.get(m.mentee)?.name ?? 'Your mentee'),
    weekday: weekdayOf(date),
    time,
    date: next,
  };
}

/** What the plan's form begins with: what was typed comes first. */
export function withUsual(
  typed: Readonly<Record<string, unknown>>,
  asked: boolean,
  slot: UsualSlot | undefined,
): Readonly<Record<string, string>> {
  if (slot === undefined || asked || typed.time !== undefined) return {};
  return typed.date === undefined ? { date: slot.date, time: slot.time } : { time: slot.time };
}
