import path from 'node:path';
import pg from 'pg';
import { openSqlite } from '../../../adapters/prisma/driver.js';
import { PostgresqlEnd } from '../../../adapters/prisma/postgresql/end.js';
import { keySchema, postgresqlKeyStore } from '../../../adapters/prisma/postgresql/key-schema.js';
import { migrate } from '../../../adapters/prisma/postgresql/migrate.js';
import { copyRows } from '../../../adapters/prisma/transfer/copy-rows.js';
import { SqliteEnd } from '../../../adapters/prisma/transfer/sqlite-end.js';
import { type Grown, grow } from '../../bench/grown.mjs';
import { team } from '../chat-server.js';
import { digestAt, heldBefore, menteesOfAMentor, sessionsAWeek, workingDays } from './assumed.js';

export interface GrownDay {
  readonly grown: Grown;
  /** Of the sessions of this Monday. */
  readonly sessions: number;
  ask(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Everybody was written to before: a conversation is found again by what stands in it, and none has to be opened. */
const written = `INSERT INTO "Posted" ("programmeId", "face", "subject", "recipient", "ref", "key", "drawn")
  SELECT p."programmeId", 'welcome', p."id", 'p:' || p."id",
    'slack:' || a."tenant" || ':D' || substr(a."user", 2) || ':1700000000.000001', 'before:' || p."id", 1
  FROM "Person" p JOIN "Account" a ON a."personId" = p."id" ON CONFLICT DO NOTHING`;

/**
 * A programme of so many mentorships on the PostgreSQL at `url`, as it stands when the day begins. A file is grown and its
 * rows are put across many at a time; what a move does besides (it reads all of it again, and verifies both) is left out.
 * @param slots when sessions begin (ms)
 */
export async function grownDay(about: {
  readonly folder: string;
  readonly url: string;
  readonly mentorships: number;
  readonly begins: number;
  readonly slots: readonly number[];
  readonly channel: string;
}): Promise<GrownDay> {
  const { folder, url, mentorships, begins, slots } = about;
  const file = path.join(folder, 'grown.db');
  const [first = begins] = slots;
  const every = Math.round(workingDays / sessionsAWeek);
  let sessions = 0;
  const grown = await grow(file, {
    platform: 'slack',
    tenant: team,
    mentors: Math.ceil(mentorships / menteesOfAMentor),
    mentees: menteesOfAMentor,
    sessions: mentorships * heldBefore,
    now: begins,
    startsAt: first,
    wholeLife: true,
    ahead: (n) => {
      // One in five, and of one mentor's never two.
      if (n % every !== 0) return [];
      sessions += 1;
      return [(slots[(n / every) % slots.length] ?? first) - first];
    },
    settings: {
      digest: {
        weekly: true,
        weekday: 1,
        time: digestAt,
        channel: { address: `slack:${team}:${about.channel}`, name: 'mentoring' },
      },
    },
  });
  await migrate(url);
  const store = postgresqlKeyStore(url);
  await store.open(true);
  await store.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const [from, schema] of [
    [`${file}-keys`, keySchema],
    [file, 'public'],
  ] as const) {
    const at = await openSqlite(`file:${from}`, { keepStatements: true });
    await client.query('BEGIN');
    await copyRows(new SqliteEnd(at), new PostgresqlEnd(client, schema), { atOnce: 2_000 });
    await client.query('COMMIT');
    await at.dispose();
  }
  await client.query(written);
  // What its own upkeep would have found out by then.
  await client.query('ANALYZE');
  return {
    grown,
    sessions,
    ask: async (text, values = []) => (await client.query(text, [...values])).rows,
    close: () => client.end(),
  };
}
