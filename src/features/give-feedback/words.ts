import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { Share } from '../../domain/feedback.js';
import { heldAt } from '../../domain/session.js';
import type { PersonId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import { readsWhatMentorReads } from '../shared/who-reads.js';
import type { Asked } from './asked.js';

/** Sentences that a mentee reads: short, kind, and true about who sees what. */

/** "A", "A and B", "A, B and C", as mentions; `none` where there is nobody. */
export function names(people: readonly PersonId[], none: string): Text {
  if (people.length === 0) return literal(none);
  return people.reduce<Text>((all, p, i) => {
    if (i === 0) return say`${mention(p)}`;
    return i === people.length - 1 ? say`${all} and ${mention(p)}` : say`${all}, ${mention(p)}`;
  }, literal(''));
}

export const coordinators = (a: Pick<Asked, 'readers'>): Text => names(a.readers.coordinators, 'the coordinator');

/** Whose session it was and when: all of it may stand in a direct message. */
export const which = (a: Pick<Asked, 'session'>): Text =>
  say`${a.session.title}, ${moment(heldAt(a.session))}, with ${mention(a.session.mentor)}.`;

/** The length that is asked about, and whose it is: until there is a record the mentor has said nothing of it. */
export const lengthSoFar = (a: Pick<Asked, 'session' | 'minutes' | 'recorded'>): Text =>
  a.recorded
    ? say`${mention(a.session.mentor)} wrote ${minutesInWords(a.minutes)}.`
    : say`I noted ${minutesInWords(a.minutes)}. ${mention(a.session.mentor)} has not written about it yet.`;

export const shareLabels: Record<Share, string> = {
  now: 'My mentor, now',
  midpoint: 'My mentor, at half-way',
  coordinator: 'Only the coordinator',
};

/** Who reads the answers under each choice, by name: said before the first question. */
export function whoReads(a: Pick<Asked, 'readers' | 'session'>, share: Share): Text {
  const mentor = mention(a.session.mentor);
  const all = coordinators(a);
  switch (share) {
    case 'now':
      return say`${mentor} and ${all} can read your answers now.`;
    case 'midpoint':
      return say`${all} can read your answers now. ${mentor} can read them once half the hours are done.`;
    case 'coordinator':
      return say`Only ${all} can read your answers. ${mentor} cannot.`;
    default:
      return share satisfies never;
  }
}

/** Those who assess read what the mentor may read; nothing is said where nobody does. */
export const whoAssesses = (a: Pick<Asked, 'readers' | 'session'>): Text | null =>
  readsWhatMentorReads(a.readers.allocated, 'your mentor');

/** What the mentee has said of the length so far. */
export function saidOfLength(a: Asked): Text | null {
  const { attendee, session } = a;
  const mentor = mention(session.mentor);
  if (attendee.settledMinutes !== null)
    return say`The coordinator has settled the length: ${minutesInWords(attendee.settledMinutes)}.`;
  switch (attendee.confirmation) {
    case 'open':
      return null;
    case 'confirmed':
      return say`Thank you. You confirmed ${minutesInWords(attendee.confirmedMinutes ?? a.minutes)}.`;
    case 'different':
      return a.recorded && attendee.confirmedMinutes === a.minutes
        ? say`Thank you. You and ${mentor} agree on ${minutesInWords(a.minutes)}.`
        : say`Thank you. ${mentor} will see that you remember ${minutesInWords(attendee.confirmedMinutes ?? 0)}. You can talk it over. ${coordinators(a)} can help too.`;
    case 'did-not-happen':
      return say`Thank you. ${mentor} will see that it didn’t happen for you. You can talk it over. ${coordinators(a)} can help too.`;
    default:
      return attendee.confirmation satisfies never;
  }
}
