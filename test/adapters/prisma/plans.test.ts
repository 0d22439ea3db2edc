import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../adapters/prisma/index.js';
import type { Session } from '../../../src/domain/session.js';
import { everythingKept } from '../../../src/kept.js';
import { day } from '../../../src/kernel/clock.js';
import { type MentorshipId, type PersonId, randomIds } from '../../../src/kernel/ids.js';
import type { Rows, Store } from '../../../src/ports/store.js';
import { statementsOf } from '../../support/asked.js';
import { seedPair } from '../../support/pair.js';
import { openTestStore, type TestStore, testRootKey } from '../../support/store.js';
import { sql } from './database.js';

/**
 * How the database looks for what is asked all day: by an index that leads to the one person's few sessions, never
 * through all of a programme's. The plan is the database's own word for it, the same on every machine and at any load;
 * the bench measures the time.
 */

const ids = randomIds();
const now = Date.parse('2026-11-23T09:00Z');
let opened: TestStore;
let store: Store;
let session: Session;

beforeEach(async () => {
  opened = await openTestStore();
  const seeded = await seedPair(opened.store, { ids, now, tenant: 'T', mentor: 'maya', mentee: 'leo' });
  session = (await opened.store.read(async (tx) => {
    const at = await tx.programmes.ofInstallation('slack', 'T');
    return at === undefined ? undefined : tx.in(at).sessions.get(seeded.session);
  })) as Session;
  // A mentee of some standing: what SQLite does with one key it need not do with many.
  await opened.store.write(async (tx) => {
    for (let i = 1; i <= 60; i += 1)
      await tx.in(session.programme).sessions.save({
        ...session,
        id: ids.next('session'),
        startsAt: session.startsAt - i * day,
        state: 'ended',
        revision: 1,
      });
  });
  store = await openStore({ url: `file:${opened.file}`, rootKey: testRootKey, ids, kept: everythingKept });
});
afterEach(async () => {
  await store.close();
  await opened.close();
});

/** How SQLite goes about what `act` asks, a line a step; nothing was analysed, as in any database that runs. */
async function plansOf(act: (rows: Rows['sessions']) => Promise<readonly Session[]>): Promise<readonly string[]> {
  let found: readonly Session[] = [];
  const asked = await statementsOf(async () => {
    found = await store.read((tx) => act(tx.in(session.programme).sessions));
  });
  expect(found.at(-1)?.id).toBe(session.id);
  return stepsOf(asked);
}

/** The same of all that was asked; the one event's row, and what was named to it, are no table of the database. */
async function stepsOf(asked: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const select of new Set(asked.filter((s) => /^\s*(?:SELECT|WITH|UPDATE|INSERT|DELETE) /i.test(s))))
    for (const row of await sql(opened.file, `EXPLAIN QUERY PLAN ${select.replace(/\?/g, "'1'")}`))
      lines.push(String(row[3]));
  expect(lines.some((line) => /Session|Attendee/.test(line))).toBe(true);
  return lines;
}

const span = (): [number, number] => [session.startsAt, session.startsAt + 1];
test.each<[string, (rows: Rows['sessions']) => Promise<readonly Session[]>]>([
  ['a mentor’s conflicts', (rows) => rows.openOfMentor(session.mentor, ...span())],
  ['a mentee’s conflicts', (rows) => rows.openOfMentee(session.attendees[0]?.mentee as PersonId, ...span())],
  ['a mentor’s next session', (rows) => rows.nextOf(session.mentor, now, 1)],
  ['a mentee’s next session', (rows) => rows.nextOf(session.attendees[0]?.mentee as PersonId, now, 1)],
  ['a mentorship’s sessions', (rows) => rows.ofMentorship(session.attendees[0]?.mentorship as MentorshipId)],
  ['a portfolio’s sessions', (rows) => rows.ofPortfolio(session.portfolio)],
])('%s are found by their person’s own rows', async (_, act) => {
  const lines = await plansOf(act);
  // `SCAN` goes through a table; an index on the programme goes through all of its sessions.
  expect(lines.filter((line) => /\bSCAN (?!few)|\(programmeId=\?(?: AND startsAt[<>]\?)*\)/.test(line))).toEqual([]);
});

test('who read what of the whole programme is found by its own name, not among all that is on the programme’s chain', async () => {
  const hours = { what: 'hours.read', subject: 'all', notBy: [session.mentor] };
  const asked = await statementsOf(() =>
    store.read(async (tx) => {
      const { audit } = tx.in(session.programme);
      await audit.readingsOfAll([{ ...hours, at: 1 }]);
      await audit.readingsOfAll([{ ...hours, from: 1, until: 9 }]);
      await audit.mentioning('feedback.read', ['x,']);
    }),
  );
  const plans: string[] = [];
  for (const select of asked)
    for (const row of await sql(opened.file, `EXPLAIN QUERY PLAN ${select.replace(/\?/g, "'1'")}`))
      plans.push(String(row[3]));
  const searches = plans.filter((line) => line.includes('AuditEntry'));
  const [byTag, byKey] = ['AuditEntry_chain_tag_idx (chain=? AND tag>? AND tag<?', 'AuditEntry_1 (chain=? AND seq=?'];
  expect(searches.filter((line) => line.includes(byTag))).toHaveLength(3);
  // Of what was counted one entry of each reader is opened.
  expect(searches.filter((line) => line.includes(byKey))).toHaveLength(2);
  expect(searches).toHaveLength(5);
});

test('prompts that begin alike and a portfolio’s done actions are found by a key', async () => {
  const asked = await statementsOf(() =>
    store.read(async (tx) => {
      const rows = tx.in(session.programme);
      await rows.prompts.beginning('mentor-digest:2026-11-23:');
      await rows.actions.doneIn(session.portfolio);
    }),
  );
  const plans: string[] = [];
  for (const select of asked)
    for (const row of await sql(opened.file, `EXPLAIN QUERY PLAN ${select.replace(/\?/g, "'1'")}`))
      plans.push(String(row[3]));
  expect(plans.filter((line) => /\b(?:Prompt|m|d)\b/.test(line))).toEqual([
    expect.stringMatching(/^SEARCH Prompt USING .*\(programmeId=\? AND occurrence>\? AND occurrence<\?\)$/),
    expect.stringMatching(/^SEARCH m USING .*\(portfolioId=\?\)$/),
    expect.stringMatching(/^SEARCH d USING .*\(mentorshipId=\?\)$/),
  ]);
});

test.each(['mentor', 'mentee'] as const)('the calendar of a %s is made of their own sessions', async (side) => {
  const person = side === 'mentor' ? session.mentor : (session.attendees[0]?.mentee as PersonId);
  const asked = await statementsOf(() =>
    store.read(async (tx) =>
      expect(await tx.in(session.programme).sessions.calendarOf(person, 0, 40)).toHaveLength(40),
    ),
  );
  const plans: string[] = [];
  for (const select of asked)
    for (const row of await sql(opened.file, `EXPLAIN QUERY PLAN ${select.replace(/\?/g, "'1'")}`))
      plans.push(String(row[3]));
  expect(plans.join('\n')).toMatch(/mentorId=\?/);
  expect(
    plans.filter((line) => /\bSCAN (?:s|w|main\.|`)|\(programmeId=\?(?: AND startsAt[<>]\?)*\)/.test(line)),
  ).toEqual([]);
});

test('conflicts are looked for among what may still go on then, not among all that ever was', async () => {
  const lines = await plansOf((rows) => rows.openOfMentor(session.mentor, ...span()));
  expect(lines.join('\n')).toContain('Session_mentorId_startsAt_idx (mentorId=? AND startsAt>? AND startsAt<?)');
});

test('all that an event and its unit of work ask for is found by a key or by an index of its own', async () => {
  const account = { platform: 'slack', tenant: 'T', user: 'leo' } as const;
  const mentee = session.attendees[0]?.mentee as PersonId;
  const asked = await statementsOf(() =>
    store.write(async (tx) => {
      const about = { delivery: 'x', told: 'told:x', account, message: 'slack:T:D:1' as never };
      expect((await tx.arrivals.read(about)).home).toEqual({ person: mentee, programme: session.programme });
      const rows = tx.in(session.programme);
      const read = (await rows.sessions.get(session.id)) as Session;
      await rows.sessions.save({ ...read, revision: read.revision + 1 });
      const due = {
        kind: 'remind',
        subject: session.id,
        to: mentee,
        dueAt: 1,
        expiresAt: 2,
        state: 'waiting',
      } as const;
      await rows.prompts.change({
        cancel: ['end:x'],
        cancelAll: [`remind:${session.id}:day:`, `remind:${session.id}:hour:`],
        set: [{ ...due, occurrence: 'remind:x', programme: session.programme }],
      });
      const said = {
        face: 'plan-answer',
        subject: `${session.id}:x`,
        to: { person: session.mentor },
        sensitive: false,
      };
      const then = { mentee, but: session.id, from: session.startsAt, to: session.startsAt + day };
      const redrawn = { subjects: [session.id], sameTime: [then], expiresAt: 5 };
      for (let i = 0; i < 2; i += 1) await rows.outbox.ask({ at: 1, shown: [{ ...said, expiresAt: i }], redrawn });
      const chain = session.attendees[0]?.mentorship as MentorshipId;
      await rows.audit.add({ chain, at: 1, actor: mentee, what: 'x', subject: 'x', facts: {} });
      await tx.deliveries.record('x', 'done', 1);
    }),
  );
  const lines = await stepsOf(asked);
  expect(
    lines.filter((line) => /\bSCAN\b/.test(line) && !/SCAN (?:CONSTANT ROW|event|about|back|\d+-ROW)/.test(line)),
  ).toEqual([]);
  // Of what is found by the programme and something else, the something counts.
  expect(lines.filter((line) => /\(programmeId=\?\)/.test(line))).toEqual([]);
});
