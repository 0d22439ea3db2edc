import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, hour } from '../../../src/kernel/clock.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { sql } from '../../adapters/prisma/database.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import { held, mentorshipOf, recorded } from '../../support/newer-steps.js';
import { agreed, planned } from '../../support/steps.js';

/** Somebody with the database in hand changes it past the program: each is found, left out, and said. */

const two: Before = async (t) => {
  await agreed(t, 'maya', 'leo');
  for (const _ of ['first', 'second']) {
    const session = await held(t, 'maya', 'leo', 'standard');
    await recorded(t, 'maya', session);
    await t.clock.pass(hour);
    await t.as('leo').presses('hours.confirm');
  }
};

/** Two sessions of 45 minutes, both confirmed, in a database of its own. */
async function world(): Promise<{ t: TestBot; a: SessionId; b: SessionId; m: string }> {
  const t = await startAfter(two);
  const m = await mentorshipOf(t, 'leo');
  const sessions = await t.store.read((tx) => tx.in(t.programme).sessions.ofMentorship(m));
  const [a, b] = sessions.filter((s) => s.state === 'ended').map((s) => s.id);
  if (a === undefined || b === undefined) throw new Error('two sessions were held');
  return { t, a, b, m };
}

const totals = async (t: TestBot) => {
  const [portfolio] = await t.store.read((tx) => tx.in(t.programme).portfolios.ofMentor(t.as('maya').id));
  if (portfolio === undefined) throw new Error('Maya has a portfolio');
  const { deliveredMinutes, confirmedMinutes } = await t.store.read((tx) =>
    tx.in(t.programme).totals.ofPortfolio(portfolio.id),
  );
  return { deliveredMinutes, confirmedMinutes };
};
async function hours(t: TestBot, who: string): Promise<string> {
  const reply = await t.as(who).types(who === 'leo' ? 'hours' : 'hours @leo');
  return JSON.stringify(reply);
}
/** What the coordinator reads of the last look at all records. */
async function board(t: TestBot): Promise<string> {
  const reply = await t.as('priya').types('people');
  const reader = { person: null, platform: 'web', zone: 'UTC', locale: 'en-GB', named: () => ({ name: '' }) } as const;
  return reply.kind === 'panel' ? cardText(reply.card, reader) : reply.kind;
}
const messages = (t: TestBot, who: string): readonly string[] =>
  t
    .as(who)
    .sees()
    .filter((card) => /left out|was changed|wrong, and are right/i.test(card));
const check = async (t: TestBot): Promise<void> => {
  await t.bot.check();
  await t.settled();
};

it('what nobody changed fits, day after day, and nothing is said', { timeout: 60_000 }, async () => {
  const { t } = await world();
  await check(t);
  await t.clock.pass(day);
  await check(t);
  expect(await t.store.read((tx) => tx.in(t.programme).verification.found(0))).toEqual([]);
  expect(await totals(t)).toEqual({ deliveredMinutes: 90, confirmedMinutes: 90 });
  for (const who of ['maya', 'leo', 'priya']) expect(messages(t, who)).toEqual([]);
  const counts = await t.store.read((tx) => tx.checks.counts());
  expect(counts).toMatchObject({ chains: 1, checked: 1, unfitChains: 0, leftOut: 0 });
  await t.stop();
});

interface Case {
  readonly statements: (w: { a: string; b: string; m: string }) => readonly string[];
  /** Minutes that count afterwards. */
  readonly counts: number;
}
const one = { counts: 45 };
const none = { counts: 0 };
const cases: Readonly<Record<string, Case>> = {
  'settled minutes': {
    statements: ({ a }) => [`UPDATE "Attendee" SET "settledMinutes" = 360 WHERE "sessionId" = '${a}'`],
    ...one,
  },
  'settled minutes, with all that is counted': {
    statements: ({ a }) => [
      `UPDATE "Attendee" SET "settledMinutes" = 360, "countedAs" = 'settled', "countedMinutes" = 360, "countedConfirmed" = 360 WHERE "sessionId" = '${a}'`,
      `UPDATE "Session" SET "countedMinutes" = 360, "countedConfirmed" = 360 WHERE "id" = '${a}'`,
    ],
    ...one,
  },
  'a confirmation': {
    statements: ({ a }) => [
      `UPDATE "Attendee" SET "confirmedMinutes" = 30, "confirmation" = 'different' WHERE "sessionId" = '${a}'`,
    ],
    ...one,
  },
  'when a record was first saved': {
    statements: ({ a }) => [
      `UPDATE "RecordHead" SET "firstSavedAt" = "firstSavedAt" - 86400000 WHERE "sessionId" = '${a}'`,
    ],
    ...one,
  },
  'the class of a record': {
    statements: ({ a }) => [`UPDATE "RecordHead" SET "lag" = 'late' WHERE "sessionId" = '${a}'`],
    ...one,
  },
  'a session’s minutes': {
    statements: ({ a }) => [`UPDATE "Session" SET "minutes" = 240 WHERE "id" = '${a}'`],
    ...one,
  },
  'when a plan was made': {
    statements: ({ a }) => [`UPDATE "Plan" SET "savedAt" = "savedAt" - 86400000 WHERE "sessionId" = '${a}'`],
    ...one,
  },
  'words exchanged between two records': {
    statements: ({ a, b }) => [
      `CREATE TABLE "x" AS SELECT "sessionId", "words" FROM "RecordVersion"`,
      `UPDATE "RecordVersion" SET "words" = (SELECT "words" FROM "x" WHERE "x"."sessionId" = CASE "RecordVersion"."sessionId" WHEN '${a}' THEN '${b}' ELSE '${a}' END)`,
      'DROP TABLE "x"',
    ],
    ...none,
  },
  'a record’s words made unreadable': {
    statements: ({ a }) => [`UPDATE "RecordVersion" SET "words" = x'00' WHERE "sessionId" = '${a}'`],
    ...one,
  },
  'when the agreement was signed': {
    statements: ({ m }) => [`UPDATE "Mentorship" SET "agreedAt" = "agreedAt" - 86400000 WHERE "id" = '${m}'`],
    ...none,
  },
  'an entry deleted': {
    statements: ({ m }) => [`DELETE FROM "AuditEntry" WHERE "chain" = '${m}' AND "seq" = 5`],
    ...none,
  },
  'an entry’s time': {
    statements: ({ m }) => [`UPDATE "AuditEntry" SET "at" = "at" - 1000 WHERE "chain" = '${m}' AND "seq" = 5`],
    ...none,
  },
  'the last entries cut off': {
    statements: ({ m }) => [
      `DELETE FROM "AuditEntry" WHERE "chain" = '${m}' AND "seq" > 12`,
      `UPDATE "ChainHead" SET "seq" = 12, "hash" = (SELECT "hash" FROM "AuditEntry" WHERE "chain" = '${m}' AND "seq" = 12) WHERE "chain" = '${m}'`,
    ],
    counts: -1,
  },
  'all entries and heads deleted': {
    statements: () => ['DELETE FROM "AuditEntry"', 'DELETE FROM "ChainHead"'],
    ...none,
  },
  'a session taken out of the chain’s reach': {
    statements: ({ a }) => [`DELETE FROM "Attendee" WHERE "sessionId" = '${a}'`],
    ...one,
  },
};

describe('found, left out and said:', () => {
  it.each(Object.entries(cases))('%s', async (_name, { statements, counts }) => {
    const { t, ...ids } = await world();
    for (const statement of statements(ids)) await sql(t.file, statement);
    await check(t);
    const { deliveredMinutes } = await totals(t);
    if (counts >= 0) expect(deliveredMinutes).toBe(counts);
    else expect(deliveredMinutes).toBeLessThan(90);
    expect(messages(t, 'priya')).toHaveLength(1);
    expect(messages(t, 'maya')).toHaveLength(1);
    expect(messages(t, 'leo')).toEqual([]);
    expect(messages(t, 'maya')[0]).toMatch(/left out/);
    // Once found, it is not said again.
    await t.clock.pass(day);
    await check(t);
    expect(messages(t, 'priya')).toHaveLength(1);
    expect(messages(t, 'maya')).toHaveLength(1);
    await t.stop();
  });
});

const counted: Readonly<Record<string, (a: string) => string>> = {
  'a session’s counted minutes': (a) =>
    `UPDATE "Session" SET "countedMinutes" = 360, "countedConfirmed" = 360 WHERE "id" = '${a}'`,
  'an attendee’s counted minutes': (a) => `UPDATE "Attendee" SET "countedMinutes" = 360 WHERE "sessionId" = '${a}'`,
  'minutes beside a record': (a) => `UPDATE "RecordHead" SET "minutes" = 360 WHERE "sessionId" = '${a}'`,
  'who was there, made unreadable': (a) => `UPDATE "RecordHead" SET "attended" = 'x' WHERE "sessionId" = '${a}'`,
  'when a session ends': (a) => `UPDATE "Session" SET "endsAt" = "endsAt" + 3600000 WHERE "id" = '${a}'`,
  'that it was moved at the last minute': (a) => `UPDATE "Session" SET "movedLate" = TRUE WHERE "id" = '${a}'`,
  'which goals its plan serves': (a) => `UPDATE "Plan" SET "goals" = '["none"]' WHERE "sessionId" = '${a}'`,
  'the mark that it is left out': (a) => `UPDATE "Session" SET "unfitAt" = 1 WHERE "id" = '${a}'`,
};

describe('what is counted beside is put right, and said:', () => {
  it.each(Object.entries(counted))('%s', async (name, statement) => {
    const { t, a } = await world();
    await sql(t.file, statement(a));
    await check(t);
    expect(await totals(t)).toEqual({ deliveredMinutes: 90, confirmedMinutes: 90 });
    if (name !== 'the mark that it is left out') {
      expect(messages(t, 'priya')).toHaveLength(1);
      expect(messages(t, 'maya')[0]).toMatch(/1 session were wrong|wrong, and are right again/);
    }
    expect(messages(t, 'leo')).toEqual([]);
    await t.stop();
  });
});

const overlapping: Before = async (t) => {
  for (const mentee of ['leo', 'aisha']) await agreed(t, 'maya', mentee);
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Calls');
  await planned(t, 'maya', 'plan @aisha tomorrow 4pm 45m Letters');
  await t.clock.to('2026-11-24T16:50:00Z');
  for (const mentee of ['leo', 'aisha']) {
    const m = await mentorshipOf(t, mentee);
    const [session] = await t.store.read((tx) => tx.in(t.programme).sessions.ofMentorship(m));
    await recorded(t, 'maya', session?.id as SessionId, () => (mentee === 'leo' ? {} : { time: '15:30' }));
  }
};

it('minutes that two sessions share count once, whoever takes away the mark that they share them', async () => {
  const t = await startAfter(overlapping);
  expect(await totals(t)).toMatchObject({ deliveredMinutes: 75 });
  await sql(t.file, 'UPDATE "Session" SET "sharesTime" = FALSE');
  expect(await totals(t)).toMatchObject({ deliveredMinutes: 90 });
  await check(t);
  expect(await totals(t)).toMatchObject({ deliveredMinutes: 75 });
  expect(messages(t, 'priya')).toHaveLength(1);
  await t.stop();
});

describe('once it fits again', () => {
  let t: TestBot;
  beforeAll(async () => {
    const w = await world();
    t = w.t;
    await sql(t.file, `UPDATE "Attendee" SET "settledMinutes" = 360 WHERE "sessionId" = '${w.a}'`);
    await check(t);
    expect(await hours(t, 'maya')).toContain('left out until it has been checked');
    expect(await hours(t, 'leo')).toContain('left out until it has been checked');
    expect(await board(t)).toContain('1 mentorship, 1 session does not fit, and is left out of the hours.');
    await sql(t.file, `UPDATE "Attendee" SET "settledMinutes" = NULL WHERE "sessionId" = '${w.a}'`);
    await check(t);
  });
  afterAll(() => t.stop());

  it('it counts again, and hours say nothing of it', async () => {
    expect(await totals(t)).toEqual({ deliveredMinutes: 90, confirmedMinutes: 90 });
    expect(await hours(t, 'maya')).not.toContain('left out');
    expect(await board(t)).toContain('1 mentorship, all fit.');
  });

  it('finding and going stand on the chain, which fits', async () => {
    const m = await mentorshipOf(t, 'leo');
    const entries = await t.store.read((tx) => tx.in(t.programme).audit.of(m));
    const its = entries.filter((e) => e.what.startsWith('misfit.'));
    expect(its.map((e) => [e.what, e.actor, e.facts])).toEqual([
      ['misfit.found', null, { things: 1, leftOut: 1, putRight: 0 }],
      ['misfit.gone', null, { things: 1, countAgain: 1 }],
    ]);
    expect(await t.store.read((tx) => tx.in(t.programme).verification.open())).toEqual([]);
  });
});
