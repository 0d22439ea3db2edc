import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import { backup } from '../../../src/program/backup.js';
import { heads } from '../../../src/program/heads.js';
import { restore } from '../../../src/program/restore.js';
import { verify } from '../../../src/program/verify.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { agreed } from '../../support/steps.js';
import { testRootKey } from '../../support/store.js';
import { type File, inFile } from '../../support/tampering.js';

/** The program's own note of what it signed last lies apart from the rows: who changes those alone does not change it. */

const signingKey = new Uint8Array(32).fill(3);
let folder: string;
let file: string;
let t: TestBot | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-noted-'));
  file = `${folder}/mentorlog.db`;
});
afterEach(async () => {
  await t?.stop();
  t = undefined;
  await rm(folder, { recursive: true });
});

const env = () => ({
  DATABASE_URL: `file:${file}`,
  DATA_KEY: Buffer.from(testRootKey).toString('hex'),
  SIGNING_KEY: Buffer.from(signingKey).toString('hex'),
  TIME_ZONE: 'Europe/London',
});
const here = (now: number) => ({ env: env(), out: () => undefined, err: () => undefined, now: () => now });
const verified = async (...args: string[]): Promise<{ code: number; text: string }> => {
  const lines: string[] = [];
  const out = (line: string) => void lines.push(line);
  const code = await verify(args, { ...here(0), out, err: out });
  return { code, text: lines.join('\n') };
};

const checked = async (bot: TestBot): Promise<void> => {
  await bot.bot.check();
  await bot.settled();
};
const fits = async (bot: TestBot) => (await bot.store.read((tx) => tx.checks.counts())).headsFit;
const told = (bot: TestBot): number =>
  bot
    .as('priya')
    .sees()
    .filter((card) => card.includes('is not what it was')).length;
const goesOn = async (bot: TestBot): Promise<void> => {
  await bot.as('priya').types('people');
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const [m] = await rows.mentorships.all();
    if (m === undefined) throw new Error('a mentorship was agreed');
    await rows.audit.add({ chain: m.id, at: bot.clock.now(), actor: null, what: 'x', subject: m.id, facts: {} });
  });
  await bot.clock.pass(day);
  await checked(bot);
};

interface Stood {
  readonly kept: readonly { readonly key: string; readonly value: Uint8Array }[];
  readonly ends: readonly { readonly chain: string; readonly seq: number; readonly hash: string }[];
}
/** What the rows alone know of where everything ends. */
const stands = (db: File): Stood => ({
  kept: db.rows(`SELECT "key", "value" FROM "Memory" WHERE "key" = 'signing'`),
  ends: db.rows('SELECT "chain", "seq", "hash" FROM "ChainHead"'),
});
/** Cuts off all that came since, with everything among the rows that could tell. */
const cutOff = (db: File, { kept, ends }: Stood): void => {
  db.run('DELETE FROM "SignedHead" WHERE "seq" > 1');
  for (const { key, value } of kept) db.run('UPDATE "Memory" SET "value" = ? WHERE "key" = ?', value, key);
  for (const { chain, seq, hash } of ends) {
    db.run('DELETE FROM "AuditEntry" WHERE "chain" = ? AND "seq" > ?', chain, seq);
    db.run('UPDATE "ChainHead" SET "seq" = ?, "hash" = ? WHERE "chain" = ?', seq, hash, chain);
  }
};

async function begun(): Promise<{ readonly bot: TestBot; readonly stood: Stood }> {
  const bot = await startBot({ file, signingKey });
  t = bot;
  await agreed(bot, 'maya', 'leo');
  await checked(bot);
  const stood = inFile(file, stands);
  await goesOn(bot);
  expect(await fits(bot)).toBe(true);
  return { bot, stood };
}
/** The same bot, after a restart. */
async function restarted(bot: TestBot): Promise<TestBot> {
  const { programme, people, chat } = bot;
  const resume = { file, now: bot.clock.now(), deliveries: bot.deliveries(), programme, people, chat };
  t = await startBot({ file, signingKey, resume });
  return t;
}

describe('the newest entries are cut off, with the head that was signed over them', { timeout: 60_000 }, () => {
  it('is found without a file of heads, and stays found though others are signed', async () => {
    const { bot, stood } = await begun();
    inFile(file, (db) => cutOff(db, stood));
    await checked(bot);
    expect([await fits(bot), told(bot)]).toEqual([false, 1]);
    await goesOn(bot);
    await goesOn(bot);
    expect([await fits(bot), told(bot)]).toEqual([false, 1]);
    // A restart knows it too, and `verify` says it.
    await bot.stop();
    const again = await restarted(bot);
    await checked(again);
    expect(await fits(again)).toBe(false);
    expect(await verified()).toMatchObject({
      code: 1,
      text: expect.stringMatching(/another one than the program noted/),
    });
  });

  it('`verify` says how far it went, and that it may have been meant', async () => {
    const { stood } = await begun();
    inFile(file, (db) => cutOff(db, stood));
    expect(await verified()).toMatchObject({
      code: 1,
      text: expect.stringMatching(/noted signed head 2, and the database ends with head 1: .*heads --accept/),
    });
  });

  it('`verify` does not say beside it that no head was signed yet, though all of them are gone', async () => {
    await begun();
    inFile(file, (db) => {
      for (const table of ['SignedHead', 'SigningKey']) db.run(`DELETE FROM "${table}"`);
    });
    const { code, text } = await verified();
    expect(code).toBe(1);
    expect(text).toMatch(/noted signed head 2, and the database ends with head 0/);
    expect(text).not.toMatch(/no head was signed yet/);
  });

  it('`verify` says of a copy from before the first head that it is one', async () => {
    const bot = await startBot({ file, signingKey });
    t = bot;
    await agreed(bot, 'maya', 'leo');
    const taken = `${folder}/first.db`;
    expect(await backup([taken], here(bot.clock.now()))).toBe(0);
    expect((await verified(taken)).text).toMatch(/In programme \S+ no head was signed yet/);
    await checked(bot);
    const { text } = await verified(taken);
    expect(text).toMatch(/This copy is from before the first head of programme \S+ was signed/);
    expect(text).not.toMatch(/no head was signed yet/);
  });
});

it('an entry of the programme’s own chain that was changed is found, daily', { timeout: 60_000 }, async () => {
  const { bot } = await begun();
  inFile(file, (db) =>
    db.run('UPDATE "AuditEntry" SET "at" = "at" - 1 WHERE "chain" = ? AND "seq" = 2', bot.programme),
  );
  await checked(bot);
  expect([await fits(bot), told(bot)]).toEqual([false, 1]);
});

describe('an older copy in its place', { timeout: 60_000 }, () => {
  it('put back by `restore` is no alarm, and the next head goes on from it', async () => {
    const { bot } = await begun();
    const taken = `${folder}/taken.db`;
    expect(await backup([taken], here(bot.clock.now()))).toBe(0);
    await goesOn(bot);
    await bot.stop();
    expect(await restore([taken, '--overdue', 'send'], here(bot.clock.now()))).toBe(0);
    const again = await restarted(bot);
    await checked(again);
    expect([await fits(again), told(again)]).toEqual([true, 0]);
    await goesOn(again);
    expect([await fits(again), told(again)]).toEqual([true, 0]);
    expect((await verified()).code).toBe(0);
    // The copy itself is older than the note by now, which is no fault of it.
    expect(await verified(taken)).toMatchObject({ code: 0, text: expect.stringMatching(/it is an older copy/) });
  });

  it('put back by hand is one, until somebody says that it was meant', async () => {
    const { bot } = await begun();
    await bot.stop();
    await copyFile(file, `${folder}/older.db`);
    const more = await restarted(bot);
    await goesOn(more);
    await more.stop();
    await copyFile(`${folder}/older.db`, file);
    const again = await restarted(more);
    await checked(again);
    expect([await fits(again), told(again)]).toEqual([false, 1]);
    expect(await heads(['--accept'], here(0))).toBe(0);
    await checked(again);
    expect(await fits(again)).toBe(true);
  });
});
