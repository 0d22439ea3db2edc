import type { LinkPurpose } from '../../domain/link.js';
import type { PersonId } from '../../kernel/ids.js';

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

/** What a link can do in a face's place. */
export const purposes: Readonly<Record<string, LinkPurpose>> = {
  'agreement-ask': 'agreement-answer',
  'after-session': 'session-answers',
  'ask-again': 'session-answers',
  'hours-changed': 'session-answers',
  'handover-ask': 'handover-choice',
};

/** What can only be passed on by word of mouth, in words for the mentor. */
export const byMouth: Readonly<Record<string, string>> = {
  invitation: 'you planned a session together, or changed its plan',
  suggestion: 'you offered other times. Ask them which they can make, and change the plan',
  'mentorship-news': 'your mentoring was paused, resumed or ended',
  'goal-news': 'there is news about one of your goals',
  'hours-settled': 'the coordinator has settled the length of a session',
};
