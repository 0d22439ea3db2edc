import { type AllocatedAs, noReaders, readsAs } from '../../domain/allocation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { PortfolioId, SessionId } from '../../kernel/ids.js';
import { noTotals } from '../../ports/store/totals.js';
import type { ActorWork, FeatureOf, PressHandler } from '../feature.js';
import { allocatedPortfolios, toReadPortfolio } from '../shared/allocated.js';
import { auditHoursIn, auditReading } from '../shared/audit-reading.js';
import { demand, sessionOf } from '../shared/guards.js';
import { menteesOutside } from '../shared/outside-words.js';
import { readyPacks } from '../shared/pack-on-page.js';
import { mentorshipsIn } from '../shared/read-hours.js';
import { reflectionBlocks } from '../shared/reflection.js';
import { releasedWords } from '../shared/released-words.js';
import { portfolioCard, portfoliosCard, sessionCard, sessionsOn } from './cards.js';
import { figuresOf } from './figures.js';
import { auditWords, wordsBlocks } from './outside-words.js';

/**
 * What a reader from outside sees by their personal link (docs/field.md#readers-from-outside): the portfolios that are
 * allocated to them, each with every figure, and who looked is on record each time.
 */

/** @throws Refused unless this portfolio is allocated to the actor now */
async function demandReader(
  portfolio: Portfolio | undefined,
  work: ActorWork,
): Promise<{ readonly found: Portfolio; readonly as: readonly AllocatedAs[] }> {
  const { readers } = portfolio === undefined ? { readers: noReaders } : await toReadPortfolio(portfolio, work);
  const as = readsAs(readers, work.actor.id);
  // Asked of nothing where there is none: it is nobody's then, as what does not exist.
  demand('evidence.read', work, as.length > 0 ? { owner: work.actor.id } : {});
  return { found: portfolio as Portfolio, as };
}

const signed = (m: Mentorship): boolean => m.state !== 'declined';

const open: PressHandler = async (press, work) => {
  const { rows, actor } = work;
  demand('evidence.read', work, { owner: actor.id });
  const mine = await allocatedPortfolios(work);
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
  const { found, as } = await demandReader(await rows.portfolios.get(press.subject as PortfolioId), work);
  const mentorships = await mentorshipsIn(rows, found);
  const sessions = [...(await rows.sessions.ofPortfolio(found.id))].sort((a, b) => b.startsAt - a.startsAt);
  const { from, to } = sessionsOn(sessions.length, press.arg);
  const on = sessions.slice(from, to);
  const of = await figuresOf(found, on, work);
  const worded = new Set((await releasedWords(found, mentorships, on, as, work)).keys());
  for (const m of mentorships.filter(signed)) auditReading('hours.read', m, work);
  const shown = {
    of,
    all: sessions.length,
    page: press.arg,
    names: menteesOutside(mentorships),
    worded,
    reflection: await reflectionBlocks(found, work),
    packs: readyPacks(await rows.packs.ofPortfolio(found.id)),
  };
  return {
    kind: 'panel',
    card: portfolioCard({ portfolio: found, totals: await rows.totals.ofPortfolio(found.id) }, shown, work),
  };
};

const session: PressHandler = async (press, work) => {
  const { rows } = work;
  const one = await rows.sessions.get(press.subject as SessionId);
  const { found, as } = await demandReader(one && (await rows.portfolios.get(one.portfolio)), work);
  const known = await sessionOf(work, press.subject);
  const mentorships = await mentorshipsIn(rows, found);
  const [figures] = await figuresOf(found, [known], work);
  const words = (await releasedWords(found, mentorships, [known], as, work)).get(known.id) ?? [];
  for (const m of mentorships)
    if (known.attendees.some((a) => a.mentorship === m.id)) {
      auditReading('session.read', m, work);
      auditWords(words, m, work);
    }
  if (figures === undefined) throw new Error('figures of a session that is there');
  return {
    kind: 'panel',
    card: sessionCard(figures, menteesOutside(mentorships), wordsBlocks(known, words), work.now),
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
        presses: ['evidence.open', 'evidence.portfolio', 'evidence.session', 'reflect.read', 'pack.download'],
        shows: [],
        forms: [],
      },
    },
  },
};
