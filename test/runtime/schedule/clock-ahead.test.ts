import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import { sql } from '../../adapters/prisma/database.js';
import { startBot } from '../../support/bot.js';
import { agreed, planned } from '../../support/steps.js';

/** The machine's clock stands 400 days ahead for a while, and is right again. */
test('after it this week’s digest comes, what ran out meanwhile waits again, and nothing is said twice', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-ahead-'));
  const file = `${folder}/mentorlog.db`;
  const t = await startBot({ file, start: '2026-11-23T09:00:00Z' });
  await agreed(t, 'maya', 'leo');
  await t.as('priya').types('digest weekly Friday 16:00');
  await t.as('priya').types('digest', { scope: 'shared' });
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Calls');
  await t.as('leo').presses('plan.accept');
  await t.settled();
  let at = file;
  const waiting = () =>
    sql(at, `SELECT "occurrence" FROM "Prompt" WHERE "state" = 'waiting' AND "kind" NOT LIKE '%digest%' ORDER BY 1`);
  const before = await waiting();
  const right = t.clock.now();

  t.clock.set(right + 400 * day);
  await t.settled();
  t.clock.set(right);
  const kept = {
    file,
    now: right,
    deliveries: t.deliveries(),
    programme: t.programme,
    people: t.people,
    chat: t.chat,
  };
  await t.stop();
  const again = await startBot({ file: `${folder}/again.db`, resume: kept });
  at = `${folder}/again.db`;
  try {
    await again.settled();
    const said = again.chat.messages.length;
    const after = (await waiting()).map(([one]) => one);
    // What fired then was said then, and is not said again; whatever ran out waits as before.
    const fired = new Set(
      (await sql(at, `SELECT "occurrence" FROM "Prompt" WHERE "state" = 'fired'`)).map(([one]) => one),
    );
    expect(before.map(([one]) => one).filter((one) => !fired.has(one) && !after.includes(one))).toEqual([]);
    expect(after.length).toBeGreaterThan(0);
    expect(again.chat.messages.length).toBe(said);
    const digests = () => again.channel().filter((m) => m.includes('Friday') || m.includes('week')).length;
    const channelBefore = again.channel().length;
    await again.clock.to('2026-11-27T16:01:00Z');
    await again.settled();
    expect(digests()).toBeGreaterThan(0);
    expect(again.channel().length).toBe(channelBefore + 1);
  } finally {
    await again.stop();
    await rm(folder, { recursive: true });
  }
});
