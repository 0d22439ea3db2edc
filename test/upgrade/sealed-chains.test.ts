import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Keys, openJson, sealJson } from '../../adapters/prisma/keys.js';
import { type ChainEntry, entryHash } from '../../src/kernel/chain.js';
import { randomIds } from '../../src/kernel/ids.js';
import { sql } from '../adapters/prisma/database.js';
import { startBot } from '../support/bot.js';
import { faultsOf } from '../support/check-chain.js';
import { shown } from '../support/leaves.js';
import { openTestStore } from '../support/store.js';
import { beforeLeaves, fixtureOf, layFixture } from './fixture.js';

/** Whoever has the file and no key is told by no chain who did what, in a new database and in one that was upgraded. */

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-sealed-'));
  file = path.join(folder, 'mentorlog.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Every byte of a database, its log too. */
async function bytesOf(): Promise<string> {
  const parts = [file, `${file}-wal`].filter((part) => existsSync(part));
  return (await Promise.all(parts.map((part) => readFile(part, 'latin1')))).join('\n');
}

/** Whose chain it is, and under whose keys words are, is no secret: rows of that pair say so too. */
const mayName = ['chain', 'programmeId', 'keyOf', 'practiceOf', 'seq', 'at', 'version'];

/** All else that stands in entries, read as text. */
async function clearColumns(): Promise<string> {
  const columns = (await sql(file, `SELECT name FROM pragma_table_info('AuditEntry')`)).map(([name]) => String(name));
  const read = columns.filter((name) => !mayName.includes(name));
  expect(read.length).toBeGreaterThan(8);
  const rows = await sql(file, `SELECT ${read.map((name) => `quote("${name}")`).join()} FROM "AuditEntry"`);
  expect(rows.length).toBeGreaterThan(3);
  return rows
    .flat()
    .map((value) => String(value))
    .map((value) => (value.startsWith("X'") ? Buffer.from(value.slice(2, -1), 'hex').toString('latin1') : value))
    .join('\n');
}

const distinct = (rows: readonly (readonly unknown[])[]): readonly string[] => [
  ...new Set(rows.flat().flatMap((value) => (value === null || value === '' ? [] : [String(value)]))),
];

describe.each(beforeLeaves())('the database of %s', (name) => {
  const fixture = fixtureOf(name);
  const rootKey = new Uint8Array(Buffer.from(fixture.dataKey, 'hex'));

  test('names nobody and nothing that happened, not even in bytes that no row holds any more', async () => {
    await layFixture(name, file);
    const names = distinct(await sql(file, 'SELECT "what" FROM "AuditEntry"'));
    const actors = distinct(await sql(file, 'SELECT "actorId" FROM "AuditEntry"'));
    const subjects = distinct(await sql(file, 'SELECT "subject" FROM "AuditEntry"'));
    const hashes = distinct(await sql(file, 'SELECT "hash", "commitments" FROM "AuditEntry"'));
    expect([names.length, actors.length, subjects.length, hashes.length].every((n) => n > 5)).toBe(true);
    const before = await bytesOf();
    expect([...names, ...hashes].filter((text) => !before.includes(text))).toEqual([]);

    const opened = await openTestStore({ file, rootKey });
    const running = await bytesOf();
    expect([...names, ...hashes].filter((text) => running.includes(text))).toEqual([]);
    // What was sealed says the same as before, and each chain goes on from where it was, tied to it.
    await opened.store.read(async (tx) => {
      const { audit } = tx.in(fixture.programme);
      for (const chain of Object.keys(fixture.figures.chains) as (typeof fixture.programme)[]) {
        const proof = await audit.proof(chain);
        expect(faultsOf(shown(proof))).toEqual([]);
        const former = proof.entries.filter((entry) => entry.v === 1);
        expect(former.length).toBe(fixture.figures.chains[chain]?.entries);
        if (former.length === 0) continue;
        const told = (await audit.of(chain))[former.length];
        expect(told).toMatchObject({ what: 'chain.carried-over', actor: null });
      }
    });
    await opened.close();
    const left = await clearColumns();
    const ids = subjects.filter((subject) => subject.length > 12);
    expect([...names, ...actors, ...ids, ...hashes].filter((text) => left.includes(text))).toEqual([]);
    expect([...names, ...hashes].filter((text) => running.includes(text))).toEqual([]);
  });

  test('by whom has the keys, what stood before cannot be written anew: the first entry since is tied to it', async () => {
    await layFixture(name, file);
    const chain = fixture.programme;
    await (await openTestStore({ file, rootKey })).close();
    const [[seq, at, sealed] = []] = await sql(
      file,
      `SELECT "seq", "at", "outline" FROM "AuditEntry" WHERE "chain" = '${chain}' AND "version" = 1 ORDER BY "seq" DESC`,
    );
    const [[wrapped] = []] = await sql(file, `SELECT "dataKey" FROM "Programme" WHERE "id" = '${chain}'`);
    const key = new Keys(rootKey, randomIds()).unwrapProgramme(chain, wrapped as Uint8Array);
    const place = `audit/${chain}/${seq}/outline`;
    const outline = openJson<Omit<ChainEntry, 'seq' | 'chain' | 'at'>>(key, sealed as Uint8Array, place);
    // The last of them a minute later, with the hash that it has then.
    const moved = Number(at) + 60_000;
    const hash = entryHash({ ...outline, seq: Number(seq), chain, at: moved });
    const again = Buffer.from(sealJson(key, { ...outline, hash }, place)).toString('hex');
    await sql(
      file,
      `UPDATE "AuditEntry" SET "at" = ${moved}, "outline" = x'${again}' WHERE "chain" = '${chain}' AND "seq" = ${seq}`,
    );
    const opened = await openTestStore({ file, rootKey });
    expect(await opened.store.read((tx) => tx.in(chain).audit.broken(chain))).toBe(Number(seq) + 1);
    await opened.close();
  });

  test('an entry that was changed before the upgrade is found after it', async () => {
    await layFixture(name, file);
    const [chain] = Object.keys(fixture.figures.chains) as (typeof fixture.programme)[];
    await sql(file, `UPDATE "AuditEntry" SET "actorId" = 'another' WHERE "chain" = '${chain}' AND "seq" = 3`);
    const opened = await openTestStore({ file, rootKey });
    const broken = () => opened.store.read((tx) => tx.in(fixture.programme).audit.broken(chain ?? fixture.programme));
    expect(await broken()).toBe(3);
    await opened.close();
  });
});

test('who passed on a concern, and that anybody did, is told by no byte of a new database', async () => {
  const t = await startBot({ file });
  const [maya, priya] = [t.as('maya'), t.as('priya')];
  await maya.types('concern');
  await maya.presses('concern.tell-lead');
  await priya.types('hours');
  for (const word of ['people', 'hours', 'feedback', 'hours']) await priya.types(word);
  const entries = await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme));
  const names = [...new Set(entries.map((e) => e.what))];
  expect(names).toEqual(expect.arrayContaining(['concern.passed-on', 'hours.read']));
  expect(entries.find((e) => e.what === 'concern.passed-on')?.actor).toBe(maya.id);
  const running = await bytesOf();
  await t.stop();
  const stopped = await bytesOf();
  for (const bytes of [running, stopped]) expect(names.filter((what) => bytes.includes(what))).toEqual([]);
  const left = await clearColumns();
  expect([maya.id, priya.id].filter((id) => left.includes(id))).toEqual([]);
});
