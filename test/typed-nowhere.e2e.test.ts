import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startBot } from './support/bot.js';
import { liveThrough, seasonPeople } from './support/season-lived.js';
import { hearsTyped, readableIn } from './support/typed-nowhere.js';
import { doEverythingElse, elsePeople } from './upgrade/everything-else.js';
import { pagesOfFixtures } from './upgrade/fixture.js';

/** Whoever has the file and no key reads no word that anybody typed in a season, and no name, in any byte of it. */
test('nothing that anybody typed in a season, and nobody’s name, stands readable in the database', {
  timeout: 500_000,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-typed-'));
  const file = path.join(folder, 'mentorlog.db');
  const people = [...seasonPeople, ...elsePeople].map((one) => ({ ...one, name: `${one.name} Canary` }));
  const t = await startBot({ start: '2026-10-05T08:30:00Z', people, file, pages: pagesOfFixtures });
  const typed = hearsTyped(t.bot);
  await liveThrough(t, {
    from: '2026-10-05',
    weeks: 4,
    pausedFrom: 1,
    pausedTo: 3,
    endsIn: 3,
    clockChanges: 1,
    held: 10,
  });
  await t.clock.to('2026-11-30T09:00:00Z');
  await doEverythingElse(t);
  const names = people.map((one) => one.name);
  expect(typed.size).toBeGreaterThan(100);
  expect(await readableIn(file, [...typed, ...names, ' Canary'])).toEqual([]);
  await t.stop();
  expect(await readableIn(file, [...typed, ...names, ' Canary'])).toEqual([]);
  await rm(folder, { recursive: true });
});
