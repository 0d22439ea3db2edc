import { isAllocatedAs, type PortfolioReaders } from '../../domain/allocation.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { type About, allowed, type Doing, type DoingOfReaders, may, type Standing } from '../../domain/permissions.js';
import type { Session } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, SessionId } from '../../kernel/ids.js';
import type { ActorWork, Work } from '../feature.js';

/** Questions every handler asks of the rows first. Each throws `Refused`, which rolls the work back and is said. */

const whoIs: Record<Standing, string> = {
  'its-mentor': 'its mentor',
  'its-mentee': 'its mentee',
  own: 'the person it belongs to',
  anyone: 'anyone in the programme',
  'a-mentor': 'mentors',
  supervisor: 'its supervisor',
  stakeholder: 'those invited to comment',
  coordinator: 'the coordinator',
  assessor: 'its assessor',
  iqa: 'its quality assurer',
  'safeguarding-lead': 'the safeguarding lead',
};

type Whose = Omit<About, 'programme'>;
/** What those who are allocated may is asked with the readers of its portfolio: `allocated.ts` finds them. */
type AskedOf<D extends Doing> = D extends DoingOfReaders ? [about: ReadOf] : [about?: Whose];
export type ReadOf = Whose & { readonly readers: PortfolioReaders };

/** @throws Refused `not-allowed` unless the actor may do that to it. */
export function demand<D extends Doing>(doing: D, work: ActorWork, ...[about]: AskedOf<D>): void {
  if (allowed(doing, work.actor, { programme: work.programme.id, ...about })) return;
  const standings: readonly Standing[] = may[doing];
  // Where it was allocated to them until now, or should be: they are told who can help.
  if (standings.some(isAllocatedAs) && work.actor.roles.some(isAllocatedAs))
    throw new Refused(
      'not-allowed',
      'You can read what is allocated to you, and this is not, or no longer. Ask your coordinator if it should be. Nothing has changed.',
    );
  const who = standings.map((s) => whoIs[s]);
  const last = who.length > 1 ? `${who.slice(0, -1).join(', ')} or ${who.at(-1)}` : who[0];
  throw new Refused('not-allowed', `This is for ${last} only. Nothing has changed.`);
}

export const mayActor = <D extends Doing>(doing: D, work: ActorWork, ...[about]: AskedOf<D>): boolean =>
  allowed(doing, work.actor, { programme: work.programme.id, ...about });

export const aboutSession = (s: Session): Omit<About, 'programme'> => ({
  mentor: s.mentor,
  mentees: s.attendees.map((a) => a.mentee),
});
export const aboutMentorship = (m: Pick<Mentorship, 'mentor' | 'mentee'>): Omit<About, 'programme'> => ({
  mentor: m.mentor,
  mentees: [m.mentee],
});

/** @throws Refused `no-such-session` */
export async function sessionOf(work: Pick<Work, 'rows'>, id: string): Promise<Session> {
  const s = await work.rows.sessions.get(id as SessionId);
  if (s === undefined)
    throw new Refused('no-such-session', 'That session is no longer here. Type sessions to see what is coming.');
  return s;
}

/** @throws Refused `no-such-mentorship` */
export async function mentorshipOf(work: Pick<Work, 'rows'>, id: string): Promise<Mentorship> {
  const m = await work.rows.mentorships.get(id as MentorshipId);
  if (m === undefined)
    throw new Refused('no-such-mentorship', 'That mentorship is no longer here. Type home to see what is.');
  return m;
}
