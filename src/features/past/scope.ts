import { join, literal, mention, type Text } from '../../chat/text.js';
import type { AllocatedAs } from '../../domain/allocation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { pastSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, PersonId, PortfolioId } from '../../kernel/ids.js';
import type { PastOf } from '../../ports/store/past.js';
import type { ActorWork, Work } from '../feature.js';
import { toReadMentorship } from '../shared/allocated.js';
import { demand, mentorshipOf } from '../shared/guards.js';
import { readingOf } from '../shared/portfolios-read.js';

/** Whose past is looked at, by whom, and what everybody in it is called. */

/** Names everybody who is there, and those who are not any more. */
export type Who = (id: PersonId) => Text;

/** How the reader stands to it: words, and what of it is said, are different for each. */
export type Reader = 'mentor' | 'mentee' | 'other';

export interface Scope {
  /** The subject of its buttons. */
  readonly subject: string;
  readonly of: PastOf;
  readonly mentor: PersonId;
  /** Where it is of two people: whose, beside the mentor's. */
  readonly mentorship: Mentorship | undefined;
  readonly portfolio: PortfolioId;
  readonly reader: Reader;
  /** As what it is read, where it is allocated. */
  readonly as: readonly (AllocatedAs | 'coordinator')[];
}

export const ofPortfolio = (id: PortfolioId): string => pastSubject.write({ id, of: 'portfolio' });
export const ofMentorship = (id: MentorshipId): string => pastSubject.write({ id, of: 'mentorship' });

/** @throws Refused where it is not there, or not the actor's to see */
export async function scopeOf(subject: string, work: ActorWork): Promise<Scope> {
  const about = pastSubject.read(subject);
  if (about?.of === 'portfolio') return portfolioScope(about.id, work);
  const m = await mentorshipOf(work, about?.id ?? '');
  demand('plan.read', work, await toReadMentorship(m, work));
  const me = work.actor.id;
  return {
    subject: ofMentorship(m.id),
    of: { mentorship: m.id },
    mentor: m.mentor,
    mentorship: m,
    portfolio: m.portfolio,
    reader: m.mentor === me ? 'mentor' : m.mentee === me ? 'mentee' : 'other',
    as: [],
  };
}

async function portfolioScope(id: string, work: ActorWork): Promise<Scope> {
  const portfolio: Portfolio | undefined = await work.rows.portfolios.get(id as PortfolioId);
  if (portfolio === undefined)
    throw new Refused('no-such-portfolio', 'That is no longer here. Type past to see what is.');
  const own = portfolio.mentor === work.actor.id;
  const reading = own ? undefined : await readingOf(portfolio, work);
  if (!own && reading === undefined)
    throw new Refused(
      'not-allowed',
      'This is for its mentor, the coordinator, and whoever it is allocated to at the moment. Nothing has changed.',
    );
  return {
    subject: ofPortfolio(portfolio.id),
    of: { portfolio: portfolio.id },
    mentor: portfolio.mentor,
    mentorship: undefined,
    portfolio: portfolio.id,
    reader: own ? 'mentor' : 'other',
    as: reading?.as ?? [],
  };
}

/** Whoever was erased is nobody any more, and is not passed over: their sessions were held. */
export async function whoIn(work: Pick<Work, 'rows' | 'people'>): Promise<Who> {
  const people = await work.people();
  const erased = await work.rows.overview.erased();
  return (id) =>
    people.has(id) || !erased.has(id) ? { parts: [mention(id)] } : literal('somebody whose data was erased');
}

/** "Leo", "Leo and Sam", "Leo, Sam and Aisha". */
export function namesOf(ids: readonly PersonId[], who: Who): Text {
  const names = ids.map(who);
  const [last] = names.slice(-1);
  if (last === undefined || names.length === 1) return last ?? literal('nobody');
  return join([join(names.slice(0, -1), ', '), last], ' and ');
}
