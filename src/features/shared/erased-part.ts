import { type Block, type Card, muted, sentence } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import type { Session } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import type { FaceName } from '../../kernel/names.js';
import type { Drawing, Work } from '../feature.js';

/**
 * What is left where one of the two was erased (docs/field.md#erasure), and what can be done with it: told of a mentorship,
 * and of a session, in one place.
 */

type People = ReadonlyMap<PersonId, Person>;

/** Which of the two was erased since; undefined where both are there, or have left with what they wrote. */
export const erasedOf = (m: Pick<Mentorship, 'mentor' | 'mentee'>, people: People): 'mentor' | 'mentee' | undefined =>
  people.has(m.mentee) ? (people.has(m.mentor) ? undefined : 'mentor') : 'mentee';

/** What is left of a mentorship that is over: what was recorded, unless one of them was erased. */
export const staysInWords = (erased: 'mentor' | 'mentee' | undefined): string =>
  erased === 'mentee'
    ? 'The minutes of its sessions stay, and what the mentor wrote of their own practice. The rest was erased with the mentee.'
    : erased === 'mentor'
      ? 'What the two share in stays. What the mentor wrote for themselves was erased.'
      : 'What was recorded stays.';

/**
 * Whether its plan and its record went with the only mentee there was: a group's belong to the others too. (Whoever's
 * accounts were passed on never had a session.)
 */
export async function wentWithMentee(
  s: Pick<Session, 'attendees'>,
  work: Pick<Work, 'people' | 'rows'>,
): Promise<boolean> {
  const [only, ...others] = s.attendees;
  if (only === undefined || others.length > 0 || (await work.people()).has(only.mentee)) return false;
  return (await work.rows.people.get(only.mentee))?.erasedAt !== null;
}

/** Of such a session, what went and what stays. */
const wentInWords = (s: Pick<Session, 'state'>): string =>
  s.state === 'ended'
    ? 'The mentee was erased, and its plan and record with them. The minutes stay.'
    : 'The mentee was erased, and its plan with them.';

/** That it went, for the foot of what is left of it. */
export const wentBlocks = (s: Pick<Session, 'state'>): readonly Block[] => [muted(literal(wentInWords(s)))];

/** What can still be done with such a session, by its verb: all else would open what is not there, or write under no key. */
const stillDone: ReadonlySet<string> = new Set(['calendar.session']);

/** The same without the buttons whose verb is not among those. */
const withButtons = (blocks: readonly Block[], stays: (verb: string) => boolean): readonly Block[] =>
  blocks.flatMap((b): readonly Block[] => {
    if (b.kind !== 'buttons') return [b];
    const items = b.items.filter(({ press }) => stays(press.verb));
    return items.length === 0 ? [] : [{ ...b, items }];
  });

/**
 * The card of such a session: it offers what can be done still, and says why there is no more.
 * @param also verbs that lead somewhere here all the same
 */
export function asLeft(card: Card, s: Pick<Session, 'state'>, also: readonly string[] = []): Card {
  const blocks = withButtons(card.blocks, (verb) => stillDone.has(verb) || also.includes(verb));
  return { ...card, blocks: [...blocks, ...wentBlocks(s)] };
}

/** @throws Refused `went-with-mentee` where there is neither a plan nor a record to open any more */
export async function demandThere(s: Session, work: Pick<Work, 'people' | 'rows'>): Promise<void> {
  if (await wentWithMentee(s, work)) throw new Refused('went-with-mentee', wentInWords(s));
}

/**
 * In place of a card of this face that has nothing more to say: what it was about went with somebody who was erased, was
 * taken back or has ended. Where the card was not posted nothing is said.
 */
export async function goneCard(face: FaceName, d: Drawing): Promise<Card | null> {
  if (d.reader === null) return null;
  const posted = await d.rows.posted.get(face, d.subject, { person: d.reader.id });
  return posted === undefined
    ? null
    : sentence('Over', 'What this was about is over, or is kept no more. There is nothing left to do.');
}
