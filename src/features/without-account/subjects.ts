import type { LinkPurpose } from '../../domain/access-link.js';
import type { PersonId } from '../../kernel/ids.js';
import { id, occurrence, rest, subject } from '../../kernel/subject.js';
import type { InItsPlace, Parts } from '../feature.js';

/**
 * What a card to the mentor stands for (`give-link`, `link-out`, `tell-them`, and the prompt of a link that runs out): the
 * face that somebody without an account would have been shown. It begins with that face's own subject, so that whatever
 * redraws the one redraws the other.
 */
export const toldSubject = subject`${['subject', rest]}:link:${['face', id()]}:${['person', id<PersonId>()]}`;
export type Told = NonNullable<ReturnType<(typeof toldSubject)['read']>>;

/** In place of the face's subject, once a link of it ran out: each that does, by its beginning, has a card of its own. */
export const outSubject = subject`${['subject', rest]}:out-${['link', id()]}`;
/** Of a link's id, as much as tells its card from another's. */
const idLength = 16;

/** The same, for the card that says that this link of it ran out. */
export const ranOutSubject = (t: Told, link: string): string =>
  toldSubject.write({ ...t, subject: outSubject.write({ subject: t.subject, link: link.slice(0, idLength) }) });

/** Which link's card it is, by the beginning of its id. */
export const linkOut = (t: Told): string | undefined => outSubject.read(t.subject)?.link;

/** The face's own subject, whichever card it is. */
export const ownSubject = (t: Told): string => outSubject.read(t.subject)?.subject ?? t.subject;

export const linkOutPrompt = occurrence('link-out')`${['link', id()]}`;

/** What the card's face says somebody without an account gets in its place. */
const inPlaceOf = (told: Told, parts: Parts): InItsPlace => parts.faces.get(told.face)?.withoutAccount ?? 'nothing';

/** What a link can do in the face's place, and in words what they can do by it. */
export function linkFor(told: Told, parts: Parts): { readonly link: LinkPurpose; readonly to: string } | undefined {
  const place = inPlaceOf(told, parts);
  return place !== 'nothing' && 'link' in place ? place : undefined;
}

/** What can only be passed on by word of mouth, in words for the mentee. */
export function byMouth(told: Told, parts: Parts): string | undefined {
  const place = inPlaceOf(told, parts);
  return place !== 'nothing' && 'passOn' in place ? place.passOn : undefined;
}
