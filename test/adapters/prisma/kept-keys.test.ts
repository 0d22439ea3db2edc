import { expect, test } from 'vitest';
import { SqliteClients } from '../../../adapters/prisma/connect.js';
import { Keys } from '../../../adapters/prisma/keys.js';
import { type PersonId, type ProgrammeId, randomIds } from '../../../src/kernel/ids.js';
import { statementsOf } from '../../support/asked.js';
import { openTestStore, testRootKey } from '../../support/store.js';

test('keys of five thousand people are read once, however often their rows are opened', async () => {
  const opened = await openTestStore();
  const clients = new SqliteClients();
  await clients.open(`file:${opened.file}`);
  try {
    const ids = randomIds();
    const keys = new Keys(testRootKey, ids);
    const people = Array.from({ length: 5_000 }, () => ids.next<'person'>('person') as PersonId);
    await clients.writing.run`
      INSERT INTO "Programme" ("id", "name", "nation", "zone", "createdAt", "practice", "settings")
      VALUES ('p', 'North', 'england', 'Europe/London', 0, ${false}, ${new Uint8Array(0)})`;
    await clients.unit(async ({ sql }) => {
      for (const person of people)
        await sql.run`
          INSERT INTO "Person" ("id", "programmeId", "dataKey", "profile", "zone", "locale", "roles", "createdAt")
          VALUES (${person}, 'p', ${keys.make(person).wrapped}, ${new Uint8Array(0)}, 'UTC', 'en-GB', '[]', 0)`;
    });
    const db = { prisma: clients.reader, sql: clients.reading };
    const ring = () => keys.ring(db, 'p' as ProgrammeId, people, new Map());
    expect((await ring()).has(people.at(-1) ?? '')).toBe(true);
    expect(await statementsOf(ring)).toEqual([]);
  } finally {
    await clients.close();
    await opened.close();
  }
});
