import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sql } from '../adapters/prisma/database.js';
import { startBot, type TestBot } from '../support/bot.js';
import { liveThrough, seasonPeople } from '../support/season-lived.js';
import { dumpOf, rowsIn } from './dump.js';
import { doEverythingElse, elsePeople } from './everything-else.js';
import { figuresOf } from './figures.js';
import { type Fixture, fixtures, keysEnd, pagesOfFixtures } from './fixture.js';

/**
 * Makes the fixture of this version (`npm run fixture`): a database filled by a season and by all else there is, as SQL
 * text with a key of its own, and what must be read from it. To be run on the commit that a version is tagged on, so
 * that every later version opens what this one left. `FIXTURE_TO` is another folder for it, to try that it can be made.
 */
test('the fixture of this version is made', { timeout: 500_000 }, async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const base = path.join(process.env.FIXTURE_TO ?? fixtures, `${new Date().toISOString().slice(0, 7)}-${version}`);
  // What a version left is never made anew: it would be what another program leaves.
  expect(existsSync(`${base}.sql`), `${base}.sql is there already`).toBe(false);
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-fixture-'));
  const file = path.join(folder, 'mentorlog.db');
  const rootKey = new Uint8Array(randomBytes(32));
  const signingKey = new Uint8Array(randomBytes(32));
  const people = [...seasonPeople, ...elsePeople];
  const t = await startBot({
    start: '2026-10-05T08:30:00Z',
    people,
    file,
    rootKey,
    signingKey,
    pages: pagesOfFixtures,
  });
  const weeks = { from: '2026-10-05', weeks: 4, pausedFrom: 1, pausedTo: 3, endsIn: 3, clockChanges: 1, held: 10 };
  const { counted, other } = await liveThrough(t, weeks);
  await t.clock.to('2026-11-30T09:00:00Z');
  await doEverythingElse(t);
  await changedAndPutBack(t, file);
  const known = {
    about:
      'A database as this version of the program left it, filled by tests. All people in it are made up, and so is its key, which is the key of nothing else. Never changed; made by `npm run fixture`.',
    version,
    dataKey: Buffer.from(rootKey).toString('hex'),
    now: t.clock.now(),
    deliveries: t.deliveries(),
    programme: t.programme,
    people: Object.fromEntries(t.people),
    otherProgramme: other.programme,
    counted,
    figures: await figuresOf(t.store, t.programme),
    otherFigures: await figuresOf(t.store, other.programme),
  };
  await t.stop();
  const rows = await rowsIn(file);
  const empty = Object.entries(rows).flatMap(([table, n]) => (n === 0 ? [table] : []));
  expect(empty, 'every table has rows').toEqual([]);
  await writeFile(`${base}.sql`, await dumpOf(file));
  await writeFile(`${base}${keysEnd}`, await dumpOf(`${file}-keys`));
  await writeFile(`${base}.json`, `${JSON.stringify({ ...known, rows } satisfies Fixture, null, 1)}\n`);
  await rm(folder, { recursive: true });
});

/** Somebody wrote other minutes past the program, which left them out and said so; they were put right, and count again. */
async function changedAndPutBack(t: TestBot, file: string): Promise<void> {
  const set = (by: string): Promise<unknown> =>
    sql(
      file,
      `UPDATE "Attendee" SET "confirmedMinutes" = "confirmedMinutes" ${by} WHERE rowid = (SELECT MIN(rowid) FROM "Attendee" WHERE "confirmedMinutes" > 30)`,
    );
  for (const by of ['+ 5', '- 5']) {
    await set(by);
    await t.bot.check();
    await t.settled();
  }
  expect(await t.store.read((tx) => tx.checks.counts())).toMatchObject({ unfitChains: 0, leftOut: 0 });
}
