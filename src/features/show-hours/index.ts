import type { Block, Card } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { minutesInWords } from '../../kernel/words.js';
import type { ActorWork, FeatureOf } from '../feature.js';
import { auditHoursOfAll, auditReading } from '../shared/audit-reading.js';
import { aboutMentorship, demand, mayActor, mentorshipOf } from '../shared/guards.js';
import { lentDeviceLine } from '../shared/lent-device.js';
import { type PortfolioTime, portfolioTime, portfolioTimesOf } from '../shared/read-hours.js';
import { hoursPanel, nothingYet, ownBlocks, portfolioBlocks, programmeBlocks } from './card.js';
import { sessionsTable } from './sessions-table.js';
import { usageOf } from './usage.js';

/** The running totals: the mentor's portfolio first, a mentee's own, the programme's for who looks after it. */

/** A part of the panel, and what of it may stand in a message: goals and what was shown by whom may not. */
interface Section {
  readonly blocks: readonly Block[];
  readonly brief: readonly Block[];
}
const noUsage = { goals: [], skills: [] };

async function portfolioSection(work: ActorWork, time: PortfolioTime): Promise<Section> {
  let contacts = 0;
  for (const m of time.mentorships) contacts += (await work.rows.contacts.ofMentorship(m.id)).length;
  const lent = await lentDeviceLine(
    work.rows,
    time.mentorships.map((m) => m.mentee),
  );
  return {
    blocks: [
      ...portfolioBlocks(time, await usageOf(work.rows, time), contacts),
      ...(work.surface.page === true ? sessionsTable(time) : []),
      ...lent,
    ],
    brief: [...portfolioBlocks(time, noUsage, contacts), ...lent],
  };
}

async function ownSection(work: ActorWork, m: Mentorship): Promise<Section | undefined> {
  const portfolio = await work.rows.portfolios.get(m.portfolio);
  if (portfolio === undefined) return undefined;
  const time = await portfolioTime(work.rows, portfolio);
  return {
    blocks: ownBlocks(time, m, (await usageOf(work.rows, time, m.mentee)).goals),
    brief: ownBlocks(time, m, noUsage.goals),
  };
}

/** Whether they look after the programme as a whole: their role reads everybody's hours. */
const readsAll = (work: ActorWork): boolean => mayActor('hours.read', work);

async function hoursOfActor(work: ActorWork): Promise<Reply> {
  const me = work.actor;
  const sections: Section[] = [];
  const mine = await portfolioTimesOf(work.rows, me.id);
  for (const time of mine) sections.push(await portfolioSection(work, time));
  for (const m of await work.rows.mentorships.of(me.id)) {
    if (m.mentee !== me.id || m.state === 'declined') continue;
    const own = await ownSection(work, m);
    if (own !== undefined) sections.push(own);
  }
  if (readsAll(work)) {
    const times: PortfolioTime[] = [];
    for (const p of await work.rows.portfolios.all()) times.push(await portfolioTime(work.rows, p));
    const settles = mayActor('hours.settle', work);
    sections.push({
      blocks: programmeBlocks(times, settles, work.surface.page === true),
      brief: programmeBlocks(times, settles),
    });
    auditHoursOfAll(work, { portfolios: times.length });
  }
  if (sections.length === 0) {
    const card = nothingYet(me.roles.includes('mentor') ? 'mentor' : me.roles.includes('mentee') ? 'mentee' : 'other');
    return { kind: 'panel', card, inMessage: card };
  }
  const delivered = mine.reduce((n, t) => n + t.hours().deliveredMinutes, 0);
  const target = mine.reduce((n, t) => n + t.portfolio.targetMinutes, 0);
  const line = literal(
    mine.length > 0
      ? `${minutesInWords(delivered)} of ${minutesInWords(target)} delivered.`
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
      verb: 'hours.read';
      audit: 'hours.read';
    };
  }
}

export const feature: FeatureOf<'show-hours'> = {
  name: 'show-hours',
  commands: { hours: (_command, work) => hoursOfActor(work) },
  presses: {
    'hours.read': {
      opens: async (press, work) => {
        const m = await mentorshipOf(work, press.subject);
        demand('hours.read', work, aboutMentorship(m));
        const portfolio = await work.rows.portfolios.get(m.portfolio);
        if (portfolio === undefined) return { kind: 'panel', card: nothingYet('other') };
        const time = await portfolioTime(work.rows, portfolio);
        const section =
          m.mentor === work.actor.id
            ? (await portfolioSection(work, time)).blocks
            : [
                ...ownBlocks(time, m, (await usageOf(work.rows, time, m.mentee)).goals),
                ...(await lentDeviceLine(work.rows, [m.mentee])),
              ];
        auditReading('hours.read', m, work);
        const summary = literal(`${minutesInWords(time.hours(m.mentee).deliveredMinutes)} delivered.`);
        return { kind: 'panel', card: hoursPanel([section], summary, work.programme) };
      },
    },
  },
};
