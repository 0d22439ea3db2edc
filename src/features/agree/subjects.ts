import type { Mentorship } from '../../domain/mentorship.js';
import type { MentorshipId } from '../../kernel/ids.js';
import type { Work } from '../feature.js';

/**
 * What this feature's cards and forms are about, as text. A card about another version, another answer or another
 * goal has a subject of its own: a new message, which is noticed, where a redrawn one would not be.
 *
 * - `agreement-ask`: `MENTORSHIP:VERSION`, and `MENTORSHIP:VERSION:again` for the one reminder;
 * - `agreement-status`: `MENTORSHIP:VERSION`, and `MENTORSHIP:VERSION:WORD` once the mentee has given their word
 *   (`not-reached` where the question did not get to them);
 * - `mentorship-news`: `MENTORSHIP:paused|resumed|ended:MOMENT`;
 * - `goal-news`, form `goal`: `MENTORSHIP:GOAL` (the form about the mentorship alone suggests a new one);
 * - form `agreement`: `new:PERSON`, later `MENTORSHIP`; form `agreement-answer`: `MENTORSHIP:VERSION`.
 */
export interface Subject {
  readonly id: MentorshipId;
  /** What stands after the mentorship's id. */
  readonly rest: readonly string[];
}

export function parseSubject(subject: string): Subject {
  const [id = '', ...rest] = subject.split(':');
  return { id: id as MentorshipId, rest };
}

/** The version that a subject names; a subject that names none is about the `current` one. */
export function versionIn(subject: Subject, current: number): number {
  const n = Number(subject.rest[0]);
  return Number.isInteger(n) && n > 0 ? n : current;
}

export const askSubject = (m: Mentorship): string => `${m.id}:${m.agreement.version}`;
export const againSubject = (m: Mentorship): string => `${askSubject(m)}:again`;
export const statusSubject = (m: Mentorship): string => `${m.id}:${m.agreement.version}`;
export const wordSubject = (m: Mentorship): string => `${statusSubject(m)}:${m.agreement.menteeWord}`;
export const goalSubject = (m: Mentorship, goal: string): string => `${m.id}:${goal}`;
export const againOccurrence = (m: Mentorship): string => `agreement-again:${m.id}:${m.agreement.version}`;

const words = ['signed', 'change-wanted', 'waiting', 'declined', 'not-reached'];

/** Redraws every card about this mentorship that may say something else now. Older versions' cards say one thing. */
export function redrawAll(m: Mentorship, work: Work): void {
  work.redraw(m.id);
  for (const version of [m.agreement.version - 1, m.agreement.version]) {
    if (version < 1) continue;
    const at = `${m.id}:${version}`;
    for (const subject of [at, `${at}:again`, ...words.map((w) => `${at}:${w}`)]) work.redraw(subject);
  }
  for (const goal of m.goals) work.redraw(goalSubject(m, goal.id));
}
