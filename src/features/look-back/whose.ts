import type { Mentorship } from '../../domain/mentorship.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';

/**
 * The mentorship that the actor looks back on as its mentee.
 * @throws Refused where it is somebody else's, on a lent device, and where nothing was ever agreed
 */
export async function ownMentorship(id: string, work: ActorWork): Promise<Mentorship> {
  const m = await mentorshipOf(work, id);
  demand('look-back.own', work, aboutMentorship(m));
  if (work.witness !== undefined)
    throw new Refused('on-lent-device', 'This is yours alone. Open it on a device of your own. Nothing has changed.');
  if (m.agreedAt === null)
    throw new Refused('not-begun', 'You two have not begun yet, so there is nothing to look back on.');
  return m;
}
