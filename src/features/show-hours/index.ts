import { type Block, type Button, button, buttons, type Card, muted } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, say } from '../../chat/text.js';
import { isAllocatedAs, noReaders, readingAs } from '../../domain/allocation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { Session } from '../../domain/session.js';
import type { PersonId, PortfolioId, SessionId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import { noTotals } from '../../ports/store/totals.js';
import type { Rows } from '../../ports/store.js';
import type { ActorWork, FeatureOf } from '../feature.js';
import { type AllocatedPortfolio, allocatedPortfolios, toReadMentorship } from '../shared/allocated.js';
import { auditHoursIn, auditHoursOfAll, auditReading } from '../shared/audit-reading.js';
import { demand, mayActor, mentorshipOf } from '../shared/guards.js';
import { lentDeviceLine } from '../shared/lent-device.js';
import {
  barOf,
  mentorshipsIn,
  type PortfolioHours,
  portfolioHoursOf,
  programmeHours,
  summed,
  targetOf,
} from '../shared/read-hours.js';
import { byHourOf, skillsNow } from '../shared/skills-by-hour.js';
import { namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';
import { byHourPress, thinBlocks } from './by-hour.js';
import {
  atMost,
  hoursPanel,
  mentorsOnPage,
  type NotCountedHere,
  nothingYet,
  ownBlocks,
  portfolioBlocks,
  programmeBlocks,
  turnsProgramme,
} from './card.js';
import { sessionsTable } from './sessions-table.js';
import { goalUses, skillUses } from './usage.js';

/** The running totals: the mentor's portfolio first, a mentee's own, the programme's for who looks after it. */

const byHourButton = (mentor: PersonId): Button => button('Skills and goals by hour', 'hours.by-skill', mentor);

/** A part of the panel, and what of it may stand in a message: goals and what was shown by whom may not. */
interface Section {
  readonly blocks: readonly Block[];
  readonly brief: readonly Block[];
}
const noUsage = { goals: [], skills: [] };

/** Sessions of each of these portfolios that count nothing (for this mentee), with those that are told. */
async function notCountedIn(
  rows: Rows,
  portfolios: readonly PortfolioId[],
  mentee?: PersonId,
): Promise<(portfolio: PortfolioId) => NotCountedHere> {
  const found = await rows.totals.notCounted(portfolios, mentee, atMost);
  const sessions = await sessionsById(
    rows,
    [...found.values()].flatMap(({ first }) => first),
  );
  return (portfolio) => ({ ...(found.get(portfolio) ?? { all: 0, first: [] }), sessions });
}

const sessionsById = async (
  rows: Rows,
  of: readonly { readonly session: SessionId }[],
): Promise<ReadonlyMap<SessionId, Session>> =>
  new Map((await rows.sessions.some([...new Set(of.map((one) => one.session))])).map((s) => [s.id, s]));

async function portfolioSection(work: ActorWork, time: PortfolioHours): Promise<Section> {
  const { rows } = work;
  const { id } = time.portfolio;
  const mentorships = await mentorshipsIn(rows, time.portfolio);
  const byMentee = await rows.totals.byMentee(id);
  const panel = {
    ...time,
    bar: await barOf(rows, time),
    mentees: mentorships
      .filter((m) => m.state !== 'declined')
      .map((mentorship) => ({ mentorship, totals: byMentee.get(mentorship.mentee) ?? noTotals })),
    notCounted: (await notCountedIn(rows, [id]))(id),
    apartMinutes: (await rows.totals.apart()).get(id) ?? 0,
    endings: await rows.totals.endings(id),
    contacts: await rows.totals.contacts(id),
  };
  const lent = await lentDeviceLine(
    rows,
    mentorships.map((m) => m.mentee),
  );
  const reads = together(readersByPart(await namedReaders(work, time.portfolio), partsThatMay('hours.read')));
  const named = reads === null ? [] : [muted(say`Read besides you and the coordinator by ${reads}.`)];
  const uses = (await rows.totals.uses([id])).get(id) ?? [];
  const skills = await skillsNow(rows);
  const usage = {
    goals: goalUses(uses, mentorships),
    skills: time.portfolio.withoutUnit ? [] : skillUses(skills, uses),
  };
  const byHour = buttons(byHourButton(time.portfolio.mentor), button('Evidence', 'readiness.open', time.portfolio.id));
  return {
    blocks: [
      ...portfolioBlocks(panel, usage),
      ...(time.portfolio.withoutUnit ? [] : [...thinBlocks(byHourOf(uses, skills), skills), byHour]),
      ...(work.surface.page === true ? await sessionsTable(rows, id) : []),
      ...lent,
      ...named,
    ],
    brief: [...portfolioBlocks(panel, noUsage), ...(time.portfolio.withoutUnit ? [] : [byHour]), ...lent, ...named],
  };
}

/** One mentee's, of each of these mentorships of theirs, in as many statements for all as for one. */
async function ownSections(
  { rows }: ActorWork,
  mentee: PersonId,
  mentorships: readonly Mentorship[],
): Promise<readonly Section[]> {
  if (mentorships.length === 0) return [];
  const portfolios = [...new Set(mentorships.map((m) => m.portfolio))];
  const totals = await rows.totals.ofMentee(mentee);
  const notCounted = await notCountedIn(rows, portfolios, mentee);
  const uses = await rows.totals.uses(portfolios, mentee);
  return mentorships.map((m) => {
    const of = [totals.get(m.portfolio) ?? noTotals, notCounted(m.portfolio), m] as const;
    return {
      blocks: ownBlocks(...of, goalUses(uses.get(m.portfolio) ?? [], [m])),
      brief: ownBlocks(...of, noUsage.goals),
    };
  });
}

/**
 * The programme's for whoever looks after all of it; else of the portfolios that the actor is allocated.
 * @param arg which page of the mentors
 * @param allocated those portfolios
 */
async function programmeSection(
  work: ActorWork,
  arg = '',
  allocated?: readonly AllocatedPortfolio[],
): Promise<Section> {
  const { rows } = work;
  const table = work.surface.page === true;
  const theirs = allocated && new Map(allocated.map(({ portfolio, as }) => [portfolio.id, as]));
  const all = (await programmeHours(rows)).filter(({ portfolio }) => theirs?.has(portfolio.id) !== false);
  const onPage = mentorsOnPage(all, arg, table);
  const disputes = await rows.totals.disputes(atMost, theirs && [...theirs.keys()]);
  const sessions = await sessionsById(rows, disputes.first);
  const apart = await rows.totals.apart();
  const panel = {
    all,
    ...onPage,
    signed: table ? await rows.totals.signed(onPage.shown.map((one) => one.portfolio.id)) : new Map(),
    disputes: {
      all: disputes.all,
      first: disputes.first.flatMap(({ session, part }) => {
        const of = sessions.get(session);
        return of === undefined ? [] : [{ session: of, part }];
      }),
    },
    apartMinutes: all.reduce((n, { portfolio }) => n + (apart.get(portfolio.id) ?? 0), 0),
    settles: mayActor('hours.settle', work),
    ...(theirs === undefined ? {} : { allocated: theirs }),
    byHour: ({ id, mentor }: Portfolio): boolean =>
      mayActor('hours.by-skill', work, { mentor, readers: readingAs(work.actor.id, theirs?.get(id) ?? []) }),
  };
  if (theirs === undefined) auditHoursOfAll(work, { portfolios: all.length });
  else
    await auditHoursIn(
      onPage.shown.map(({ portfolio }) => portfolio.id),
      work,
    );
  return {
    blocks: programmeBlocks(panel, table),
    brief: programmeBlocks(table ? { ...panel, ...mentorsOnPage(all, arg, false) } : panel, false),
  };
}

/** Whether they look after the programme as a whole: asked about nobody in particular, so that no allocation answers. */
const readsAll = (work: ActorWork): boolean => mayActor('hours.read', work, { readers: noReaders });

/** The programme's hours for whoever looks after it, those of their portfolios for who is allocated some, else nothing. */
async function hoursToLookAfter(work: ActorWork, arg = ''): Promise<Section | undefined> {
  if (readsAll(work)) return programmeSection(work, arg);
  const allocated = await allocatedPortfolios(work);
  return allocated.length === 0 ? undefined : programmeSection(work, arg, allocated);
}

async function hoursOfActor(work: ActorWork): Promise<Reply> {
  const me = work.actor;
  const sections: Section[] = [];
  const mine = await portfolioHoursOf(work.rows, me.id);
  for (const time of mine) sections.push(await portfolioSection(work, time));
  const theirs = (await work.rows.mentorships.of(me.id)).filter((m) => m.mentee === me.id && m.state !== 'declined');
  sections.push(...(await ownSections(work, me.id, theirs)));
  const lookedAfter = await hoursToLookAfter(work);
  if (lookedAfter !== undefined) sections.push(lookedAfter);
  if (sections.length === 0) {
    const card = nothingYet(
      me.roles.includes('mentor')
        ? 'mentor'
        : me.roles.includes('mentee')
          ? 'mentee'
          : me.roles.some(isAllocatedAs)
            ? 'allocated'
            : 'other',
    );
    return { kind: 'panel', card, inMessage: card };
  }
  const delivered = summed(mine, (h) => h.deliveredMinutes);
  const target = targetOf(mine);
  const line = literal(
    mine.length > 0
      ? `${target === 0 ? minutesInWords(delivered) : `${minutesInWords(delivered)} of ${minutesInWords(target)}`} delivered.`
      : 'Hours planned, delivered and confirmed.',
  );
  const of = (part: keyof Section): Card =>
    hoursPanel(
      sections.map((s) => s[part]),
      line,
      work.programme,
    );
  const [card, inMessage] = [of('blocks'), of('brief')];
  const whole = work.surface.page !== true && sections.every((s) => s.blocks.length === s.brief.length);
  return { kind: 'panel', card, inMessage: whole ? card : inMessage };
}

declare module '../../kernel/names.js' {
  interface Capabilities {
    'show-hours': {
      command: 'hours';
      verb: 'hours.read' | 'hours.by-skill';
      audit: 'hours.read' | 'skills.read';
    };
  }
}

export const feature: FeatureOf<'show-hours'> = {
  name: 'show-hours',
  commands: { hours: (_command, work) => hoursOfActor(work) },
  presses: {
    /** About a mentor; with an arg a page of the hours. */
    'hours.by-skill': { opens: byHourPress },
    'hours.read': {
      opens: async (press, work) => {
        if (press.subject === turnsProgramme) {
          const section = await hoursToLookAfter(work, press.arg);
          if (section === undefined) demand('hours.read', work, { readers: noReaders });
          const { blocks } = section ?? { blocks: [] };
          return { kind: 'panel', card: hoursPanel([blocks], literal('Hours, mentor by mentor.'), work.programme) };
        }
        const m = await mentorshipOf(work, press.subject);
        demand('hours.read', work, await toReadMentorship(m, work));
        const portfolio = await work.rows.portfolios.get(m.portfolio);
        if (portfolio === undefined) return { kind: 'panel', card: nothingYet('other') };
        const sections =
          m.mentor === work.actor.id
            ? [await portfolioSection(work, { portfolio, totals: await work.rows.totals.ofPortfolio(portfolio.id) })]
            : await ownSections(work, m.mentee, [m]);
        // To a mentor it stands in the section.
        const byHour =
          m.mentor !== work.actor.id && mayActor('hours.by-skill', work, await toReadMentorship(m, work))
            ? [buttons(byHourButton(m.mentor))]
            : [];
        const lent = m.mentor === work.actor.id ? [] : await lentDeviceLine(work.rows, [m.mentee]);
        auditReading('hours.read', m, work);
        const { deliveredMinutes } = await work.rows.totals.ofPortfolio(portfolio.id, m.mentee);
        const summary = literal(`${minutesInWords(deliveredMinutes)} delivered.`);
        return {
          kind: 'panel',
          card: hoursPanel(
            [[...sections.flatMap(({ blocks }) => blocks), ...byHour, ...lent]],
            summary,
            work.programme,
          ),
        };
      },
    },
  },
};
