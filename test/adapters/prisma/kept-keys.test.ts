import { expect, test } from 'vitest';
import { SqliteClients } from '../../../adapters/prisma/connect.js';
import { Keys, keysIn } from '../../../adapters/prisma/keys.js';
import { type PersonId, type ProgrammeId, randomIds } from '../../../src/kernel/ids.js';
import { statementsOf } from '../../support/asked.js';
import { openTestStore, testRootKey } from '../../support/store.js';

test('keys of five thousand people are read once, however often their rows are opened', async () => {
  const opened = await openTestStore();
  const clients = new SqliteClients();
  await clients.open(`file:${opened.file}`);
  try {
    const ids = randomIds();
    const keyStore = clients.dialect.keyStore(`file:${opened.file}`);
    await keyStore.open(false);
    const keys = new Keys(testRootKey, ids, keysIn(keyStore));
    const people = Array.from({ length: 5_000 }, () => ids.next<'person'>('person') as PersonId);
    await clients.writing.run`
      INSERT INTO "Programme" ("id", "name", "nation", "zone", "createdAt", "practice", "settings")
      VALUES ('p', 'North', 'england', 'Europe/London', 0, ${false}, ${new Uint8Array(0)})`;
    const wrapped = (person: string) => ({ person, programme: 'p', wrapped: keys.wrap(person, keys.newKey()) });
    await keyStore.put(people.map(wrapped));
    const db = { prisma: clients.reader, sql: clients.reading };
    const ring = () => keys.ring(db, 'p' as ProgrammeId, people, { keys: new Map(), erased: new Map() });
    expect((await ring()).has(people.at(-1) ?? '')).toBe(true);
    expect(await statementsOf(ring)).toEqual([]);
    await keyStore.close();
  } finally {
    await clients.close();
    await opened.close();
  }
});
