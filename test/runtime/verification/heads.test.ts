import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import {
  hashOfHead,
  isIncluded,
  isSignedBy,
  printOf,
  type SignedHead,
  Signer,
  shortPrint,
} from '../../../src/kernel/signed-head.js';
import { appendHeads } from '../../../src/program/heads-file.js';
import { verificationFigures } from '../../../src/program/metrics.js';
import { sealChains } from '../../../src/runtime/documents/seal-chains.js';
import { sql } from '../../adapters/prisma/database.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { mentorshipOf } from '../../support/newer-steps.js';
import { mayaAndLeoAgreed } from '../../support/steps.js';

/** Where all chains end is signed, daily and with what leaves; what was signed is held against what is there. */

const signingKey = new Uint8Array(32).fill(3);
const signer = new Signer(signingKey);

const checked = async (t: TestBot): Promise<void> => {
  await t.bot.check();
  await t.settled();
};
const heads = (t: TestBot): Promise<readonly SignedHead[]> =>
  t.store.read((tx) => tx.in(t.programme).signedHeads.after(0));
const fits = async (t: TestBot) => (await t.store.read((tx) => tx.checks.counts())).headsFit;
const alarming = (t: TestBot, who: string): readonly string[] =>
  t
    .as(who)
    .sees()
    .filter((card) => /left out|is not what it was|signed with another key/i.test(card));

/** Two days on which something happened: two heads. */
async function twoHeads(): Promise<TestBot> {
  const t = await startAfter(mayaAndLeoAgreed, {}, { signingKey });
  await checked(t);
  await t.as('maya').types('plan @leo tomorrow 11:00 45m Calls');
  await t.as('priya').types('people');
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const [m] = await rows.mentorships.all();
    if (m === undefined) throw new Error('a mentorship was agreed');
    await rows.audit.add({ chain: m.id, at: t.clock.now(), actor: null, what: 'x', subject: m.id, facts: {} });
  });
  await t.clock.pass(day);
  await checked(t);
  return t;
}

it('a head is signed daily where anything moved, and nothing is said of it', async () => {
  const t = await twoHeads();
  const all = await heads(t);
  expect(all.map((head) => head.seq)).toEqual([1, 2]);
  for (const head of all) expect(isSignedBy(head, signer.publicKey)).toBe(true);
  expect(all[1]?.prev).toBe(all[0]?.hash);
  // A day on which nothing moved has none.
  await t.clock.pass(day);
  const before = (await heads(t)).length;
  await checked(t);
  await checked(t);
  expect((await heads(t)).length - before).toBeLessThanOrEqual(1);
  expect(await fits(t)).toBe(true);
  for (const who of ['maya', 'priya']) expect(alarming(t, who)).toEqual([]);
  const figures = await verificationFigures(t.store);
  expect(figures.mentorlog_signed_heads_fit?.value).toBe(1);
  expect(figures.mentorlog_chains_checked?.value).toBe(1);
  await t.stop();
});

const forged = (t: TestBot, all: readonly SignedHead[]): readonly string[] => {
  const other = new Signer(new Uint8Array(32).fill(9));
  const last = all.at(-1) as SignedHead;
  const { v, programme, seq, at, size, root, prev } = last;
  const made = other.sign({ v, programme, seq, at: at - day, size, root, prev });
  return [
    `INSERT INTO "SigningKey" VALUES ('${other.print}', '${other.publicKey}', 1)`,
    `UPDATE "SignedHead" SET "at" = ${made.at}, "hash" = '${made.hash}', "keyPrint" = '${made.key}', "signature" = '${made.signature}' WHERE "seq" = ${seq} AND "programmeId" = '${t.programme}'`,
  ];
};

const tampered: Readonly<Record<string, (t: TestBot, all: readonly SignedHead[]) => readonly string[]>> = {
  'all signed heads deleted': () => ['DELETE FROM "SignedHead"'],
  'the newest deleted': () => ['DELETE FROM "SignedHead" WHERE "seq" = 2'],
  'the first deleted': () => ['DELETE FROM "SignedHead" WHERE "seq" = 1'],
  'one changed': () => ['UPDATE "SignedHead" SET "at" = "at" - 1 WHERE "seq" = 1'],
  'what moved changed': () => [`UPDATE "SignedHead" SET "moved" = replace("moved", ',', ',1') WHERE "seq" = 1`],
  'one forged under another key': forged,
};

it.each(Object.entries(tampered))('%s: found, and said to the coordinator', async (_name, statements) => {
  const t = await twoHeads();
  for (const statement of statements(t, await heads(t))) await sql(t.file, statement);
  await checked(t);
  expect(await fits(t)).toBe(false);
  expect((await verificationFigures(t.store)).mentorlog_signed_heads_fit?.value).toBe(0);
  expect(alarming(t, 'priya')).toHaveLength(1);
  expect(alarming(t, 'maya')).toEqual([]);
  await t.clock.pass(day);
  await checked(t);
  expect(alarming(t, 'priya')).toHaveLength(1);
  await t.stop();
});

it('a chain that was written anew as a whole is held against the newest signed head', async () => {
  const t = await twoHeads();
  const m = await mentorshipOf(t, 'leo');
  // Everything goes, and the program itself commits to the rows anew.
  await sql(t.file, `DELETE FROM "AuditEntry" WHERE "chain" = '${m}'`);
  await sql(t.file, `DELETE FROM "ChainHead" WHERE "chain" = '${m}'`);
  const at = t.clock.now();
  for (let i = 0; i < 40; i += 1)
    await t.store.write(async (tx) =>
      tx.in(t.programme).audit.add({ chain: m, at, actor: null, what: 'rows.kept', subject: m, facts: {} }),
    );
  await checked(t);
  const open = await t.store.read((tx) => tx.in(t.programme).verification.open());
  expect(open.map((one) => [one.path, one.why])).toContainEqual(['chain', 'rewritten']);
  // It stays found: the next head does not take over what was written anew.
  await t.clock.pass(day);
  await checked(t);
  expect((await t.store.read((tx) => tx.in(t.programme).verification.open())).length).toBeGreaterThan(0);
  await t.stop();
});

it('another key goes on signing, and that is said', async () => {
  const t = await twoHeads();
  const next = new Uint8Array(32).fill(8);
  const again = await startAfterStop(t, next);
  await checked(again);
  expect((await heads(again)).at(-1)?.key).toBe(new Signer(next).print);
  expect(await fits(again)).toBe(true);
  expect(alarming(again, 'priya').join()).toContain(shortPrint(new Signer(next).print));
  await again.stop();
});

async function startAfterStop(t: TestBot, key: Uint8Array): Promise<TestBot> {
  const { startBot } = await import('../../support/bot.js');
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-heads-'));
  const copy = path.join(folder, 'copy.db');
  await t.store.backup(copy);
  await t.store.backupKeys(`${copy}-keys`);
  const { programme, people, chat } = t;
  const now = t.clock.now();
  await t.stop();
  const resume = {
    file: copy,
    now,
    deliveries: 1_000,
    programme,
    people,
    chat: { messages: chat.messages, drawn: chat.drawn },
  };
  return startBot({ resume, signingKey: key });
}

it('the digest shows the key and the newest head, and a pack’s chains are in the one that is signed with it', async () => {
  const t = await twoHeads();
  await t.as('priya').types('digest now', { scope: 'shared' });
  await t.settled();
  const newest = (await heads(t)).at(-1) as SignedHead;
  expect(t.channel().join('\n')).toContain(
    `Records are signed with key ${shortPrint(signer.print)}; newest: ${shortPrint(newest.hash)}.`,
  );
  const m = await mentorshipOf(t, 'leo');
  const sealed = await t.store.read(async (tx) => {
    const { audit } = tx.in(t.programme);
    return {
      chains: [
        await audit.disclosed(m),
        { chain: t.programme, head: await audit.head(t.programme), leaves: [], seal: null },
      ],
    };
  });
  const pack = { id: 'k1' as never, programme: t.programme };
  const source = await sealChains(pack, { ...sealed, seed: 's' } as never, t.store, t.clock.now());
  const { head, publicKey } = source.signed ?? {};
  if (head === undefined || publicKey === undefined) throw new Error('a head is signed with a pack');
  expect(printOf(publicKey)).toBe(signer.print);
  expect(hashOfHead(head)).toBe(head.hash);
  for (const one of source.chains) {
    if (one.inclusion === undefined) throw new Error('each chain is in it');
    expect(isIncluded({ chain: one.chain, ...one.head }, one.inclusion, head.size, head.root)).toBe(true);
  }
  await t.stop();
});

it('heads go into a file that only grows, and never into one of another history', async () => {
  const t = await twoHeads();
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-heads-'));
  const file = path.join(folder, 'heads.jsonl');
  expect(await appendHeads(t.store, file)).toEqual({ written: 2, all: 2 });
  expect(await appendHeads(t.store, file)).toEqual({ written: 0, all: 2 });
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(await heads(t));
  // Half of the last line was written where the disk was full, or the machine went down.
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, -30));
  expect(await appendHeads(t.store, file)).toEqual({ written: 1, all: 2 });
  expect(await readFile(file, 'utf8')).toBe(whole);
  await sql(t.file, 'DELETE FROM "SignedHead" WHERE "seq" = 2');
  await expect(appendHeads(t.store, file)).rejects.toMatchObject({ code: 'heads-another-history' });
  await writeFile(file, 'x\n');
  await expect(appendHeads(t.store, file)).rejects.toMatchObject({ code: 'heads-file-damaged' });
  await t.stop();
});
