import type { LinkPurpose } from '../../domain/link.js';
import type { PersonId } from '../../kernel/ids.js';
import type { InItsPlace, Parts } from '../feature.js';

/**
 * What a card to the mentor stands for: the face that somebody without an account would have been shown. Its subject
 * begins with that face's own, so that whatever redraws the one redraws the other: `SUBJECT:link:FACE:PERSON`.
 */
export interface Told {
  readonly face: string;
  readonly subject: string;
  readonly person: PersonId;
}

export const toldSubject = (t: Told): string => `${t.subject}:link:${t.face}:${t.person}`;

/** The same, for the card that says that this link of it ran out: each link that does has a card of its own. */
export const outSubject = (t: Told, link: string): string =>
  toldSubject({ ...t, subject: `${t.subject}:out-${link.slice(0, 16)}` });

/** Which link's card it is, by the beginning of its id. */
export const linkOut = (t: Told): string | undefined => /:out-([^:]+)$/.exec(t.subject)?.[1];

export function readTold(subject: string): Told | undefined {
  const at = subject.lastIndexOf(':link:');
  const [face = '', person = '', ...more] = subject.slice(at + ':link:'.length).split(':');
  if (at < 0 || face === '' || person === '' || more.length > 0) return undefined;
  return { face, subject: subject.slice(0, at), person: person as PersonId };
}

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
