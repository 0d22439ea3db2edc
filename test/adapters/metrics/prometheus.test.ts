import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { prometheus } from '../../../adapters/metrics/prometheus.js';
import { hour, minute } from '../../../src/kernel/clock.js';
import { samplePeople } from '../../../src/local/sample-people.js';
import type { Measures } from '../../../src/ports/measures.js';
import { addMetrics, backupAge, type MetricsDeps } from '../../../src/program/metrics.js';
import { metricsGuard } from '../../../src/program/metrics-guard.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** What `/metrics` counts of what people and the clock do, and that nobody stands in it. */

/** A bot whose figures are read as Prometheus reads them. */
async function counted(how: Partial<MetricsDeps> = {}) {
  const { measures, page } = prometheus();
  const t = await startAfter(mayaAndLeoAgreed, {}, { measures });
  const app = express();
  addMetrics(app, metricsGuard(undefined), {
    store: t.store,
    clock: t.clock,
    page,
    away: t.bot.away,
    readiness: async () => ({ ready: true, lines: [], upkeep: [] }),
    backupAge: async () => -1,
    ...how,
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(async () => {
    server.close();
    await t.stop();
  });
  const said = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)).text();
  const figures = async (): Promise<ReadonlyMap<string, number>> =>
    new Map(
      (await said())
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
  return { t, measures, said, figures };
}

/** What of these rose, and by how much. */
const risen = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  name: RegExp,
): Record<string, number> =>
  Object.fromEntries(
    [...after].flatMap(([series, value]) => {
      const more = value - (before.get(series) ?? 0);
      return name.test(series) && more !== 0 ? [[series, more]] : [];
    }),
  );

const answering = (t: TestBot) => planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Calls');

test('a press is an answer, and what came of it are calls, messages and how long they took', async () => {
  const { t, figures } = await counted();
  await answering(t);
  const before = await figures();
  await t.as('leo').presses('plan.accept');
  await t.settled();
  const after = await figures();
  expect(risen(before, after, /answer_seconds_count/)).toEqual({
    'mentorlog_answer_seconds_count{platform="web",end="done"}': 1,
  });
  const calls = risen(before, after, /calls_total/);
  const sent = calls['mentorlog_calls_total{platform="web",call="send",end="delivered"}'] ?? 0;
  const updated = calls['mentorlog_calls_total{platform="web",call="update",end="delivered"}'] ?? 0;
  expect(sent).toBeGreaterThan(0);
  expect(updated).toBeGreaterThan(0);
  expect(Object.keys(calls)).toHaveLength(2);
  expect(risen(before, after, /messages_total.*delivered/)).toEqual({
    'mentorlog_messages_total{platform="web",end="delivered"}': sent + updated,
  });
  expect(risen(before, after, /delivery_seconds_count/)).toEqual({
    'mentorlog_delivery_seconds_count{platform="web",hours="nothing"}': sent + updated,
  });
});

test('one that is refused is undone', async () => {
  const { t, figures } = await counted();
  const before = await figures();
  await t.bot.hear({
    kind: 'press',
    deliveryId: 'of-nobody',
    at: 'web:leo' as never,
    who: { platform: 'web', tenant: 'local', user: 'leo' },
    surface: { scope: 'direct', form: true },
    press: { verb: 'plan.accept', subject: 'none' } as never,
  });
  expect(risen(before, await figures(), /answer_seconds_count/)).toEqual({
    'mentorlog_answer_seconds_count{platform="web",end="undone"}': 1,
  });
});

test('an attempt whose end nobody knows is counted, and waits in sight until it is known', async () => {
  const { t, figures } = await counted();
  await answering(t);
  t.chat.faults.push({ sent: { kind: 'ambiguous' } });
  const before = await figures();
  await t.as('leo').presses('plan.accept');
  await t.settled();
  const during = await figures();
  expect(risen(before, during, /ambiguous/)).toEqual({
    'mentorlog_calls_total{platform="web",call="send",end="ambiguous"}': 1,
    mentorlog_outbox_ambiguous: 1,
  });
  await t.clock.pass(10 * minute);
  expect((await figures()).get('mentorlog_outbox_ambiguous')).toBe(0);
});

test('a prompt that nobody fires is late by as long as it has been due, and counted once it fired', async () => {
  const { t, figures } = await counted();
  await answering(t);
  await t.as('leo').presses('plan.accept');
  await t.settled();
  expect((await figures()).get('mentorlog_prompts_late_seconds')).toBe(0);
  t.clock.set(Date.parse('2026-11-24T16:00:00Z'));
  const before = await figures();
  expect(before.get('mentorlog_prompts_due')).toBeGreaterThan(0);
  const late = before.get('mentorlog_prompts_late_seconds') ?? 0;
  // The first was due the day before; the end itself a quarter of an hour ago.
  expect(late).toBeGreaterThanOrEqual(15 * 60);
  t.clock.set(Date.parse('2026-11-24T16:01:00Z'));
  expect((await figures()).get('mentorlog_prompts_late_seconds')).toBe(late + 60);
  await t.settled();
  const after = await figures();
  expect(after.get('mentorlog_prompts_late_seconds')).toBe(0);
  expect(risen(before, after, /prompts_total\{end="(fired|failed)/)).toEqual({
    'mentorlog_prompts_total{end="fired"}': expect.any(Number),
  });
});

test('no series comes into being after the start, whatever is counted; and nobody’s name or id is in one', async () => {
  const { t, measures, said, figures } = await counted();
  const before = [...(await figures()).keys()];
  await answering(t);
  await t.as('leo').presses('plan.accept');
  await t.clock.to('2026-11-24T16:00:00Z');
  const anything = measures as { readonly [Name in keyof Measures]: (...of: readonly unknown[]) => void };
  for (const made of ['goldammer', t.programme, '__proto__']) {
    anything.answered(made, 'done', 1);
    anything.called('web', made, 'delivered');
    anything.ended(made, 'delivered', 'nothing', 1);
    anything.ended('web', 'delivered', made, 1);
    anything.prompted(made);
  }
  const after = await figures();
  expect([...after.keys()]).toEqual(before);
  expect([...after.values()].every(Number.isFinite)).toBe(true);
  const labels = new Set(
    [...after.keys()].flatMap((series) => [...series.matchAll(/(\w+)="/g)].map(([, name]) => name)),
  );
  expect([...labels].sort()).toEqual(['call', 'end', 'hours', 'le', 'platform']);
  const text = await said();
  for (const word of ['goldammer', t.programme, ...t.people.values(), ...samplePeople.map((p) => p.name)])
    expect(text.includes(word), word).toBe(false);
});

test('with the database away the page is there, says that it is not ready, and leaves out what it cannot read', async () => {
  const gone = async (): Promise<never> => {
    throw new Error('the database is away');
  };
  const { figures } = await counted({
    store: { queue: { counts: gone }, read: gone } as unknown as MetricsDeps['store'],
    readiness: async () => ({ ready: false, lines: ['the database does not answer'], upkeep: ['one'] }),
  });
  const all = await figures();
  expect(all.get('mentorlog_ready')).toBe(0);
  expect(all.get('mentorlog_upkeep_troubles')).toBe(1);
  expect(all.has('mentorlog_prompts_due')).toBe(false);
  expect(all.has('mentorlog_chains_unfit')).toBe(false);
  expect(all.get('mentorlog_answer_seconds_count{platform="slack",end="done"}')).toBe(0);
});

test('a backup is as old as the newest good one; a doubtful one does not count, and none is none', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-age-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const config = { databaseUrl: `file:${folder}/mentorlog.db`, backups: { folder: `${folder}/backups`, keep: 14 } };
  expect(await backupAge({ ...config, backups: undefined })).toBe(-1);
  // None yet: the first is still to come.
  expect(await backupAge(config)).toBeLessThan(hour / 1_000);
  const backups = { folder, keep: 14 };
  const made = async (name: string, hoursAgo: number): Promise<void> => {
    await writeFile(path.join(folder, name), '');
    const at = new Date(Date.now() - hoursAgo * hour);
    await utimes(path.join(folder, name), at, at);
  };
  await made('mentorlog-2026-11-28.db', 72);
  await made('mentorlog-2026-11-29.db', 48);
  await made('mentorlog-2026-11-30-doubtful.db', 24);
  const age = await backupAge({ ...config, backups });
  expect(Math.round(age / 3_600)).toBe(48);
});
