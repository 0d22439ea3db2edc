import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqliteClients } from '../../../adapters/prisma/connect.js';
import { type Rotation, rotate } from '../../../adapters/prisma/rotate.js';
import type { Address } from '../../../src/chat/inbound.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { newKey } from '../../../src/kernel/seal.js';
import { openTestStore } from '../../support/store.js';
import { figuresOf } from '../../upgrade/figures.js';
import { figuresNow, fixtureNames, fixtureOf, layFixture } from '../../upgrade/fixture.js';

/** Another data key, stopped after everything that lasts: what people wrote is read as before, under exactly one key. */

const name = fixtureNames().at(-1) ?? '';
const fixture = fixtureOf(name);
const from = new Uint8Array(Buffer.from(fixture.dataKey, 'hex'));
const to = newKey();
const ids = randomIds();
let folder = '';
let before = '';
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-rotate-'));
  before = path.join(folder, 'before.db');
  await layFixture(name, before);
  const { store, close } = await openTestStore({ file: before, rootKey: from });
  for (let n = 1; n <= 7; n += 1) {
    await store.book.put(`web:${n}`, `known ${n}`);
    await store.localMessages.post({
      address: `web:${n}` as Address,
      key: `k${n}`,
      drawn: 1,
      card: { title: `Card ${n}`, summary: { parts: [] }, blocks: [] },
      postedAt: n,
    });
  }
  await close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function copy(): Promise<string> {
  made += 1;
  const file = path.join(folder, `${made}.db`);
  for (const part of ['', '-wal', '-keys'])
    if (existsSync(`${before}${part}`)) await copyFile(`${before}${part}`, `${file}${part}`);
  return file;
}
const changes = (file: string, more: Partial<Rotation> = {}) =>
  rotate({ url: `file:${file}`, from, to, ids, atOnce: 5, ...more });
const refused = (file: string, rootKey: Uint8Array): Promise<unknown> =>
  openTestStore({ file, rootKey }).then(
    async ({ close }) => void (await close()),
    (error: { code?: unknown }) => error.code,
  );

async function readsAsBefore(file: string): Promise<void> {
  expect(await refused(file, from)).toBe('wrong-data-key');
  const { store, close } = await openTestStore({ file, rootKey: to });
  try {
    expect(await figuresOf(store, fixture.programme)).toEqual(figuresNow(name));
    expect(await figuresOf(store, fixture.otherProgramme)).toEqual(fixture.otherFigures);
    for (let n = 1; n <= 7; n += 1) {
      expect(await store.book.get(`web:${n}`)).toBe(`known ${n}`);
      expect(await store.localMessages.find(`web:${n}` as Address, `k${n}`)).toBeDefined();
    }
  } finally {
    await close();
  }
}

test('stopped after anything that lasts it is refused under either key, goes on, and loses nothing', {
  timeout: 240_000,
}, async () => {
  const points: string[] = [];
  const whole = await copy();
  expect(await changes(whole, { lasts: (what) => void points.push(what) })).toEqual({ done: true, damaged: 0 });
  await readsAsBefore(whole);
  expect(points.length).toBeGreaterThan(10);
  expect(new Set(points)).toEqual(
    new Set(['begun', 'people', 'programme', 'address', 'message', 'rewritten', 'ended']),
  );
  // Done again it finds that it is done, whichever key is said to be the old one.
  expect(await changes(whole)).toEqual({ done: false, damaged: 0 });

  for (const stop of points.keys()) {
    const file = await copy();
    let n = -1;
    const stopped = changes(file, {
      lasts: () => {
        n += 1;
        if (n === stop) throw new Error('stopped');
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    const ended = points[stop] === 'ended';
    expect([stop, await refused(file, from)]).toEqual([stop, ended ? 'wrong-data-key' : 'rotation-unfinished']);
    if (!ended) {
      expect([stop, await refused(file, to)]).toEqual([stop, 'rotation-unfinished']);
      expect([stop, await refused(file, newKey())]).toEqual([stop, 'wrong-data-key']);
      const other = changes(file, { to: newKey() });
      await expect(other).rejects.toMatchObject({ code: 'other-new-key', say: expect.stringMatching(/another pair/) });
    }
    // The other way round it is understood, too.
    const again = stop % 2 === 0 ? {} : { from: to, to: from };
    expect(await changes(file, ended ? {} : again)).toEqual({ done: !ended, damaged: 0 });
    await readsAsBefore(file);
  }
});

test('keys that are not this database’s change nothing', async () => {
  const file = await copy();
  await expect(changes(file, { from: newKey() })).rejects.toMatchObject({
    code: 'wrong-data-key',
    say: expect.stringMatching(/another DATA_KEY.*Nothing was changed/),
  });
  await expect(changes(file, { from: from.slice(1) })).rejects.toMatchObject({ code: 'wrong-data-key' });
  const { store, close } = await openTestStore({ file, rootKey: from });
  expect(await figuresOf(store, fixture.programme)).toEqual(figuresNow(name));
  await close();
});

test('beside a running bot it is refused', async () => {
  const file = await copy();
  const clients = new SqliteClients();
  const running = clients.dialect.running(`file:${file}`);
  await running.ifAlone(async () => undefined);
  await expect(changes(file)).rejects.toMatchObject({ code: 'bot-runs', say: expect.stringMatching(/Stop it first/) });
  await running.close();
});
