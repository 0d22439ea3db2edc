import { button, sentence } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { takePerson } from '../../commands/person.js';
import { noReaders } from '../../domain/allocation.js';
import { isLive, type Portfolio } from '../../domain/mentorship.js';
import { readinessOf } from '../../domain/readiness.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId, PortfolioId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, FeatureOf } from '../feature.js';
import { toReadPortfolio } from '../shared/allocated.js';
import { auditHoursIn, auditHoursOfAll, auditReading } from '../shared/audit-reading.js';
import { demand } from '../shared/guards.js';
import { portfolioFacts } from '../shared/portfolio-facts.js';
import { portfoliosRead, readingOf } from '../shared/portfolios-read.js';
import { mentorshipsIn } from '../shared/read-hours.js';
import { askWhich } from '../shared/told-apart.js';
import { besideCriteria, criterionCard, doubtsCard, portfoliosCard, readinessCard, type Shown } from './cards.js';
import { criterionSubject } from './subjects.js';

/**
 * Whether a portfolio is ready to be assessed (docs/field.md#readiness): for its mentor, the coordinator, and those to whom
 * it is allocated. No mentee sees it, and no word that anybody wrote stands in it.
 */

/** @throws Refused where it is not there, or not the actor's to see */
async function shownOf(id: string, work: ActorWork): Promise<Shown> {
  const portfolio = await work.rows.portfolios.get(id as PortfolioId);
  if (portfolio === undefined)
    throw new Refused('no-such-portfolio', 'That is no longer here. Type evidence to see what is.');
  demand('readiness.read', work, await toReadPortfolio(portfolio, work));
  const own = portfolio.mentor === work.actor.id;
  const reading = own ? undefined : await readingOf(portfolio, work);
  const facts = await portfolioFacts(
    portfolio,
    own ? { reader: 'mentor' } : { reader: 'assessing', as: reading?.as ?? [], counting: true },
    work,
  );
  if (!own)
    for (const m of await mentorshipsIn(work.rows, portfolio))
      if (m.agreedAt !== null) auditReading('readiness.read', m, work);
  const mending = own ? 'mentor' : work.actor.roles.includes('coordinator') ? 'coordinator' : 'nobody';
  return {
    portfolio,
    readiness: readinessOf(facts),
    mending,
    apartMinutes: mending === 'nobody' ? 0 : ((await work.rows.totals.apart()).get(portfolio.id) ?? 0),
    outcomes: (await work.rows.outcomes.ofPortfolio(portfolio.id)).filter((o) => o.withdrawnAt === null),
  };
}

const open = async (id: string, arg: string, work: ActorWork): Promise<Reply> =>
  panelWith(readinessCard(await shownOf(id, work), arg, work));

/** All that the actor could open: where it is one thing alone, that. */
async function front(arg: string, work: ActorWork): Promise<Reply> {
  const own = await ownOf(work);
  const read = await byName(work);
  if (own.length + read.length === 0 && isMenteeAlone(work)) return forOthers();
  const [only] = [...own, ...read.map((one) => one.portfolio)];
  if (own.length + read.length === 1 && only !== undefined) return open(only.id, '', work);
  const { card, shown } = portfoliosCard(own, read, await work.rows.totals.byPortfolio(), arg, work);
  if (work.actor.roles.includes('coordinator')) auditHoursOfAll(work, { portfolios: shown.length });
  else
    await auditHoursIn(
      shown.map(({ portfolio }) => portfolio.id),
      work,
    );
  return panelWith(card);
}

/** The actor's own portfolios; of several those that anything is going on in, where there are such. */
async function ownOf({ rows, actor }: ActorWork): Promise<readonly Portfolio[]> {
  const all = await rows.portfolios.ofMentor(actor.id);
  if (all.length < 2) return all;
  const live = new Set((await rows.mentorships.of(actor.id)).filter(isLive).map((m) => m.portfolio));
  const going = all.filter((p) => live.has(p.id));
  return going.length === 0 ? all : going;
}

async function byName(work: ActorWork): Promise<Awaited<ReturnType<typeof portfoliosRead>>> {
  const people = await work.people();
  const nameOf = (mentor: PersonId): string => people.get(mentor)?.name ?? '￿';
  return [...(await portfoliosRead(work))].sort(
    (a, b) =>
      nameOf(a.portfolio.mentor).localeCompare(nameOf(b.portfolio.mentor), 'en') ||
      (a.portfolio.id < b.portfolio.id ? -1 : 1),
  );
}

const isMenteeAlone = ({ actor }: ActorWork): boolean =>
  !actor.roles.some((role) => role !== 'mentee' && role !== 'stakeholder' && role !== 'safeguarding-lead');

const forOthers = (): Reply =>
  replyWith(
    'Evidence',
    'This is for mentors, and for those who look after or assess their work. Type past to see what the two of you did.',
  );

/** `evidence @maya`: that mentor's, where the actor reads it. */
async function ofPerson(person: PersonId, work: ActorWork): Promise<Reply> {
  const theirs = person === work.actor.id ? await ownOf(work) : [];
  const read = (await byName(work)).filter(({ portfolio }) => portfolio.mentor === person);
  const [first, ...more] = [...theirs, ...read.map((one) => one.portfolio)];
  if (first === undefined) {
    if (person === work.actor.id) return front('', work);
    // Of whoever has none nobody is told that, but for whoever may read everybody's.
    demand('readiness.read', work, { mentor: person, readers: noReaders });
    return panelWith(
      sentence('Evidence', 'There is no portfolio of theirs yet. It begins with their first mentorship.'),
    );
  }
  if (more.length === 0) return open(first.id, '', work);
  return panelWith(portfoliosCard(theirs, read, await work.rows.totals.byPortfolio(), '', work).card);
}

const evidence: CommandHandler = async (command, work) => {
  const people = [...(await work.people()).values()];
  const named = takePerson(command.rest, command.mentions, people);
  switch (named.kind) {
    case 'person':
      return ofPerson(named.person.id, work);
    case 'several':
      return askWhich(named.people, work, { button: (p, label) => button(label, 'readiness.of', p.id) });
    case 'unknown':
      return isMenteeAlone(work)
        ? forOthers()
        : replyWith(
            'Evidence',
            `Nobody called ${shorten(named.name, 40)} is in this programme. Type evidence to choose from those you can look at.`,
          );
    case 'nobody':
      return front('', work);
    default:
      return named satisfies never;
  }
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    readiness: {
      command: 'evidence';
      verb: 'readiness.open' | 'readiness.of' | 'readiness.criterion' | 'readiness.doubts';
      audit: 'readiness.read';
    };
  }
}

export const feature: FeatureOf<'readiness'> = {
  name: 'readiness',
  commands: { evidence },
  presses: {
    /** About a portfolio, with a page of its criteria; about nothing in particular, a page of the portfolios. */
    'readiness.open': {
      opens: ({ subject, arg }, work) => (subject === '-' ? front(arg, work) : open(subject, arg, work)),
    },
    'readiness.of': { opens: ({ subject }, work) => ofPerson(subject as PersonId, work) },
    'readiness.criterion': {
      async opens({ subject }, work) {
        const about = criterionSubject.read(subject);
        const shown = await shownOf(about?.portfolio ?? '', work);
        const found =
          about?.criterion === besideCriteria
            ? 'beside'
            : shown.readiness.criteria.find((c) => c.key === about?.criterion);
        // A criterion that was taken out meanwhile: all that there is now.
        return panelWith(found === undefined ? readinessCard(shown, '', work) : criterionCard(shown, found));
      },
    },
    'readiness.doubts': { opens: async ({ subject }, work) => panelWith(doubtsCard(await shownOf(subject, work))) },
  },
};
