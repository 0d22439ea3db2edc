import type { Review } from '../../src/domain/review.js';
import { sentBeside } from '../../src/domain/sent-beside.js';
import { features } from '../../src/features/index.js';
import { askStakeholders } from '../../src/features/shared/ask-stakeholder.js';
import { day } from '../../src/kernel/clock.js';
import { type MentorshipId, type PersonId, randomIds } from '../../src/kernel/ids.js';
import type { MailPort } from '../../src/ports/mail.js';
import { registryOf } from '../../src/runtime/registry.js';
import { workOn } from '../../src/runtime/work.js';
import type { TestBot } from './bot.js';
import { type BeforeLinks, type LinksWorld, openLinks } from './links-world.js';
import { agreed } from './steps.js';
import { Visitor } from './visitor.js';

/** A mentorship about which somebody beside it is asked, with a mail server that keeps what it was given. */

export interface Sent {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface StakeholderWorld extends LinksWorld {
  readonly mails: Sent[];
  /** Whoever has the link in the newest mail to this address. */
  visitor(to: string): Visitor;
}

export async function stakeholderWorld(
  how: {
    /** Whether there is a mail server, or one to which no address is known. */
    readonly mailed?: boolean | 'refused';
    /** Where its database is, where somebody looks into it past the store. */
    readonly file?: string;
    /** What has happened already. */
    readonly before?: BeforeLinks;
  } = {},
): Promise<StakeholderWorld> {
  const { mailed = true, file, before } = how;
  const mails: Sent[] = [];
  const port: MailPort = {
    async send({ to, subject, text }) {
      mails.push({ to, subject, text });
      return mailed === 'refused' ? { sent: false, again: false, code: '550' } : { sent: true };
    },
    close() {},
  };
  const world = await openLinks('public', file, mailed === false ? undefined : port, undefined, before);
  return {
    ...world,
    mails,
    visitor(to) {
      const text = mails.findLast((m) => m.to === to)?.text ?? '';
      const address = /https?:\S+/.exec(text)?.[0];
      if (address === undefined) throw new Error(`no link was sent to ${to}: ${JSON.stringify(mails)}`);
      return new Visitor(world.site, address);
    },
  };
}

/** They agreed some days ago: that both have signed is not this day's one message to the mentee any more. */
export async function agreedBefore(bot: TestBot, mentor: string, mentee: string): Promise<void> {
  await agreed(bot, mentor, mentee);
  await bot.store.write((tx) =>
    tx.in(bot.programme).kept.put(sentBeside, bot.as(mentee).id, { date: '2026-11-20', face: 'agreement-signed' }),
  );
}

/** The coordinator has noted that they are 18 or over. */
export const isAdult = (bot: TestBot, id: PersonId): Promise<void> =>
  bot.store.write(async (tx) => {
    const { people } = tx.in(bot.programme);
    const person = await people.get(id);
    if (person !== undefined) await people.save({ ...person, adult: true });
  });

/** Opens a review of this mentorship, as its own feature does, and closes it so many days later. */
export async function opensReview(
  bot: TestBot,
  mentorship: MentorshipId,
  moment: Review['moment'] = 'mid',
  days = 14,
): Promise<Review> {
  const ids = randomIds();
  const now = bot.clock.now();
  const review: Review = {
    id: ids.next('review'),
    programme: bot.programme,
    mentorship,
    moment,
    why: 'minutes',
    openedAt: now,
    closesAt: now + days * day,
  };
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    await rows.reviews.save(review);
    const programme = await rows.programme.get();
    const parts = registryOf(features);
    const work = workOn({ rows, parts, programme, now, leaseNow: now, ids, actor: null });
    await askStakeholders(review, work);
    await work.flush();
  });
  await bot.settled();
  return review;
}

export const mentorshipsOf = (bot: TestBot) => bot.store.read((tx) => tx.in(bot.programme).mentorships.all());

/** Maya mentors Leo, who may be asked whom he lets be asked. */
export const leoMayBeAsked: BeforeLinks = async ({ bot }) => {
  await agreedBefore(bot, 'maya', 'leo');
  await isAdult(bot, bot.as('leo').id);
};

export const sam = 'sam.hill@school.example';
export const shown = (of: unknown): string => JSON.stringify(of);
/** The id of the form whose step is open on a page. */
export const formIn = (html: string): string => /v\.q-([^"]+?)-out-contact/.exec(html)?.[1] ?? '';

/** What people do about a mentorship until somebody is asked. @param now the world of this test */
export function asking(now: () => { readonly w: StakeholderWorld; readonly m: MentorshipId }) {
  return {
    /** Proposes that Sam be asked; answers what is said to that. */
    async proposes(who = 'maya', values: Readonly<Record<string, string>> = {}): Promise<string> {
      const { w, m } = now();
      const a = w.bot.as(who);
      await a.presses('stakeholder.open', { subject: m });
      await a.presses('stakeholder.propose', { subject: m });
      await a
        .fills({ name: 'Sam Hill', email: sam, as: 'teacher', reason: 'Sam sees us on Tuesdays.', ...values })
        .submits();
      return shown(a.last);
    },
    /** Leo's word. */
    async says(word: 'yes' | 'no'): Promise<void> {
      const leo = now().w.bot.as('leo');
      await leo.presses('stakeholder.choose');
      await leo.fills({ word }).submits();
    },
    /** The morning after: what opened is asked, and the mails of it have gone. */
    async nextMorning(): Promise<void> {
      const { bot } = now().w;
      await bot.clock.to('2026-11-24T09:31:00Z');
      await bot.settled();
    },
    async panelOf(who: string, of = now().m): Promise<string> {
      return shown(await now().w.bot.as(who).presses('stakeholder.open', { subject: of }));
    },
  };
}
