import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Pack, type PackId, packLease, shortPackId } from '../../src/domain/pack/pack.js';
import { digestOf } from '../../src/kernel/chain.js';
import { day, leaseClock } from '../../src/kernel/clock.js';
import { pack } from '../../src/program/pack.js';
import { asks, packOf } from '../support/asked-packs.js';
import { startBot, type TestBot } from '../support/bot.js';
import { type FakePackMaker, fakePackMaker } from '../support/pack-maker.js';
import { agreed } from '../support/steps.js';
import { testRootKey } from '../support/store.js';

/** `mentorlog pack`, beside a bot that runs on the same database. */

let t: TestBot;
let folder: string;
let maker: FakePackMaker;
let out: string[];
let err: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-pack-'));
  t = await startBot({ file: `${folder}/mentorlog.db` });
  await agreed(t, 'maya', 'leo');
}, 30_000);
afterAll(async () => {
  await t.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  maker = fakePackMaker();
  out = [];
  err = [];
  env = { ...withoutSigning(), SIGNING_KEY: '33'.repeat(32) };
});

const withoutSigning = () => ({
  DATABASE_URL: `file:${folder}/mentorlog.db`,
  DATA_KEY: Buffer.from(testRootKey).toString('hex'),
});
let env: Record<string, string>;
const run = (...args: string[]): Promise<number> =>
  pack(args, {
    env,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    now: leaseClock.now,
    maker: async () => maker,
  });
const to = (id: PackId, file: string): Promise<number> => run(shortPackId(id), '--to', `${folder}/${file}`);
const change = async (id: PackId, how: Partial<Pack>): Promise<void> => {
  const one = await packOf(t, id);
  await t.store.write((tx) => tx.in(t.programme).packs.save({ ...one, ...how }));
};
const fetched = async (id: PackId) =>
  (await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme))).filter(
    (e) => e.what === 'pack.fetched' && e.subject === id,
  );

test('lists what was asked for, and makes, writes and records one that is due', async () => {
  const id = await asks(t);
  expect(await run()).toBe(0);
  expect(out).toEqual([
    expect.stringMatching(`^${shortPackId(id)}  Mon 23 Nov 2026  Maya Okafor  to be made$`),
    'Write one into a file with: npx mentorlog pack ID --to FILE',
  ]);
  expect([await to(id, 'one.zip'), err]).toEqual([0, []]);
  const { hash, size, state } = await packOf(t, id);
  const file = await readFile(`${folder}/one.zip`);
  expect([state, digestOf(file.toString('utf8')), file.length]).toEqual(['ready', hash, size]);
  expect((await stat(`${folder}/one.zip`)).mode & 0o777).toBe(0o600);
  expect(await fetched(id)).toEqual([expect.objectContaining({ actor: null, facts: { hash, command: true } })]);
  expect(out.at(-1)).toContain('Hand it in as mentoring-pack-2026-');

  // In the database nothing of it can be read: it is sealed as it was written.
  const kept = await Promise.all(
    (await readdir(folder))
      .filter((one) => /^mentorlog\.db(?:-wal)?$/.test(one))
      .map((one) => readFile(`${folder}/${one}`)),
  );
  expect(Buffer.concat(kept).includes(id)).toBe(true);
  for (const part of [file.subarray(0, 60), file.subarray(-60)]) expect(Buffer.concat(kept).includes(part)).toBe(false);

  // Once more it is given as it is; what stands there already stays.
  expect(await to(id, 'two.zip')).toBe(0);
  expect(await readFile(`${folder}/two.zip`)).toEqual(file);
  await writeFile(`${folder}/mine.zip`, 'mine');
  expect([await to(id, 'mine.zip'), err.at(-1)]).toEqual([1, expect.stringContaining('nothing is overwritten')]);
  expect(await readFile(`${folder}/mine.zip`, 'utf8')).toBe('mine');
  expect([await to(id, 'nowhere/one.zip'), err.at(-1)]).toEqual([1, expect.stringContaining('cannot be written')]);
  expect(maker.made).toHaveLength(1);

  // What it was made of has changed: it is made again before it is given.
  await change(id, { words: { ...(await packOf(t, id)).words, fingerprint: 'another' } });
  expect([await to(id, 'three.zip'), maker.made.length]).toEqual([0, 2]);
  expect((await packOf(t, id)).madeAgainAt).not.toBeNull();
});

describe('what has to be waited for is said in a sentence, and nothing is written', () => {
  test.each<readonly [string, Partial<Pack>, number, RegExp]>([
    [
      'the mentees’ look',
      { state: 'looking', withWords: true, lookUntil: Date.now() + 7 * day },
      3,
      /^The mentees have until .* to look/,
    ],
    ['what its mentor decides', { state: 'deciding' }, 3, /Its mentor decides that in the chat first/],
    ['what could not be made', { state: 'failed', code: 'no-memory' }, 1, /could not be made \(no-memory\)/],
    ['what was let go', { state: 'dropped' }, 1, /There is no pack/],
  ])('%s', async (name, how, code, says) => {
    const id = await asks(t, how);
    expect([await to(id, 'waits.zip'), err]).toEqual([code, [expect.stringMatching(says)]]);
    expect([name, await readdir(folder)]).not.toContain('waits.zip');
    expect([maker.made, await fetched(id)]).toEqual([[], []]);
    await change(id, { state: 'dropped' });
  });

  test('what a bot has in hand; once its lease has run out it is made here', async () => {
    const id = await asks(t);
    await t.store.write((tx) => tx.in(t.programme).packs.claim(id, Date.now(), Date.now(), Date.now() + packLease));
    expect([await to(id, 'waits.zip'), err]).toEqual([3, [expect.stringContaining('being made at the moment')]]);
    await t.store.write((tx) => tx.in(t.programme).packs.claim(id, Date.now(), Date.now() + packLease, Date.now() - 1));
    expect([await to(id, 'after.zip'), maker.made.length]).toEqual([0, 1]);
  });

  test('one that fails here is tried again by the bot', async () => {
    const id = await asks(t);
    maker.before = () => {
      throw Object.assign(new Error('SECRET'), { code: 'no-memory' });
    };
    expect(await to(id, 'waits.zip')).toBe(3);
    expect(err.join('\n')).toContain('no-memory');
    expect(err.join('\n')).not.toContain('SECRET');
    expect(err.at(-1)).toContain('Try again in a minute');
    expect(await packOf(t, id)).toMatchObject({ state: 'queued', attempts: 1 });
  });
});

describe('where no key is there to sign with', () => {
  const beside = async (): Promise<readonly string[]> =>
    (await readdir(folder)).filter((one) => one.includes('signing'));
  const says =
    /^There is no key here to sign a pack with, .* Set SIGNING_KEY as the bot has it, or put its copy back \(\S+\/mentorlog\.db\.signing-key\)\. .*\.$/;

  test('one that has to be made is not, and no key of the command’s own comes about; with the bot’s key it is', async () => {
    const id = await asks(t);
    env = withoutSigning();
    expect([await run(), err]).toEqual([0, []]);
    expect([await to(id, 'unsigned.zip'), err]).toEqual([1, [expect.stringMatching(says)]]);
    expect([maker.made, await beside(), (await packOf(t, id)).state]).toEqual([[], [], 'queued']);
    expect(await readdir(folder)).not.toContain('unsigned.zip');

    await writeFile(`${folder}/mentorlog.db.signing-key`, '44'.repeat(32));
    try {
      expect([await to(id, 'signed.zip'), maker.made.length]).toEqual([0, 1]);
    } finally {
      await rm(`${folder}/mentorlog.db.signing-key`);
    }
    // One that is made already needs none.
    expect([await to(id, 'again.zip'), await beside()]).toEqual([0, []]);
  });

  test.each<readonly [string, Partial<Pack>, RegExp]>([
    ['the mentees’ look', { state: 'looking', withWords: true, lookUntil: Date.now() + 7 * day }, /^The mentees have/],
    ['what its mentor decides', { state: 'deciding' }, /decides that in the chat first/],
    ['whoever has it in hand', { state: 'building' }, /being made at the moment/],
  ])('it says of %s what it says with one', async (_, how, waits) => {
    env = withoutSigning();
    const id = await asks(t, how);
    expect([await to(id, 'waits.zip'), err, await beside()]).toEqual([3, [expect.stringMatching(waits)], []]);
    await change(id, { state: 'dropped' });
  });
});

test('a command line that says nothing it knows is told how it is written, and what is not there is named', async () => {
  for (const args of [
    ['abc'],
    ['abc', '--to'],
    ['abc', '--into', 'x'],
    ['abc', '--to', ''],
    ['abc', '--to', 'x', 'y'],
  ]) {
    expect(await run(...args)).toBe(2);
    expect(err.at(-1)).toContain('mentorlog pack ID --to FILE');
  }
  expect([await run('nobody', '--to', `${folder}/none.zip`), err.at(-1)]).toEqual([
    1,
    'There is no pack nobody. See which there are with: npx mentorlog pack',
  ]);
  const none = await pack([], {
    env: { DATABASE_URL: `file:${folder}/none/mentorlog.db` },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    now: leaseClock.now,
    maker: async () => maker,
  });
  expect([none, err.at(-1)]).toEqual([1, 'There is no database yet, and so no pack. Start the bot once first.']);
  expect(await readdir(folder)).not.toContain('none');
});
