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
import type { Manners } from '../../domain/programme.js';

/** How long before a session somebody is reminded of it: their choice. */

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
