import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { day, hour, minute } from '../../src/kernel/clock.js';
import type { PortfolioId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { sql } from '../adapters/prisma/database.js';
import { openTestStore, type TestStore } from '../support/store.js';
import { type Grown, grow } from './grown.mjs';

/** What the bench measures on is a programme as the store itself would have written it: everything opens, and adds up. */

const now = Date.parse('2026-11-24T10:00Z');
let folder: string;
let grown: Grown;
let opened: TestStore;
const read = <T>(fn: (rows: Rows) => Promise<T>): Promise<T> => opened.store.read((tx) => fn(tx.in(grown.programme)));

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-grown-'));
  const file = path.join(folder, 'grown.db');
  grown = await grow(file, {
    platform: 'web',
    tenant: 'local',
    mentors: 4,
    mentees: 2,
    sessions: 50,
    most: 20,
    ahead: 2,
    now,
  });
  opened = await openTestStore({ file });
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

test('as many people as were asked for, each with a name and an account of their own', async () => {
  const people = await read((rows) => rows.people.all());
  expect(people).toHaveLength(1 + 4 + 8);
  expect(new Set(people.map((p) => p.name)).size).toBe(13);
  for (const { id, user } of [grown.coordinator, ...grown.mentors, ...grown.mentees])
    expect(people.find((p) => p.id === id)?.accounts).toEqual([{ platform: 'web', tenant: 'local', user }]);
});

test('as many sessions, the first mentor’s share among them; each opens with its plan, record and feedback', async () => {
  const held = (await read((rows) => rows.sessions.all())).filter((s) => s.state === 'ended');
  expect(held).toHaveLength(50);
  expect(held.filter((s) => s.mentor === grown.mentors[0]?.id)).toHaveLength(20);
  const ids = held.map((s) => s.id);
  const [heads, records, plans, feedback] = await read(
    async ({ records, sessions, feedback }) =>
      [
        await records.heads(ids),
        await records.newest(ids),
        await sessions.plansOf(ids),
        await feedback.ofSessions(ids),
      ] as const,
  );
  for (const s of held) {
    expect(s.title).toBe('Phone calls');
    expect(s.endedAt).toBe(s.startsAt + 45 * minute);
    expect(s.plannedAt).toBe(s.startsAt - 3 * day);
    const [attendee] = s.attendees;
    expect(grown.mentees.find((m) => m.id === attendee?.mentee)?.mentor).toBe(s.mentor);
    expect(heads.get(s.id)?.firstSavedAt).toBe(s.startsAt + 55 * minute);
    expect(records.get(s.id)?.body).toMatchObject({ startedAt: s.startsAt, attended: [attendee?.mentee], minutes: 45 });
    expect(plans.get(s.id)?.[0]).toMatchObject({ startsAt: s.startsAt, author: s.mentor });
    expect(feedback.find((f) => f.session === s.id)).toMatchObject({ mentee: attendee?.mentee, mentor: s.mentor });
    expect(feedback.find((f) => f.session === s.id)?.answers[3]?.text).toBe('Keep the calls.');
  }
  expect(new Set(held.map((s) => `${s.mentor} ${s.startsAt}`)).size).toBe(50);
});

test('what is counted beside them adds up, and every record is at the time', async () => {
  const totals = [...(await read((rows) => rows.totals.byPortfolio())).values()];
  const sum = (of: (t: (typeof totals)[number]) => number): number => totals.reduce((n, t) => n + of(t), 0);
  expect([sum((t) => t.sessions), sum((t) => t.recordsAtTheTime)]).toEqual([50, 50]);
  expect([sum((t) => t.deliveredMinutes), sum((t) => t.confirmedMinutes)]).toEqual([50 * 45, 50 * 45]);
});

test('every mentorship has its portfolio, its agreement and a goal of its own', async () => {
  const all = await read((rows) => rows.mentorships.all());
  expect(all).toHaveLength(8);
  expect(new Set(all.map((m) => m.goals[0]?.id)).size).toBe(8);
  const portfolios = new Map((await read((rows) => rows.portfolios.all())).map((p) => [p.id as PortfolioId, p.mentor]));
  expect(portfolios.size).toBe(4);
  for (const m of all) expect(portfolios.get(m.portfolio)).toBe(m.mentor);
});

test('what is planned waits with one reminder for each mentee and session', async () => {
  for (const { id, mentor, next } of grown.mentees) {
    const waiting = await read((rows) => rows.prompts.waitingFor(id));
    expect(waiting.map((p) => p.dueAt).sort()).toEqual([now + 2 * hour, now + 2 * hour + minute]);
    const session = await read((rows) => rows.sessions.get(next));
    expect(session).toMatchObject({ state: 'planned', mentor, startsAt: now + 3 * hour });
  }
});

test('the database itself finds nothing that points nowhere', async () => {
  expect(await sql(path.join(folder, 'grown.db'), 'PRAGMA foreign_key_check')).toEqual([]);
});
