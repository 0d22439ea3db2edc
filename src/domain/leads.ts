import { day, hour, minute } from '../kernel/clock.js';
import { local, placeAnyway } from '../kernel/zoned.js';

/** How long before a session its two reminders come, as each person has it. */

export const firstLeads = ['two-days', 'day', 'morning', 'off'] as const;
export type FirstLead = (typeof firstLeads)[number];
export const secondLeads = ['two-hours', 'hour', 'half-hour', 'quarter', 'off'] as const;
export type SecondLead = (typeof secondLeads)[number];
/** A person's two reminders; `day` and `hour` are their names in occurrences and subjects, whatever their leads. */
export interface Leads {
  readonly day: FirstLead;
  readonly hour: SecondLead;
}

const isOneOf = <T extends string>(leads: readonly T[], lead: unknown): lead is T =>
  (leads as readonly unknown[]).includes(lead);
export const isFirstLead = (lead: unknown): lead is FirstLead => isOneOf(firstLeads, lead);
export const isSecondLead = (lead: unknown): lead is SecondLead => isOneOf(secondLeads, lead);

/** What somebody has set. Kept before there were leads: `false` is off, `true` or nothing a day and an hour. */
export const leadsOf = (m: {
  readonly remindDay?: boolean | FirstLead;
  readonly remindHour?: boolean | SecondLead;
}): Leads => ({
  day: m.remindDay === false ? 'off' : isFirstLead(m.remindDay) ? m.remindDay : 'day',
  hour: m.remindHour === false ? 'off' : isSecondLead(m.remindHour) ? m.remindHour : 'hour',
});

const before: Readonly<Record<Exclude<FirstLead | SecondLead, 'morning' | 'off'>, number>> = {
  'two-days': 2 * day,
  day,
  'two-hours': 2 * hour,
  hour,
  'half-hour': 30 * minute,
  quarter: 15 * minute,
};

/**
 * The moment (ms) at which a reminder with this lead is wanted; undefined where it is off. The morning of the day is
 * 08:00 in that zone; a session at such an hour is told of a quarter of an hour before.
 */
export function wantedAt(lead: FirstLead | SecondLead, startsAt: number, zone: string | undefined): number | undefined {
  if (lead === 'off') return undefined;
  if (lead !== 'morning') return startsAt - before[lead];
  const here = zone ?? 'UTC';
  return Math.min(placeAnyway(local(startsAt, here).date, '08:00', here), startsAt - before.quarter);
}
