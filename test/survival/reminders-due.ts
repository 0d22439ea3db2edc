import path from 'node:path';
import pg from 'pg';
import { leaseClock } from '../../src/kernel/clock.js';
import { move } from '../../src/program/move.js';
import { grow } from '../bench/grown.mjs';
import { untilMorning } from '../bench/product.mjs';
import { team } from './chat-server.js';

const hour = 3_600_000;
/** Of each mentee at a time: no more than somebody is reminded of in a day. */
const each = 4;

/** What is to be said, and whether it has been, asked past the programs. */
export interface Waiting {
  /** Has all of it fall due in two seconds. */
  fallsDue(): Promise<void>;
  /** How many prompts are due, how many messages wait or are under way, and how many were given up. */
  left(): Promise<{ readonly prompts: number; readonly open: number; readonly failed: number }>;
}

/** A grown programme on the PostgreSQL at `url`, with so many reminders to come, in a working hour of its own clock. */
export async function remindersDue({
  folder,
  url,
  reminders,
}: {
  readonly folder: string;
  readonly url: string;
  readonly reminders: number;
}): Promise<{
  readonly settings: Readonly<Record<string, string>>;
  readonly waiting: Waiting;
  /** Whom each reminder is for, and of which session. */
  readonly expected: readonly { readonly user: string; readonly session: string }[];
}> {
  const file = path.join(folder, 'grown.db');
  const early = untilMorning();
  const now = leaseClock.now() + early;
  const mentees = Math.ceil(reminders / each);
  await grow(file, {
    platform: 'slack',
    tenant: team,
    mentors: Math.ceil(mentees / 5),
    mentees: 5,
    sessions: 0,
    ahead: each,
    startsAt: now + 3 * hour,
    now,
  });
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
  const mine = `"kind" = 'remind' AND "state" = 'waiting'`;
  const expected = await ask(
    `SELECT a."user" AS "user", s."id" AS "session" FROM "Session" s JOIN "Attendee" t ON t."sessionId" = s."id"
     JOIN "Account" a ON a."personId" = t."menteeId" WHERE s."state" = 'planned'`,
  );
  return {
    settings,
    expected: expected.map((row) => ({ user: String(row.user), session: String(row.session) })),
    waiting: {
      fallsDue: async () =>
        void (await ask(`UPDATE "Prompt" SET "dueAt" = $1 WHERE ${mine}`, [leaseClock.now() + early + 2_000])),
      async left() {
        const [row] = await ask(
          `SELECT (SELECT COUNT(*) FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= $1) AS prompts,
             (SELECT COUNT(*) FROM "Outbox" WHERE "state" IN ('waiting', 'sending')) AS open,
             (SELECT COUNT(*) FROM "Outbox" WHERE "state" IN ('failed', 'unknown', 'expired', 'not-reachable')) AS failed`,
          [leaseClock.now() + early + 2_000],
        );
        return { prompts: Number(row?.prompts), open: Number(row?.open), failed: Number(row?.failed) };
      },
    },
  };
}
