import { button, buttons, type Card, muted, text } from '../../chat/card.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import { isLive } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import { undeliveredOnSubject } from '../../domain/subjects.js';
import { count } from '../../kernel/words.js';
import { local } from '../../kernel/zoned.js';
import type { Face, NotDelivered, Work } from '../feature.js';
import { notDeliveredSubject, notDeliveredToSubject } from './subjects.js';

/**
 * A message that came too late, or was refused for good (docs/field.md#nothing-is-silently-dropped): whoever it was for
 * is told what is missing, whoever mentors them what has to be said another way, and the coordinator that there is
 * something to look at, in one line a day. Each of them at an hour that is theirs, and of one kind once a day.
 */

/** What is not told of again where it was not delivered itself. */
const told: ReadonlySet<string> = new Set(['not-delivered', 'not-delivered-to', 'undelivered-on', 'not-reached']);

const dateOf = (person: Person, now: number): string => local(now, person.zone).date;

export async function tellNotDelivered({ face, to, ended }: NotDelivered, work: Work): Promise<void> {
  if (told.has(face)) return;
  const people = await work.people();
  const show = (name: 'not-delivered' | 'not-delivered-to' | 'undelivered-on', subject: string, to: Person): void =>
    work.show(name, subject, { person: to.id }, { waitsFor: 'quiet-hours' });
  const person = 'person' in to ? people.get(to.person) : undefined;
  // Of one that may have arrived the coordinator alone is told.
  if (person !== undefined && person.erasedAt === null && ended !== 'unknown') {
    // Of what came beside all else a mentee is not told that it did not: that would be one more (docs/field.md#one-message-a-day).
    if (work.parts.faces.get(face)?.comes !== 'beside' || !person.roles.includes('mentee'))
      show('not-delivered', notDeliveredSubject.write({ date: dateOf(person, work.now), face }), person);
    // What a mentor would pass on to somebody without an account they may know of here.
    if (work.parts.faces.get(face)?.withoutAccount !== 'nothing')
      for (const m of await work.rows.mentorships.of(person.id)) {
        const mentor = m.mentee === person.id && isLive(m) ? people.get(m.mentor) : undefined;
        if (mentor !== undefined)
          show(
            'not-delivered-to',
            notDeliveredToSubject.write({ person: person.id, date: dateOf(mentor, work.now), face }),
            mentor,
          );
      }
  }
  for (const p of people.values())
    if (p.erasedAt === null && p.roles.includes('coordinator'))
      show('undelivered-on', undeliveredOnSubject.write({ date: dateOf(p, work.now) }), p);
}

const card = (title: string, line: Text, ...more: readonly Card['blocks'][number][]): Card => ({
  title,
  summary: line,
  blocks: [text(line), ...more],
});

/** To whom it was for. */
export const notDelivered: Face = {
  called: 'word of a message that did not arrive',
  // In the place of one that might have come however much else did.
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw({ subject, parts }) {
    const about = notDeliveredSubject.read(subject);
    if (about === undefined) return null;
    const called = parts.faces.get(about.face)?.called ?? 'a message';
    return card(
      'A message did not reach you',
      literal(`I could not send you something in time: ${called}.`),
      text(literal('Look here at how things stand now.')),
      buttons(button('What waits for me', 'home.open', '-', { style: 'main' })),
    );
  },
};

/** To whoever mentors them. */
export const notDeliveredTo: Face = {
  called: 'word of a message that did not arrive',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw({ subject, parts }) {
    const about = notDeliveredToSubject.read(subject);
    if (about === undefined) return null;
    const called = parts.faces.get(about.face)?.called ?? 'a message';
    return card(
      'Not delivered',
      say`I could not send ${mention(about.person)} something in time: ${called}.`,
      muted(literal('Tell them another way.')),
    );
  },
};

/** To each coordinator, once a day however many there are. */
export const undeliveredOn: Face = {
  called: 'word of messages that did not arrive',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw({ rows }) {
    const n = await rows.outbox.countUndelivered();
    if (n === 0) return card('Not delivered', literal('Everything was delivered since.'));
    return card(
      'Not delivered',
      literal(`${count(n, 'message')} could not be delivered.`),
      buttons(button('See why', 'delivery.list', '-')),
    );
  },
};
