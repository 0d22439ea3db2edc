import { readsAs } from '../../domain/allocation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { PersonId, PortfolioId } from '../../kernel/ids.js';
import { noTotals } from '../../ports/store/totals.js';
import type { ActorWork, FeatureOf, PressHandler } from '../feature.js';
import { allocatedPortfolios, toReadPortfolio } from '../shared/allocated.js';
import { auditHoursIn, auditReading } from '../shared/audit-reading.js';
import { demand, sessionOf } from '../shared/guards.js';
import { mentorshipsIn } from '../shared/read-hours.js';
import { portfolioCard, portfoliosCard, sessionCard, sessionsOn } from './cards.js';
import { figuresOf, type Numbers } from './figures.js';
import { outsideWords } from './outside-words.js';

/**
 * What a reader from outside sees by their personal link (docs/field.md#readers-from-outside): the portfolios that are
 * allocated to them, each with every figure, and who looked is on record each time.
 */

/** @throws Refused unless this portfolio is allocated to the actor now */
async function demandReader(portfolio: Portfolio | undefined, work: ActorWork): Promise<Portfolio> {
  const readers = portfolio && (await toReadPortfolio(portfolio, work)).readers;
  const reads = readers !== undefined && readsAs(readers, work.actor.id).length > 0;
  demand('evidence.read', work, reads ? { owner: work.actor.id } : {});
  return portfolio as Portfolio;
}

const signed = (m: Mentorship): boolean => m.state !== 'declined';

/** By the order in which they began, so that a number stays theirs. */
const numbered = (mentorships: readonly Mentorship[]): Numbers => {
  const mentees = [...mentorships]
    .filter(signed)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .map((m) => m.mentee);
  return new Map<PersonId, number>([...new Set(mentees)].map((mentee, i) => [mentee, i + 1]));
};

const open: PressHandler = async (press, work) => {
  const { rows, actor } = work;
  const mine = await allocatedPortfolios(work);
  demand('evidence.read', work, { owner: actor.id });
  const totals = await rows.totals.byPortfolio();
  await auditHoursIn(
    mine.map(({ portfolio }) => portfolio.id),
    work,
  );
  const all = mine.map((one) => ({ ...one, totals: totals.get(one.portfolio.id) ?? noTotals }));
  return { kind: 'panel', card: portfoliosCard(all, press.arg, work) };
};

const portfolio: PressHandler = async (press, work) => {
  const { rows } = work;
  const found = await demandReader(await rows.portfolios.get(press.subject as PortfolioId), work);
  const mentorships = await mentorshipsIn(rows, found);
  const sessions = [...(await rows.sessions.ofPortfolio(found.id))].sort((a, b) => b.startsAt - a.startsAt);
  const { from, to } = sessionsOn(sessions.length, press.arg);
  const of = await figuresOf(found, sessions.slice(from, to), work);
  for (const m of mentorships.filter(signed)) auditReading('hours.read', m, work);
  const shown = { of, all: sessions.length, page: press.arg, numbers: numbered(mentorships) };
  return {
    kind: 'panel',
    card: portfolioCard({ portfolio: found, totals: await rows.totals.ofPortfolio(found.id) }, shown, work),
  };
};

const session: PressHandler = async (press, work) => {
  const { rows } = work;
  const one = await rows.sessions.get(press.subject as Parameters<typeof rows.sessions.get>[0]);
  const found = await demandReader(one && (await rows.portfolios.get(one.portfolio)), work);
  const known = await sessionOf(work, press.subject);
  const mentorships = await mentorshipsIn(rows, found);
  const [figures] = await figuresOf(found, [known], work);
  for (const m of mentorships)
    if (known.attendees.some((a) => a.mentorship === m.id)) auditReading('session.read', m, work);
  if (figures === undefined) throw new Error('figures of a session that is there');
  return {
    kind: 'panel',
    card: sessionCard(figures, numbered(mentorships), await outsideWords(known, work), work.now),
  };
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'read-outside': {
      verb: 'evidence.open' | 'evidence.portfolio' | 'evidence.session';
      audit: 'session.read';
    };
  }
}

export const feature: FeatureOf<'read-outside'> = {
  name: 'read-outside',
  presses: {
    'evidence.open': { opens: open },
    'evidence.portfolio': { opens: portfolio },
    'evidence.session': { opens: session },
  },
  links: {
    evidence: {
      personal: {
        enters: 'door.enter',
        renews: 'door.renew',
        presses: ['evidence.open', 'evidence.portfolio', 'evidence.session'],
        shows: [],
        forms: [],
      },
    },
  },
};
