import { z } from 'zod';
import { refOf } from '../../domain/catalogue.js';
import { type MenteeAnswers, nextFigures, type SaidFigure, totalsOf } from '../../domain/digest.js';
import { keptValue, listOf, ofName, personId } from '../../domain/kept.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Work } from '../feature.js';
import { questionsOf } from '../shared/read-feedback.js';
import { hoursByWeek, programmeHours, targetOf, type WeekOfHours } from '../shared/read-hours.js';

const totals = z.object({
  deliveredMinutes: z.number(),
  confirmedMinutes: z.number(),
  sessions: z.number(),
  records: z.number(),
  recordsAtTheTime: z.number(),
});

/**
 * A digest as it was when it was posted, under its subject. It is kept whole: drawing it again (a retry, a redrawn card)
 * must say the same, for a figure that moved between two drawings would tell what the rule about averages keeps back.
 */
export const keptDigest = keptValue({
  name: 'digest',
  per: [ofName],
  schema: z.object({
    /** The span of "this week" (ms). */
    from: z.number(),
    to: z.number(),
    /** Since when "in all" counts (ms). */
    since: z.number(),
    week: totals,
    all: totals,
    /** What the picture shows beside the totals; one kept before there were pictures has none. */
    hours: z
      .object({
        /** Of all portfolios together. */
        targetMinutes: z.number(),
        weeks: listOf<WeekOfHours>(z.object({ from: z.number(), minutes: z.number() })),
      })
      .optional(),
    figures: listOf(z.object({ key: z.string(), figure: z.number(), band: z.string(), before: z.number().optional() })),
    /** The newest signed head as it went out, and the key that signed; absent where nothing signs. */
    signed: z.object({ key: z.string(), hash: z.string() }).optional(),
    /** Who asked for it; nobody did where it is the week's own. */
    askedBy: personId.optional(),
    /** Mentors who chose to have a line of their own. */
    own: listOf(z.object({ mentor: personId, deliveredMinutes: z.number(), targetMinutes: z.number() })),
  }),
  erasure: {
    of: 'entries',
    // The programme's totals stay, as the minutes of its sessions do; whose they are goes.
    without: ({ askedBy, ...kept }, erased) => ({
      ...kept,
      ...(askedBy === undefined || askedBy === erased.id ? {} : { askedBy }),
      own: kept.own.filter((o) => o.mentor !== erased.id),
    }),
  },
});
export type KeptDigest = NonNullable<ReturnType<(typeof keptDigest)['read']>>;

/** Whose answers are in a figure; one who was erased is an empty id, so that the figure stays as it was said. */
const from = listOf(personId);

/** The figures that were said last, by question and wording, with those before them. */
export const publishedFigures = keptValue({
  name: 'digest.figures',
  schema: z.record(
    z.object({
      at: z.number(),
      figure: z.number(),
      from,
      before: z.object({ figure: z.number(), from }).optional(),
    }),
  ),
  erasure: {
    of: 'entries',
    // Only who it was goes, not that there was somebody: how many they are is what a figure's band is made of, and one
    // less would tell of them.
    without(figures, erased) {
      const nameless = (people: readonly PersonId[]): readonly PersonId[] =>
        people.map((id) => (id === erased.id ? nobody : id));
      return Object.fromEntries(
        Object.entries(figures).map(([key, { before, ...figure }]) => [
          key,
          {
            ...figure,
            from: nameless(figure.from),
            ...(before === undefined ? {} : { before: { ...before, from: nameless(before.from) } }),
          },
        ]),
      );
    },
  },
});
const nobody = '' as PersonId;

/** Counts everything, moves the published figures on if they may move, and keeps the digest under its subject. */
export async function gatherDigest(work: Work, subject: string, from: number, askedBy?: PersonId): Promise<KeptDigest> {
  const { rows } = work;
  const all = await programmeHours(rows);
  const people = await work.people();
  const week = await rows.totals.within({ from, to: work.now });
  const head = await rows.signedHeads.sign(work.now);
  const kept: KeptDigest = {
    ...(askedBy === undefined ? {} : { askedBy }),
    from,
    to: work.now,
    since: work.programme.createdAt,
    week: totalsOf([week]),
    all: totalsOf(all.map((one) => one.totals)),
    hours: {
      targetMinutes: targetOf(all),
      weeks: await hoursByWeek(rows, null, {
        since: work.programme.createdAt,
        to: work.now,
        zone: work.programme.zone,
      }),
    },
    figures: await figuresToSay(work),
    ...(head === undefined ? {} : { signed: { key: head.key, hash: head.hash } }),
    own: all
      .filter(({ portfolio }) => people.get(portfolio.mentor)?.manners.ownLine === true)
      .map(({ portfolio, totals }) => ({
        mentor: portfolio.mentor,
        deliveredMinutes: totals.deliveredMinutes,
        targetMinutes: portfolio.targetMinutes,
      })),
  };
  await work.rows.kept.put(keptDigest, subject, kept);
  return kept;
}

async function figuresToSay(work: Work): Promise<readonly SaidFigure[]> {
  // Nothing but the answers of those who opted in goes in, so no other is looked at.
  const optedIn = [...(await work.people()).values()].flatMap((p) => (p.manners.inAverages === true ? [p.id] : []));
  const all = [...(await work.rows.totals.forms(optedIn))].map(
    ([mentee, forms]): MenteeAnswers => ({ mentee, optedIn: true, ...forms }),
  );
  const before = (await work.rows.kept.get(publishedFigures)) ?? {};
  // An average is of one wording: what was answered in other words is no answer to what stands beside it.
  const rated = (await questionsOf(work.rows, 'after-session'))
    .filter((q) => q.kind === 'rating')
    .map((q) => refOf({ key: q.key, version: q.wording }));
  const next = nextFigures(before, all, rated, work.now);
  await work.rows.kept.put(publishedFigures, next.remember);
  return next.say;
}
