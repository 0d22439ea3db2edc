import type { Readers } from './form.js';

/**
 * Who will read what is written into a field, in words that hold for each form and however many take part: without a
 * full stop, for a platform makes a hint or a line of them. Whoever assesses reads what a mentor reads
 * (docs/field.md#who-reads-a-record), so no sentence leaves them out.
 */
export const readersInWords: Readonly<Record<Readers, string>> = {
  shown: 'May appear in messages and calendars',
  own: 'Only you see this',
  'until-declared': 'Only you see this until you declare it',
  both: 'Mentor, mentee, coordinator and those who assess read this',
  change: 'Mentor, mentee and those who assess read this',
  mentor: 'The mentor and those who assess read this',
  mentee: 'The mentee and the coordinator read this',
  coordinator: 'Only the coordinator reads this',
  'about-them': 'Coordinators and the person themselves read this',
  sharing: 'Read by those you choose',
};
