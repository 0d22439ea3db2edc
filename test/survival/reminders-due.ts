import path from 'node:path';
import pg from 'pg';
import { leaseClock } from '../../src/kernel/clock.js';
import { move } from '../../src/program/move.js';
import { grow } from '../bench/grown.mjs';
import { untilMorning } from '../bench/product.mjs';

const hour = 3_600_000;
/** Of each mentee at a time: no more than somebody is reminded of in a day. */
const each = 4;
const perMentor = 5;
/** Sessions that were held, of each mentee but the first mentor’s. */
const perMentee = 2;

/** Whose people are to be told something, and how many reminders of sessions to come they get. */
export interface Where {
  readonly platform: 'slack' | 'teams';
  readonly tenant: string;
  readonly reminders: number;
}

/** One thing that is to be said to somebody: that a session comes, or the questions after one, which are sensitive. */
export interface Expected {
  readonly platform: string;
  readonly user: string;
  readonly session: string;
  readonly what: 'reminder' | 'questions';
}

/** A row of the outbox as it stands. */
export interface Standing {
  readonly platform: string;
  readonly face: string;
  readonly subject: string;
  readonly key: string;
  readonly sensitive: boolean;
  readonly state: string;
  /** Tries that may have arrived, each written down before it was made. */
  readonly attempts: number;
}

/** What is to be said, and whether it has been, asked past the programs. */
export interface Waiting {
  /** Has all of it fall due in two seconds; `one`: a reminder of somebody's on Slack alone. */
  fallsDue(what?: 'one'): Promise<void>;
  /** How many prompts are due, how many messages wait or are under way, and how many of them came to which end. */
  left(): Promise<{ readonly prompts: number; readonly open: number; readonly ends: Readonly<Record<string, number>> }>;
  standing(): Promise<readonly Standing[]>;
}

/**
 * A grown programme for each platform on the PostgreSQL at `url`, with so many reminders to come, in a working hour of its
 * own clock; and sessions that were held, about which they are asked.
 */
export async function remindersDue({
  folder,
  url,
  where,
}: {
  readonly folder: string;
  readonly url: string;
  readonly where: readonly Where[];
}): Promise<{
  readonly settings: Readonly<Record<string, string>>;
  readonly waiting: Waiting;
  readonly expected: readonly Expected[];
}> {
  const file = path.join(folder, 'grown.db');
  const early = untilMorning();
  const now = leaseClock.now() + early;
  for (const { platform, tenant, reminders } of where) {
    const mentors = Math.ceil(reminders / each / perMentor);
    await grow(file, {
      platform,
      tenant,
      mentors,
      mentees: perMentor,
      sessions: (mentors - 1) * perMentor * perMentee,
      ahead: each,
      startsAt: now + 3 * hour,
      now,
    });
  }
  const settings = {
    DATABASE_URL: url,
    DATA_KEY: Buffer.alloc(32, 7).toString('hex'),
    SIGNING_KEY: '22'.repeat(32),
    BACKUP_DIR: 'off',
  };
  const said: string[] = [];
  const code = await move(['--from', `file:${file}`, '--to', url], {
    env: { ...settings },
    out: (line) => void said.push(line),
    err: (line) => void said.push(line),
    now: leaseClock.now,
  });
  if (code !== 0) throw new Error(said.join('\n'));
  const ask = async (text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url });
    // Connections are cut on purpose, this one among them: its query fails, and is asked again.
    client.on('error', () => undefined);
    await client.connect();
    return (await client.query(text, [...values]).finally(() => client.end())).rows;
  };
  // The programs' own clock is as early, for good.
  await ask(`INSERT INTO "Meta" ("key", "value") VALUES ('clock-offset', $1)`, [String(early)]);
  // A session that was held is asked about as if nobody had been yet.
  const held = `(SELECT "id" FROM "Session" WHERE "state" = 'ended')`;
  for (const table of ['FeedbackAnswer', 'Feedback']) await ask(`DELETE FROM "${table}" WHERE "sessionId" IN ${held}`);
  await ask(
    `UPDATE "Attendee" SET "confirmation" = 'open', "confirmedMinutes" = NULL, "confirmedAt" = NULL WHERE "sessionId" IN ${held}`,
  );
  const later = now + 24 * hour;
  await ask(
    `UPDATE "Prompt" SET "state" = 'waiting', "settledAt" = NULL, "dueAt" = $1, "expiresAt" = $2
     WHERE "kind" = 'ask' AND "subject" IN ${held}`,
    [later, later + 14 * 24 * hour],
  );
  const expected = await ask(
    `SELECT a."platform" AS "platform", a."user" AS "user", s."id" AS "session",
       CASE WHEN s."state" = 'planned' THEN 'reminder' ELSE 'questions' END AS "what"
     FROM "Session" s JOIN "Attendee" t ON t."sessionId" = s."id" JOIN "Account" a ON a."personId" = t."menteeId"
     WHERE s."state" IN ('planned', 'ended')`,
  );
  /** Whoever moved the clock meanwhile said so there. */
  const due = async (): Promise<number> => {
    const [row] = await ask(`SELECT "value" FROM "Meta" WHERE "key" = 'clock-offset'`);
    return leaseClock.now() + Number(row?.value) + 2_000;
  };
  return {
    settings,
    expected: expected as unknown as readonly Expected[],
    waiting: {
      async fallsDue(what) {
        const first = `SELECT p."occurrence" FROM "Prompt" p JOIN "Installation" i ON i."programmeId" = p."programmeId"
          WHERE p."kind" = 'remind' AND i."platform" = 'slack' ORDER BY 1 LIMIT 1`;
        await ask(
          `UPDATE "Prompt" SET "dueAt" = $1 WHERE "kind" IN ('remind', 'ask') AND "state" = 'waiting'
           ${what === 'one' ? `AND "occurrence" IN (${first})` : ''}`,
          [await due()],
        );
      },
      async left() {
        const [row] = await ask(
          `SELECT (SELECT COUNT(*) FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= $1) AS prompts,
             (SELECT COUNT(*) FROM "Outbox" WHERE "state" IN ('waiting', 'sending')) AS open`,
          [await due()],
        );
        const ends = await ask(
          `SELECT "state", COUNT(*) AS n FROM "Outbox" WHERE "state" NOT IN ('waiting', 'sending') GROUP BY 1`,
        );
        return {
          prompts: Number(row?.prompts),
          open: Number(row?.open),
          ends: Object.fromEntries(ends.map(({ state, n }) => [String(state), Number(n)])),
        };
      },
      standing: async () =>
        (await ask(
          `SELECT i."platform" AS "platform", o."face", o."subject", o."key", o."sensitive", o."state", o."attempts"
           FROM "Outbox" o JOIN "Installation" i ON i."programmeId" = o."programmeId"`,
        )) as unknown as readonly Standing[],
    },
  };
}
