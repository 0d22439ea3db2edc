import { z } from 'zod';
import { type Card, sentence } from '../../chat/card.js';
import { type Field, type Form, type Note, type Problem, textOf, type Values } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { moment, say } from '../../chat/text.js';
import { keptValue, listOf, ofPerson, ofSession } from '../../domain/kept.js';
import { attendeeOf, clashOf, isExpected, plannedEnd, type Session, titleQuoted } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { local } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, Work } from '../feature.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { clashWith, momentOf, subjectOf } from './making.js';
import { suggestionSubject } from './subjects.js';

/** The form with which a mentee suggests up to three other times for a session, or their mentor offers some. */

const most = 3;
const furthest = 366 * day;

/** The times that somebody suggested for a session: a mentee, or the mentor. */
export const suggestedTimes = keptValue({
  name: 'suggested',
  per: [ofSession, ofPerson],
  schema: z.object({
    /** Which asking this is: a newer one takes the older one's place. */
    n: z.number(),
    at: listOf(z.number()),
    /** The plan version they are instead of. */
    version: z.number(),
    state: z.enum(['open', 'taken', 'none']),
  }),
  erasure: {
    of: 'person',
    does: 'blank',
    // When they could come goes. What became of it stays, so that the card that asked can say so.
    blank: (kept) => ({ ...kept, at: [] }),
  },
});
export type Suggested = NonNullable<ReturnType<(typeof suggestedTimes)['read']>>;

const dateId = (i: number): string => (i === 0 ? 'date' : `date-${i + 1}`);
const timeId = (i: number): string => (i === 0 ? 'time' : `time-${i + 1}`);
const ordinals = ['First choice', 'Second choice', 'Third choice'];

/** The i-th option as `momentOf` reads one. */
const option = (v: Values, i: number): Values => ({
  date: textOf(v, dateId(i)),
  time: textOf(v, timeId(i)),
  which: '',
});
const isGiven = (v: Values, i: number): boolean => textOf(v, dateId(i)) !== '' || textOf(v, timeId(i)) !== '';

/** The moments given so far, each with its place; what is no time yet is none. */
const givenIn = (v: Values, zone: string): readonly { readonly at: number; readonly place: string }[] =>
  Array.from({ length: most }).flatMap((_, i) => {
    const placed = isGiven(v, i) ? momentOf(option(v, i), zone, String) : undefined;
    return placed === undefined || 'say' in placed ? [] : [{ at: placed.at, place: timeId(i) }];
  });

/** The other session, if any, that one of them has open at this time. */
export const clashAt = async (
  at: number,
  session: Session,
  open: (from: number, to: number) => Promise<readonly Session[]>,
): Promise<Session | undefined> =>
  clashOf(
    { id: session.id, startsAt: at, minutes: session.minutes },
    await open(at - day, plannedEnd({ startsAt: at, minutes: session.minutes })),
  );

/** Reads one of the two's open sessions. */
export const openOf =
  (person: PersonId, session: Session, { rows }: Pick<Work, 'rows'>) =>
  (from: number, to: number): Promise<readonly Session[]> =>
    person === session.mentor
      ? rows.sessions.openOfMentor(person, from, to)
      : rows.sessions.openOfMentee(person, from, to).then((open) => open.filter((s) => isExpected(s, person)));

/** Whose the answer is to times that this person suggests. Those of a group agree by word of mouth. */
export const answererOf = (session: Session, by: PersonId): PersonId | undefined =>
  by !== session.mentor ? session.mentor : session.attendees.length === 1 ? session.attendees[0]?.mentee : undefined;

/**
 * Before anything is sent: each time as it is understood, with one's own clash by its title and the other side's without
 * what it is (docs/field.md#clashes).
 */
async function asUnderstood(v: Values, session: Session, work: ActorWork): Promise<readonly Note[]> {
  const other = answererOf(session, work.actor.id);
  const name = other === undefined ? undefined : (await work.people()).get(other)?.name;
  const notes: Note[] = [];
  for (const { at, place } of givenIn(v, work.actor.zone)) {
    const mine = await clashAt(at, session, openOf(work.actor.id, session, work));
    const theirs = other === undefined ? undefined : await clashAt(at, session, openOf(other, session, work));
    // Where it is a session that both of them have, it is said once.
    const clash =
      mine !== undefined
        ? ` – You have ${titleQuoted(mine)} then.`
        : theirs !== undefined
          ? ` – ${name} isn’t free then.`
          : '';
    notes.push({ kind: 'note', id: `${place}-is`, text: say`${moment(at)}${clash}` });
  }
  return notes;
}

export const suggestForm: FormFeature = {
  called: 'other times for a session',
  async build(about, work): Promise<Form | Card> {
    const session = await sessionOf(work, about.subject);
    demand('session.suggest', work, aboutSession(session));
    if (session.state !== 'planned') return sentence('Too late for that', 'This session is over or cancelled.');
    if (answererOf(session, work.actor.id) === undefined)
      return sentence('A group session', 'Several people come. Agree a time with them, then change the plan.');
    const mentor = work.actor.id === session.mentor;
    const fields = (i: number): readonly Field[] => [
      {
        id: dateId(i),
        kind: 'date',
        readers: 'shown',
        label: `${ordinals[i]}: date`,
        ...(i > 0 ? { optional: true as const } : {}),
      },
      {
        id: timeId(i),
        kind: 'time',
        readers: 'shown',
        label: `${ordinals[i]}: time`,
        ...(i > 0 ? { optional: true as const } : { hint: `By your clock (${work.actor.zone}).` }),
      },
    ];
    return {
      id: 'suggest',
      title: 'Another time',
      submit: 'Send',
      concern: mentor ? 'mentor' : 'mentee',
      steps: [
        {
          id: 'times',
          title: mentor ? 'Which times do you offer?' : 'When could you come?',
          items: [
            {
              kind: 'note',
              id: 'now',
              text: say`It is planned for ${moment(session.startsAt)}. One time is enough. Give up to three if you like.`,
            },
            ...fields(0),
            ...fields(1),
            ...fields(2),
          ],
        },
        { id: 'check', title: 'Is this right?', items: await asUnderstood(about.answers.values, session, work) },
      ],
    };
  },
  async problems(about, work) {
    const session = await sessionOf(work, about.subject);
    const found: Problem[] = [];
    const seen = new Set<number>();
    for (let i = 0; i < most; i += 1) {
      const v = about.answers.values;
      if (i > 0 && !isGiven(v, i)) continue;
      const at = momentOf(option(v, i), work.actor.zone, (ms) => local(ms, work.actor.zone).time);
      const place = timeId(i);
      if ('say' in at)
        found.push({
          at: place,
          // The form has no field to choose between the two: they give another time.
          say: at.at === 'which' ? 'The clocks change then. Choose a time an hour later.' : at.say,
        });
      else if (at.at <= work.now) found.push({ at: place, say: 'This time is past. Choose a later one.' });
      else if (at.at > work.now + furthest) found.push({ at: dateId(i), say: 'This is over a year away. Check it.' });
      else if (at.at === session.startsAt) found.push({ at: place, say: 'It is planned for then already.' });
      else if (seen.has(at.at)) found.push({ at: place, say: 'You gave this time already.' });
      else {
        seen.add(at.at);
        // Only the mentor's own clash is refused, and named (docs/field.md#clashes).
        const { minutes, mentor } = session;
        const clash =
          mentor === work.actor.id
            ? await clashWith(await subjectOf(session.id, work), { startsAt: at.at, minutes }, work)
            : undefined;
        if (clash !== undefined) found.push({ at: place, say: clash });
      }
    }
    return found;
  },
  async submit(about, work) {
    const session = await sessionOf(work, about.subject);
    demand('session.suggest', work, aboutSession(session));
    const to = answererOf(session, work.actor.id);
    if (to === undefined) return { problems: [] };
    const at = givenIn(about.answers.values, work.actor.zone).map((g) => g.at);
    const before = await work.rows.kept.get(suggestedTimes, session.id, work.actor.id);
    const suggested: Suggested = { n: (before?.n ?? 0) + 1, at, version: session.planVersion, state: 'open' };
    await work.rows.kept.put(suggestedTimes, session.id, work.actor.id, suggested);
    work.show('suggestion', suggestionSubject.write({ session: session.id, by: work.actor.id, n: suggested.n }), {
      person: to,
    });
    work.redraw(session.id);
    const me = attendeeOf(session, work.actor.id) ?? session.attendees[0];
    work.audit('session.time-suggested', session.id, { options: at.length }, me?.mentorship);
    const people = await work.people();
    return closeWith('Sent', `${people.get(to)?.name ?? 'The other'} will choose. You are told here.`);
  },
};
