import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Statements } from '../../../adapters/prisma/driver.js';
import { fileLife, mostTries, type PackId, packLease } from '../../../src/domain/pack/pack.js';
import { features } from '../../../src/features/index.js';
import { type Clock, minute } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { MadePack, PackMaker } from '../../../src/ports/packs.js';
import type { Store } from '../../../src/ports/store.js';
import { type PackJobs, packJobs } from '../../../src/runtime/documents/pack-jobs.js';
import { lineLog } from '../../../src/runtime/log.js';
import { registryOf } from '../../../src/runtime/registry.js';
import { asks, packOf } from '../../support/asked-packs.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';
import { type FakePackMaker, fakePackMaker } from '../../support/pack-maker.js';
import { agreed } from '../../support/steps.js';
import { openTestStore } from '../../support/store.js';

/** Packs are made once and told once, whatever becomes of whoever has one in hand. */

let t: TestBot;
let lines: string[];
let waits: number | undefined;
/** Lets go of everything that hangs. */
let letGo: () => void;
let hanging: Promise<never>;

beforeEach(async () => {
  t = await startBot();
  await agreed(t, 'maya', 'leo');
  lines = [];
  hanging = new Promise<never>((_, reject) => {
    letGo = () => reject(Object.assign(new Error('let go'), { code: 'let-go' }));
  });
  hanging.catch(() => undefined);
});
afterEach(async () => {
  letGo();
  vi.restoreAllMocks();
  await t.stop();
});

const nobody = { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' } as const;

/** A process that makes packs: several of them have one database. */
function worker(
  maker: PackMaker | undefined,
  store: Store = t.store,
  patience = { tryMs: 60_000, stopMs: 30 },
  leaseClock: Clock = t.clock,
): PackJobs {
  return packJobs({
    store,
    registry: registryOf(features, nobody),
    ...(maker === undefined ? {} : { maker }),
    clock: t.clock,
    leaseClock,
    ids: randomIds(),
    log: lineLog((line) => void lines.push(line), t.clock.now, 'info'),
    alarm: {
      set: (_who, ms) => {
        waits = ms;
      },
      sooner: () => undefined,
      stop: () => undefined,
    },
    wake: () => undefined,
    pages: () => null,
    patience,
  });
}
async function turn(jobs: PackJobs): Promise<void> {
  jobs.begin();
  await jobs.idle();
}
/** How often Maya was written to about a pack, as it stands in her conversation. */
async function told(user = 'maya'): Promise<number> {
  await t.bot.run();
  return t.chat.in(directOf(user)).filter((m) => /pack/i.test(JSON.stringify(m.message.card))).length;
}
const until = (what: () => boolean): Promise<void> => vi.waitFor(() => expect(what()).toBe(true), { interval: 2 });
/** Begins, and never comes to an end. */
async function hangs(): Promise<{ readonly jobs: PackJobs; readonly maker: FakePackMaker }> {
  const maker = fakePackMaker();
  let begun = false;
  maker.before = () => {
    begun = true;
    return hanging;
  };
  const jobs = worker(maker);
  jobs.begin();
  await until(() => begun);
  return { jobs, maker };
}
const fileOf = (id: PackId) => t.store.read((tx) => tx.in(t.programme).packs.file(id));

test('made once, told once, and kept as it is', async () => {
  const id = await asks(t);
  const maker = fakePackMaker();
  await turn(worker(maker));
  await turn(worker(maker));
  expect([maker.made.length, await told()]).toEqual([1, 1]);
  const pack = await packOf(t, id);
  expect(pack).toMatchObject({ state: 'ready', attempts: 0, madeAt: t.clock.now(), madeAgainAt: null });
  expect((await fileOf(id))?.length).toBe(pack.size);
});

test('two that are asked for at once are made one after the other, each once', async () => {
  const ids = [await asks(t), await asks(t)];
  const maker = fakePackMaker();
  let at = 0;
  let most = 0;
  maker.before = async () => {
    at += 1;
    most = Math.max(most, at);
    await new Promise((resolve) => setImmediate(resolve));
    at -= 1;
  };
  const jobs = worker(maker);
  jobs.begin();
  jobs.begin();
  await jobs.idle();
  expect([maker.made.map((s) => s.id), most]).toEqual([ids, 1]);
  expect(await told()).toBe(2);
});

test('by two processes at once each is made by one of them', async () => {
  const ids = [await asks(t), await asks(t), await asks(t)];
  const maker = fakePackMaker();
  await Promise.all([turn(worker(maker)), turn(worker(maker))]);
  await turn(worker(maker));
  expect(maker.made.map((s) => s.id).sort()).toEqual(ids);
});

describe.each([1, 2])('whoever had it in hand died, %d times', (deaths) => {
  test('its lease runs out, it is made once and told once, and those who come late save nothing', async () => {
    const id = await asks(t);
    const dead: Awaited<ReturnType<typeof hangs>>[] = [];
    const maker = fakePackMaker();
    for (let i = 0; i < deaths; i += 1) {
      dead.push(await hangs());
      await turn(worker(maker));
      expect([maker.made.length, waits]).toEqual([0, packLease]);
      t.clock.set(t.clock.now() + packLease);
    }
    await turn(worker(maker));
    expect(maker.made).toHaveLength(1);
    const before = await packOf(t, id);
    expect([before.state, await told()]).toEqual(['ready', 1]);
    letGo();
    for (const { jobs } of dead) await jobs.idle();
    expect(await packOf(t, id)).toEqual(before);
    expect([await told(), lines.filter((l) => l.includes('pack.claim-lost')).length]).toEqual([1, deaths]);
  });
});

test('the first, who comes after the second has made it, saves nothing of its own', async () => {
  const id = await asks(t);
  const first = fakePackMaker();
  let go: (() => void) | undefined;
  first.before = () =>
    new Promise<void>((resolve) => {
      go = resolve;
    });
  const slow = worker(first);
  slow.begin();
  await until(() => go !== undefined);
  t.clock.set(t.clock.now() + packLease);
  const bytes = new TextEncoder().encode('the second’s');
  const second: PackMaker = {
    survey: async () => [],
    make: async (): Promise<MadePack> => ({ zip: bytes, hash: 'second', pages: 1, rung: 'tagged' }),
  };
  await turn(worker(second));
  go?.();
  await slow.idle();
  expect([(await packOf(t, id)).hash, await told()]).toEqual(['second', 1]);
  expect(Buffer.from((await fileOf(id)) ?? []).toString()).toBe('the second’s');
});

test('what takes every process down with it is given up, and told as what could not be made', async () => {
  const id = await asks(t);
  const maker = fakePackMaker();
  for (let i = 0; i < mostTries; i += 1) {
    await hangs();
    t.clock.set(t.clock.now() + packLease);
  }
  await turn(worker(maker));
  expect([maker.made.length, (await packOf(t, id)).state, (await packOf(t, id)).code]).toEqual([0, 'failed', 'died']);
  expect([await told(), waits]).toEqual([1, undefined]);
});

test('one that fails is tried again with a pause, and is given up and told once after the last try', async () => {
  const id = await asks(t);
  const maker = fakePackMaker();
  let tries = 0;
  maker.before = () => {
    tries += 1;
    throw Object.assign(new Error('Leo said SECRET WORDS'), { code: 'no-memory' });
  };
  const jobs = worker(maker);
  for (let i = 1; i < mostTries; i += 1) {
    await turn(jobs);
    expect([tries, (await packOf(t, id)).state, waits]).toEqual([i, 'queued', i * 10_000]);
    await turn(jobs);
    expect([tries, await told()]).toEqual([i, 0]);
    t.clock.set(t.clock.now() + i * 10_000);
  }
  await turn(jobs);
  expect(await packOf(t, id)).toMatchObject({ state: 'failed', code: 'Error:no-memory' });
  await turn(jobs);
  expect([tries, await told()]).toEqual([mostTries, 1]);
  expect(lines.join('\n')).toContain('Error:no-memory');
  expect(lines.join('\n')).not.toMatch(/SECRET|Leo/);
});

test('a try that takes too long is one that failed, and the next pack’s turn comes', async () => {
  const [id, other] = [await asks(t), await asks(t)];
  const maker = fakePackMaker();
  let first = true;
  maker.before = () => {
    if (!first) return undefined;
    first = false;
    return hanging;
  };
  await turn(worker(maker, t.store, { tryMs: 50, stopMs: 30 }));
  expect(await packOf(t, id)).toMatchObject({ state: 'queued', code: 'Error:too-late' });
  expect((await packOf(t, other)).state).toBe('ready');
});

test('a full disk where it is saved: nothing is told, and it is made again once its lease has run out', async () => {
  const id = await asks(t);
  const maker = fakePackMaker();
  let writes = 0;
  const full: Store = {
    ...t.store,
    write: (fn) => {
      writes += 1;
      // It is taken in hand, its chains are sealed, and it is saved.
      return writes === 3
        ? t.store.write(async (tx) => {
            await fn(tx);
            throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
          })
        : t.store.write(fn);
    },
  };
  await turn(worker(maker, full));
  expect([maker.made.length, (await packOf(t, id)).state, await told(), waits]).toEqual([1, 'building', 0, minute]);
  expect((await fileOf(id)) === undefined).toBe(true);
  expect(lines.join('\n')).toContain('SQLITE_FULL');
  t.clock.set(t.clock.now() + packLease);
  await turn(worker(maker, full));
  expect([maker.made.length, (await packOf(t, id)).state, await told()]).toEqual([2, 'ready', 1]);
});

test('whoever stops waits a little, and leaves it to the next; what comes of it then is saved by nobody', async () => {
  const id = await asks(t);
  const { jobs } = await hangs();
  await jobs.stop();
  expect(lines.join('\n')).toContain('pack.left');
  letGo();
  await jobs.idle();
  expect((await packOf(t, id)).state).toBe('building');
  t.clock.set(t.clock.now() + packLease);
  const maker = fakePackMaker();
  await turn(worker(maker));
  expect([maker.made.length, await told()]).toEqual([1, 1]);
});

test('whoever stops while one is nearly done has it saved', async () => {
  const id = await asks(t);
  const maker = fakePackMaker();
  maker.before = () => new Promise((resolve) => setTimeout(resolve, 20));
  const jobs = worker(maker, t.store, { tryMs: 60_000, stopMs: 5_000 });
  jobs.begin();
  await jobs.stop();
  expect((await packOf(t, id)).state).toBe('ready');
});

test('whoever starts alone ends the leases of the dead', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-packs-'));
  const file = `${folder}/mentorlog.db`;
  const here = t;
  t = await startBot({ file });
  await agreed(t, 'maya', 'leo');
  const id = await asks(t);
  await hangs();
  const now = t.clock.now();
  await t.stop();
  const { store, close } = await openTestStore({ file });
  const due = () => store.read((tx) => tx.packs.due(now, now, 1));
  expect(await due()).toEqual([]);
  expect(await store.queue.endLeasesOfTheDead(now)).toBe(1);
  expect(await due()).toEqual([{ id, programme: t.programme }]);
  await close();
  await rm(folder, { recursive: true });
  t = here;
});

test('somebody of it is erased while it is made: what was read before is saved by nobody', async () => {
  const id = await asks(t);
  const maker = fakePackMaker();
  const leo = t.as('leo').id;
  maker.before = async () => {
    maker.before = () => undefined;
    await t.store.write((tx) => tx.in(t.programme).people.erase(leo, t.clock.now()));
  };
  await turn(worker(maker));
  expect(maker.made).toHaveLength(2);
  expect(lines.join('\n')).toContain('pack.claim-lost');
  expect(Buffer.from((await fileOf(id)) ?? []).toString()).not.toContain('Leo');
});

test('what mentees have time for goes by the domain’s clock, and what is tried again by the lease’s', async () => {
  const lease = { now: () => 1_000 };
  const maker = fakePackMaker();
  const jobs = worker(maker, t.store, undefined, lease);
  const id = await asks(t, { state: 'looking', withWords: true, lookUntil: t.clock.now() + 7 * minute });
  await turn(jobs);
  expect([maker.made.length, waits]).toEqual([0, 7 * minute]);
  t.clock.set(t.clock.now() + 7 * minute);
  maker.before = () => {
    throw new Error('once');
  };
  await turn(jobs);
  expect([(await packOf(t, id)).state, waits]).toEqual(['queued', 10_000]);
  maker.before = () => undefined;
  t.clock.set(t.clock.now() + 10 * minute);
  await turn(jobs);
  expect(maker.made).toHaveLength(0);
  lease.now = () => 11_000;
  await turn(jobs);
  expect([maker.made.length, (await packOf(t, id)).madeAt]).toEqual([1, t.clock.now()]);
});

test('nothing due costs one cheap read a turn; nobody who makes any, none', async () => {
  const sent: string[] = [];
  const { get } = Statements.prototype;
  vi.spyOn(Statements.prototype, 'get').mockImplementation(function (this: Statements, sql) {
    sent.push(sql.trim());
    return get.call(this, sql);
  });
  await turn(worker(undefined));
  expect(sent).toEqual([]);
  const jobs = worker(fakePackMaker());
  await turn(jobs);
  expect(sent).toHaveLength(1);
  expect(waits).toBeUndefined();
  sent.length = 0;
  await asks(t, { state: 'looking', lookUntil: t.clock.now() + 7 * minute });
  sent.length = 0;
  await turn(jobs);
  expect([sent.length, waits]).toEqual([1, 7 * minute]);
});

test('files that were kept for long enough go with the hourly sweep, and the pack itself stays', async () => {
  const id = await asks(t);
  await turn(worker(fakePackMaker()));
  await t.clock.pass(fileLife - minute);
  expect((await fileOf(id)) === undefined).toBe(false);
  await t.clock.pass(61 * minute);
  expect((await fileOf(id)) === undefined).toBe(true);
  expect((await packOf(t, id)).state).toBe('ready');
});
