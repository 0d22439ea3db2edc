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
import { type LinksWorld, openLinks } from './links-world.js';
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

/**
 * @param mailed whether there is a mail server, or one to which no address is known
 * @param file where its database is, where somebody looks into it past the store
 */
export async function stakeholderWorld(
  mailed: boolean | 'refused' = true,
  pages: 'public' | null = 'public',
  file?: string,
): Promise<StakeholderWorld> {
  const mails: Sent[] = [];
  const port: MailPort = {
    async send({ to, subject, text }) {
      mails.push({ to, subject, text });
      return mailed === 'refused' ? { sent: false, again: false, code: '550' } : { sent: true };
    },
    close() {},
  };
  const world = await openLinks(pages, file, mailed === false ? undefined : port);
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
