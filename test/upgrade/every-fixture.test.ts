import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Address, MessageRef } from '../../src/chat/inbound.js';
import { weeksUpTo } from '../../src/domain/weekly-hours.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { sql } from '../adapters/prisma/database.js';
import { startBot, type TestBot } from '../support/bot.js';
import { directOf, type Seen } from '../support/chat.js';
import { misfits } from '../support/leaves.js';
import { mentorshipOf, newerThings } from '../support/newer-steps.js';
import { nothingFound } from '../support/no-misfit.js';
import { goOn, seasonPeople } from '../support/season-lived.js';
import { openTestStore } from '../support/store.js';
import { totalsTwice } from '../support/totals.js';
import { rowsIn } from './dump.js';
import { elsePeople, erased } from './everything-else.js';
import { figuresOf } from './figures.js';
import {
  beforeLeaves,
  type Fixture,
  figuresNow,
  fixtureNames,
  fixtureOf,
  layFixture,
  pagesOfFixtures,
} from './fixture.js';

/**
 * Every database that a released version left is opened by this one: what was read from it then is read from it now, and
 * the season in it goes on. A fixture is never changed; see `make.ts` for how the next is made.
 */

const weeksOfFixtures = weeksUpTo(Date.parse('2026-11-01T00:00Z'), Date.parse('2026-12-31T00:00Z'), 'Europe/London');

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-upgrade-'));
  file = path.join(folder, 'mentorlog.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('there is a fixture to open', () => {
  expect(fixtureNames()).toContain('2026-11-0.1.0');
});

describe.each(fixtureNames())('the database of %s', (name) => {
  const fixture = fixtureOf(name);
  const rootKey = new Uint8Array(Buffer.from(fixture.dataKey, 'hex'));
  beforeEach(async () => layFixture(name, file));

  test('opens, and all that was read in it is read in it; again after a restart', async () => {
    // Not a dump of something else: it holds what was counted when it was made.
    expect(await rowsIn(file)).toEqual(fixture.rows);
    for (let start = 1; start <= 2; start += 1) {
      const { store, close } = await openTestStore({ file, rootKey });
      expect(await figuresOf(store, fixture.programme)).toEqual(figuresNow(name));
      expect(await figuresOf(store, fixture.otherProgramme)).toEqual(fixture.otherFigures);
      // Every total, by mentee and by week too, is what the rule makes of the rows as they are read.
      for (const programme of [fixture.programme, fixture.otherProgramme]) {
        const { kept, counted } = await store.read((tx) => totalsTwice(tx.in(programme), weeksOfFixtures));
        expect(kept).toEqual(counted);
      }
      await close();
    }
    // An upgrade may add rows and tables; what people made is neither more nor less.
    const { DataStep: _steps, AuditEntry: entries, ...made } = fixture.rows;
    const now = await rowsIn(file);
    expect(now).toMatchObject(made);
    // Each chain of before 0.5.0 has begun anew.
    const anew = beforeLeaves().includes(name) ? (made.ChainHead ?? 0) : 0;
    expect(now.AuditEntry).toBeGreaterThanOrEqual((entries ?? 0) + anew);
    const { store, close } = await openTestStore({ file, rootKey });
    for (const chain of (await store.read((tx) => tx.in(fixture.programme).mentorships.all())).map((m) => m.id))
      expect(await store.read((tx) => misfits(tx, fixture.programme, chain))).toEqual([]);
    await close();
    const uncounted = await sql(
      file,
      'SELECT "sessionId" FROM "RecordHead" WHERE "minutes" IS NULL OR "startedAt" IS NULL OR "attended" IS NULL OR "lag" IS NULL',
    );
    expect(uncounted).toEqual([]);
  });

  test('with another data key it is refused', async () => {
    const wrong = openTestStore({ file, rootKey: new Uint8Array(32).fill(9) });
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-data-key', say: expect.stringMatching(/DATA_KEY.*\.$/) });
  });

  test('the season goes on', { timeout: 500_000 }, async () => {
    const bot = await resumed(fixture, rootKey);
    try {
      const before = fixture.counted.delivered;
      const { delivered } = await goOn(bot, fixture.counted, 2);
      const sum = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((n, m) => n + m, 0);
      expect(sum(delivered)).toBeGreaterThan(sum(before));
      for (const programme of [fixture.programme, fixture.otherProgramme]) {
        const { chains, people } = await figuresOf(bot.store, programme);
        expect(Object.keys(chains).length).toBeGreaterThan(1);
        if (programme === fixture.programme) for (const user of erased) expect(people[bot.as(user).id]).toBe('');
      }
      // Even after the upgrade somebody is erased for good, and the rest stands.
      const priya = bot.as('priya');
      await priya.presses('data.erase', { subject: bot.as('hugo').id });
      await priya.erases({ subject: bot.as('hugo').id, arg: 'yes' });
      const { people, sessions } = await figuresOf(bot.store, fixture.programme);
      expect(people[bot.as('hugo').id]).toBe('');
      expect(JSON.stringify(sessions)).not.toContain('Keep the calls.');
    } finally {
      await bot.stop();
    }
  });
});

test('where no row has any field of 0.5.0 all that it brings goes on', { timeout: 300_000 }, async () => {
  const name = '2026-11-0.4.0';
  const fixture = fixtureOf(name);
  await layFixture(name, file);
  const bot = await resumed(fixture, new Uint8Array(Buffer.from(fixture.dataKey, 'hex')));
  try {
    await newerThings(bot, 'maya', 'aisha');
    const chain = await mentorshipOf(bot, 'aisha');
    const read = <T>(fn: (rows: Rows) => Promise<T>): Promise<T> => bot.store.read((tx) => fn(tx.in(bot.programme)));
    expect((await read((rows) => rows.putRight.ofMentorship(chain))).map((p) => p.said.map((one) => one.word))).toEqual(
      [['partly', 'done']],
    );
    expect((await read((rows) => rows.goalLevels.ofMentorship(chain))).map((one) => one.level)).toEqual([3, 4]);
    expect(await bot.store.read((tx) => misfits(tx, bot.programme, chain))).toEqual([]);
    expect(await read((rows) => rows.audit.broken(chain))).toBeUndefined();
    await nothingFound(bot);
    const maya = bot.as('maya');
    for (const typed of ['past', 'past @aisha', 'past calls', 'hours', 'home']) {
      const reply = await maya.types(typed);
      expect([typed, JSON.stringify(reply)]).toEqual([typed, expect.not.stringMatching(/went wrong|NaN|undefined/)]);
    }
  } finally {
    await bot.stop();
  }
});

/** A bot on the fixture's database, in a chat in which its messages stand. */
async function resumed(fixture: Fixture, rootKey: Uint8Array): Promise<TestBot> {
  const users = new Map(Object.entries(fixture.people).map(([user, id]) => [`p:${id}`, user]));
  const messages: Seen[] = [];
  for (const [ref, key, recipient, drawn] of await sql(
    file,
    'SELECT "ref", "key", "recipient", "drawn" FROM "Posted"',
  )) {
    // The chat counts its messages: those that nobody edits any more are there too.
    const n = Number(String(ref).replace('web:', ''));
    while (messages.length < n) messages.push(standing(messages.length + 1));
    const user = users.get(String(recipient));
    messages[n - 1] = {
      ...standing(n, user === undefined ? undefined : directOf(user)),
      key: String(key),
      message: { ...standing(n).message, key: String(key), drawn: Number(drawn) },
    };
  }
  return startBot({
    people: [...seasonPeople, ...elsePeople],
    rootKey,
    pages: pagesOfFixtures,
    resume: {
      file,
      now: fixture.now,
      deliveries: fixture.deliveries,
      programme: fixture.programme as ProgrammeId,
      people: new Map(Object.entries(fixture.people) as [string, PersonId][]),
      chat: { messages, drawn: [] },
    },
  });
}

/** The message with this number, of which nothing is known but that it was posted once. */
const standing = (n: number, address = 'web:elsewhere' as Address): Seen => ({
  ref: `web:${n}` as MessageRef,
  address,
  key: `gone:${n}`,
  message: {
    key: `gone:${n}`,
    drawn: 1,
    card: { title: 'Before', summary: { parts: [] }, blocks: [] },
    reader: {
      person: null,
      platform: 'web',
      zone: 'Europe/London',
      locale: 'en-GB',
      named: () => ({ name: 'someone' }),
    },
    files: new Map(),
  },
  edits: 0,
  posts: 1,
});
