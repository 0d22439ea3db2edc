import { type Item, textOf } from '../../chat/form.js';
import {
  type FirstLead,
  firstLeads,
  isFirstLead,
  isSecondLead,
  type Leads,
  type SecondLead,
  secondLeads,
} from '../../domain/leads.js';
import type { Manners, Person } from '../../domain/programme.js';
import { mannersOf, remindersMoved } from '../../domain/prompt-schedule.js';
import { day, hour } from '../../kernel/clock.js';
import type { ActorWork } from '../feature.js';

/** How long before a session somebody is reminded of it: their choice, and what it moves. */

const first: Readonly<Record<FirstLead, string>> = {
  'two-days': 'Two days before',
  day: 'A day before',
  morning: 'The morning of the day',
  off: 'Off',
};
const second: Readonly<Record<SecondLead, string>> = {
  'two-hours': 'Two hours before',
  hour: 'An hour before',
  'half-hour': '30 minutes before',
  quarter: '15 minutes before',
  off: 'Off',
};

/** "a day before, and an hour before"; "off". */
export function remindersInWords(leads: Leads): string {
  const said = [
    ...(leads.day === 'off' ? [] : [first[leads.day]]),
    ...(leads.hour === 'off' ? [] : [second[leads.hour]]),
  ].map((words) => words.charAt(0).toLowerCase() + words.slice(1));
  return said.length === 0 ? 'off' : said.join(', and ');
}

/** The two choices as the form asks for them. */
export const reminderItems: readonly Item[] = [
  {
    id: 'first',
    kind: 'choice',
    shown: 'list',
    readers: 'own',
    label: 'First reminder of a session',
    of: firstLeads.map((value) => ({ value, label: first[value] })),
  },
  {
    id: 'second',
    kind: 'choice',
    shown: 'list',
    readers: 'own',
    label: 'Second reminder',
    of: secondLeads.map((value) => ({ value, label: second[value] })),
  },
];

/** What was chosen in the form; a form that did not ask leaves it as it was. */
export function chosenLeads(values: Parameters<typeof textOf>[0]): Manners {
  const earlier = textOf(values, 'first');
  const later = textOf(values, 'second');
  return {
    ...(isFirstLead(earlier) ? { remindDay: earlier } : {}),
    ...(isSecondLead(later) ? { remindHour: later } : {}),
  };
}

/** Further ahead (ms) than anything is planned. */
const everLater = 10 * 366 * day;

/**
 * Moves the actor's reminders of what is planned already to where `after` has them, in the same transaction. Those of
 * a paused mentorship stay silent, and a pause of their own moves nothing: what falls into it is not said.
 */
export async function moveReminders(work: ActorWork, after: Person): Promise<void> {
  const told = (p: Person) => ({
    zone: p.zone,
    manners: { ...mannersOf(p, work.programme), pausedUntil: null },
  });
  const now = told(after);
  if (JSON.stringify(now) === JSON.stringify(told(work.actor))) return;
  const to = after.id;
  const goesOn = new Map(
    (await work.rows.mentorships.of(to)).map((m) => [m.id, m.state === 'active' || m.state === 'proposed']),
  );
  const planned = [
    ...(await work.rows.sessions.openOfMentor(to, work.now - hour, work.now + everLater)),
    ...(await work.rows.sessions.openOfMentee(to, work.now - hour, work.now + everLater)),
  ].filter(
    (s) =>
      s.state === 'planned' &&
      s.startsAt > work.now &&
      s.attendees.some(
        (a) => goesOn.get(a.mentorship) === true && (s.mentor === to || (a.mentee === to && a.answer !== 'declined')),
      ),
  );
  const kept = new Map((await work.rows.prompts.waitingFor(to)).map((p) => [p.occurrence, p]));
  for (const s of planned) {
    for (const which of ['day', 'hour']) {
      const occurrence = `remind:${s.id}:${which}:${to}`;
      const row = kept.get(occurrence) ?? (await work.rows.prompts.get(occurrence));
      if (row !== undefined) kept.set(occurrence, row);
    }
    const moved = remindersMoved(s, to, now, work.now, kept);
    for (const occurrence of moved.cancel) work.cancel(occurrence);
    for (const due of moved.set) work.schedule(due);
  }
}
