import { type Answers, type Option, textOf } from '../../chat/form.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import type { ChangeId, PracticeChange } from '../../domain/practice-change.js';
import type { Session } from '../../domain/session.js';
import { changeSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, PortfolioId, SessionId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf, sessionOf } from '../shared/guards.js';
import { portfolioFacts } from '../shared/portfolio-facts.js';
import { toldApart } from '../shared/told-apart.js';

/** The choice of nobody's feedback in particular. */
export const nobodyInParticular = 'nobody';

/** What the form of a change is about, with these answers. */
export interface About {
  readonly portfolio: Portfolio;
  readonly facts: PortfolioFacts;
  /** All of the portfolio, and those that its mentor had with these mentees. */
  readonly mentorships: readonly Mentorship[];
  readonly sessions: readonly Session[];
  /** The one that is put differently. */
  readonly change: PracticeChange | undefined;
  /** The session whose record would change something. */
  readonly session: SessionId | undefined;
  /** Whether it is to be chosen whose feedback it answers, and among whom. */
  readonly asksWhom: boolean;
  readonly whom: readonly Option[];
  /** Whose feedback it answers; undefined for nobody's in particular. */
  readonly of: MentorshipId | undefined;
  readonly cited: readonly string[];
  isWith(s: Session): boolean;
}

const none = (): never => {
  throw new Refused('no-such-change', 'That is no longer here. Type change to see what is.');
};

interface Begun {
  readonly portfolio: Portfolio;
  readonly of?: MentorshipId;
  readonly session?: SessionId;
  readonly change?: PracticeChange;
}

/** @throws Refused unless the actor is its mentor */
async function begunWith(subject: string, work: ActorWork): Promise<Begun> {
  const about = changeSubject.read(subject) ?? none();
  const { rows } = work;
  const portfolioOf = async (id: PortfolioId): Promise<Portfolio> => {
    const portfolio = (await rows.portfolios.get(id)) ?? none();
    demand('change.make', work, { mentor: portfolio.mentor });
    return portfolio;
  };
  switch (about.of) {
    case 'portfolio':
      return { portfolio: await portfolioOf(about.id as PortfolioId) };
    case 'mentorship': {
      const m = await mentorshipOf(work, about.id);
      demand('change.make', work, aboutMentorship(m));
      return { portfolio: await portfolioOf(m.portfolio), of: m.id };
    }
    case 'session': {
      const s = await sessionOf(work, about.id);
      demand('change.make', work, { mentor: s.mentor });
      const [only, ...more] = s.attendees;
      const of = only === undefined || more.length > 0 ? {} : { of: only.mentorship };
      return { portfolio: await portfolioOf(s.portfolio), session: s.id, ...of };
    }
    case 'change': {
      const change = (await rows.changes.get(about.id as ChangeId)) ?? none();
      const of = change.mentorship === null ? {} : { of: change.mentorship };
      return { portfolio: await portfolioOf(change.portfolio), change, ...of };
    }
    default:
      return about.of satisfies never;
  }
}

/** @throws Refused where it is not the actor's */
export async function aboutChange(subject: string, answers: Answers, work: ActorWork): Promise<About> {
  const { portfolio, of, session, change } = await begunWith(subject, work);
  const mentorships = (await work.rows.mentorships.of(portfolio.mentor)).filter(
    (m) => m.portfolio === portfolio.id && m.mentor === portfolio.mentor && m.state !== 'declined',
  );
  const [only, ...others] = mentorships;
  const single = others.length === 0 ? only?.id : undefined;
  const asksWhom = of === undefined && single === undefined && change === undefined && mentorships.length > 1;
  const chosen = textOf(answers.values, 'whom');
  const whose = of ?? single ?? mentorships.find((m) => m.id === chosen)?.id;
  return {
    portfolio,
    facts: await portfolioFacts(portfolio, { reader: 'mentor' }, work),
    mentorships,
    sessions: await work.rows.sessions.ofPortfolio(portfolio.id),
    change,
    session,
    asksWhom,
    whom: asksWhom ? await whomOptions(mentorships, work) : [],
    of: whose,
    cited: change?.cites ?? [],
    isWith: (s) => s.attendees.length === 1 && (whose === undefined || s.attendees[0]?.mentorship === whose),
  };
}

async function whomOptions(mentorships: readonly Mentorship[], work: ActorWork): Promise<readonly Option[]> {
  const people = await work.people();
  const names = await toldApart(
    mentorships.flatMap((m) => people.get(m.mentee) ?? []),
    work,
  );
  // Of two mentorships with one mentee, the newer.
  const newest = new Map(mentorships.map((m) => [m.mentee, m]));
  return [...newest.values()].map((m) => ({ value: m.id, label: names.get(m.mentee) ?? 'Somebody who left' }));
}
