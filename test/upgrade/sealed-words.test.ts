import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SqliteClients } from '../../adapters/prisma/connect.js';
import { runDataSteps } from '../../adapters/prisma/data-steps.js';
import { Keys, keysInBoth } from '../../adapters/prisma/keys.js';
import { migrate } from '../../adapters/prisma/migrate.js';
import { dataSteps } from '../../adapters/prisma/steps/index.js';
import { sealedWords } from '../../adapters/prisma/steps/sealed-words.js';
import type { CatalogueKind } from '../../src/domain/catalogue.js';
import { randomIds } from '../../src/kernel/ids.js';
import { sql } from '../adapters/prisma/database.js';
import { startBot } from '../support/bot.js';
import { openTestStore } from '../support/store.js';
import { hearsTyped, readableIn } from '../support/typed-nowhere.js';
import { beforeSealedWords, fixtureOf, layFixture } from './fixture.js';

/** What programmes are called, and what catalogues say, is read by nobody who has the file and no key. */

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-words-'));
  file = path.join(folder, 'mentorlog.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytesOf = async (): Promise<string> =>
  (await Promise.all([file, `${file}-wal`].filter(existsSync).map((part) => readFile(part, 'latin1')))).join('\n');
const kinds = ['skill', 'question', 'guidance', 'strategy', 'template', 'criterion', 'agreement'] as const;

// The newest has all that the others have in the clear.
describe.each(beforeSealedWords().slice(-1))('the database of %s', (name) => {
  const fixture = fixtureOf(name);
  const rootKey = new Uint8Array(Buffer.from(fixture.dataKey, 'hex'));

  test('is sealed in batches that may die, says the same as before, and nothing of it is left in a free page', async () => {
    await layFixture(name, file);
    const stood = await sql(
      file,
      'SELECT "kind", "key", "version", "body" FROM "Catalogue" WHERE "programmeId" <> \'\'',
    );
    const [[called] = []] = await sql(file, `SELECT "name" FROM "Programme" WHERE "id" = '${fixture.programme}'`);
    const heard = (await sql(file, 'SELECT "key" FROM "Delivery"'))
      .map(([key]) => String(key))
      .filter((k) => k.length > 7);
    const clear = [...stood.map((row) => String(row[3])).filter((body) => body.length > 12), String(called), ...heard];
    expect(clear.length).toBeGreaterThan(40);
    const before = await bytesOf();
    expect(clear.filter((text) => !before.includes(Buffer.from(text).toString('latin1')))).toEqual([]);

    let tries = 0;
    const step = sealedWords(20);
    const steps = dataSteps.map((one) => (one.number !== 7 ? one : { ...step, batch: diesEveryOther(step) }));
    for (;;) {
      tries += 1;
      const clients = new SqliteClients();
      await migrate(`file:${file}`);
      await clients.open(`file:${file}`);
      const keyStore = clients.dialect.keyStore(`file:${file}`);
      await keyStore.open(true);
      const ended = await runDataSteps(
        {
          url: `file:${file}`,
          clients,
          keys: new Keys(rootKey, randomIds(), keysInBoth(keyStore)),
          keyStore,
          ids: randomIds(),
        },
        steps,
      ).then(
        () => 'done',
        () => 'died',
      );
      await clients.close();
      await keyStore.close();
      if (ended === 'done') break;
      expect(tries).toBeLessThan(200);
    }
    expect(tries).toBeGreaterThan(5);
    const after = await bytesOf();
    expect(clear.filter((text) => after.includes(Buffer.from(text).toString('latin1')))).toEqual([]);

    const { store, close } = await openTestStore({ file, rootKey });
    await store.read(async (tx) => {
      const rows = tx.in(fixture.programme);
      expect((await rows.programme.get()).name).toBe(called);
      const said = (await Promise.all(kinds.map((kind: CatalogueKind) => rows.catalogue.every(kind)))).flat();
      expect(said.length).toBeGreaterThan(30);
      for (const row of said) {
        const was = stood.find(
          ([kind, key, version]) => kind === row.kind && key === row.key && version === row.version,
        );
        expect(row.body).toEqual(JSON.parse(String(was?.[3])));
      }
      // An act that was heard before the upgrade is known after it.
      expect(await tx.deliveries.outcome(String(heard[0]))).toBeTypeOf('string');
    });
    await close();
  });
});

test('what a coordinator calls the programme and puts into its catalogue stands nowhere in a new database', async () => {
  const t = await startBot({ file });
  const typed = hearsTyped(t.bot);
  const priya = t.as('priya');
  await priya.types('setup');
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    await rows.programme.save({ ...(await rows.programme.get()), name: 'Canary Lane Academy' });
    await rows.catalogue.add({
      kind: 'skill',
      key: 'row1',
      version: 1,
      body: { text: 'Canary listening' },
      retiredAt: null,
    });
  });
  await priya.types('home');
  const said = await t.store.read(async (tx) => {
    const rows = tx.in(t.programme);
    return [(await rows.programme.get()).name, (await rows.catalogue.get('skill', 'row1', 1))?.body];
  });
  expect(said).toEqual(['Canary Lane Academy', { text: 'Canary listening' }]);
  const words = [...typed, 'Canary Lane Academy', 'Canary listening', 'Active listening', 'Priya Shah'];
  expect(await readableIn(file, words)).toEqual([]);
  // What looks for it finds it where it is written unsealed.
  await t.store.meta.put('plain', 'Canary Lane Academy');
  expect(await readableIn(file, words)).toEqual(['Canary Lane Academy']);
  await t.stop();
  expect(await readableIn(file, words)).toEqual(['Canary Lane Academy']);
});

function diesEveryOther(step: ReturnType<typeof sealedWords>): typeof step.batch {
  let calls = 0;
  return async (work, cursor) => {
    const next = await step.batch(work, cursor);
    calls += 1;
    if (calls % 2 === 1) throw Object.assign(new Error('killed'), { code: 'killed' });
    return next;
  };
}
