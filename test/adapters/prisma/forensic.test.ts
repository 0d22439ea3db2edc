import { createDecipheriv } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { minute } from '../../../src/kernel/clock.js';
import type { PersonId, ProgrammeId } from '../../../src/kernel/ids.js';
import { deriveKey, open } from '../../../src/kernel/seal.js';
import { startBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';
import { agreed, planned } from '../../support/steps.js';
import { copyDatabase, migrated, openTestStore, testRootKey } from '../../support/store.js';
import { sql } from './database.js';

/**
 * Somebody who has the files and DATA_KEY, and looks for a mentee who was erased: through every column of every table, and
 * through the files byte by byte, free pages, log and journal among them.
 */

const onSqlite = process.env.TEST_POSTGRES === undefined;
let folder: string;
let file: string;
let earlier: string;
let programme: ProgrammeId;
let leo: PersonId;
let maya: PersonId;

beforeAll(async () => {
  if (!onSqlite) return;
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-forensic-'));
  file = path.join(folder, 'live', 'mentorlog.db');
  earlier = path.join(folder, 'earlier.db');
  await mkdir(path.dirname(file));
  await copyDatabase(await migrated(), file);
  const t = await startBot({ file });
  programme = t.programme;
  [leo, maya] = [t.as('leo').id, t.as('maya').id];
  const [mentee, mentor, priya] = [t.as('leo'), t.as('maya'), t.as('priya')];
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await mentee.presses('plan.accept');
  await t.clock.to('2026-11-24T15:45:00Z');
  await mentor.presses('record.open');
  const outcome = mentor.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
  mentor.fills({ [outcome]: 'met', skill: 'active-listening', 'skill-example': 'I waited.', happened: 'Two calls.' });
  await mentor.submits();
  await t.clock.pass(31 * minute);
  const [held] = await t.store.read((tx) => tx.in(programme).sessions.all());
  const subject = held?.id ?? '';
  await mentee.presses('hours.confirm', { subject, arg: '45' });
  await mentee.presses('ask.share', { subject, arg: 'now' });
  for (const arg of ['agreed.1.4', 'listened.1.4', 'pace.1.4']) await mentee.presses('ask.rate', { subject, arg });
  // An adapter keeps how to reach them, and the local chat what it showed them.
  const account = mentee.id === leo ? 'leo' : '';
  await t.store.book.put(
    `teams/person/t/${account}`,
    JSON.stringify({ id: '29:leo', direct: 'a:leo', name: 'Leo Brandt' }),
  );
  await t.store.book.put('teams/alias/t/29%3Aleo', account);
  await t.store.book.put('teams/conversation/t/a%3Aleo', JSON.stringify({ conversation: 'a:leo', type: 'personal' }));
  await t.store.book.put('teams/person/t/maya', JSON.stringify({ id: '29:maya', name: 'Maya' }));
  await t.store.queue.count(['a:leo|send|1/1000', `${directOf('leo')}|send|1/1000`], (kept) => [
    new Map(['a:leo|send|1/1000', `${directOf('leo')}|send|1/1000`].map((key) => [key, { free: 1, line: 1 }])),
    kept.size,
  ]);
  await t.store.backup(earlier);
  expect(await found(file)).toEqual({ leo: true, maya: true });
  expect((await remains(file)).length).toBeGreaterThan(3);
  await priya.presses('data.erase', { subject: leo });
  await priya.erases({ subject: leo, arg: 'yes' });
  await t.stop();
}, 120_000);
afterAll(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** A wrapped key: form, nonce, key, tag (src/kernel/seal.ts). */
const wrappedLength = 1 + 12 + 32 + 16;

/** Whose keys can be unwrapped with DATA_KEY from anywhere in the files of a database. */
async function found(of: string): Promise<Readonly<Record<'leo' | 'maya', boolean>>> {
  const here = path.dirname(of);
  const files = (await readdir(here)).map((name) => path.join(here, name));
  const wrapping = deriveKey(testRootKey, 'person-keys');
  const isIn = (bytes: Uint8Array, person: string): boolean => {
    for (let at = bytes.indexOf(1); at >= 0 && at + wrappedLength <= bytes.length; at = bytes.indexOf(1, at + 1))
      try {
        open(wrapping, bytes.subarray(at, at + wrappedLength), `person/${person}/key`);
        return true;
      } catch {
        // Something else.
      }
    return false;
  };
  const all = await Promise.all(files.map((name) => readFile(name)));
  return { leo: all.some((bytes) => isIn(bytes, leo)), maya: all.some((bytes) => isIn(bytes, maya)) };
}

/** So much of what is sealed is read at most: a free page holds no more of it. */
const mostRead = 4_096;

/**
 * What opens of them anywhere in the files under a key that DATA_KEY leads to, at whichever byte it begins: nobody knows how
 * long it was, so the seal is not tried, and the text is read as far as it is one (AES-GCM is a stream of bytes under its
 * nonce). One try for each byte that may begin a seal, whatever the length.
 */
async function remains(of: string): Promise<readonly string[]> {
  const here = path.dirname(of);
  const [row] = await sql(of, `SELECT "dataKey" FROM "Programme" WHERE "id" = '${programme}'`);
  const ofProgramme = open(
    deriveKey(testRootKey, 'programme-keys'),
    row?.[0] as Uint8Array,
    `programme/${programme}/key`,
  );
  const keys = [ofProgramme, ...['address-book', 'local-chat', 'head-notes'].map((use) => deriveKey(testRootKey, use))];
  const out = new Set<string>();
  for (const name of await readdir(here)) {
    const bytes = await readFile(path.join(here, name));
    for (let at = bytes.indexOf(1); at >= 0 && at + 30 <= bytes.length; at = bytes.indexOf(1, at + 1))
      for (const key of keys) {
        const text = textAt(key, bytes.subarray(at + 1, at + 13), bytes.subarray(at + 13, at + 13 + mostRead));
        if (text !== undefined && /leo\b|brandt/i.test(text)) out.add(`${name} ${at}`);
      }
  }
  return [...out];
}

/** The beginning of what was sealed there, as far as it is text; undefined where it is none. */
function textAt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  const first = decipher.update(sealed.subarray(0, 16));
  if (!/^[[{"]/.test(first.toString('latin1')) || first.some((byte) => byte < 0x20)) return undefined;
  const all = Buffer.concat([first, decipher.update(sealed.subarray(16))]);
  const end = all.findIndex((byte) => byte < 0x20);
  return all.subarray(0, end < 0 ? all.length : end).toString();
}

/** Where any text of theirs stands in the clear, or under a key that DATA_KEY leads to. */
async function places(of: string): Promise<readonly string[]> {
  const theirs = /leo\b|brandt/i;
  const columns = await sql(
    of,
    `SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'`,
  );
  const out: string[] = [];
  for (const [table, column] of columns)
    for (const [value] of await sql(of, `SELECT "${column}" FROM "${table}"`)) {
      // What is sealed is of any bytes: three letters stand there by chance.
      if (value instanceof Uint8Array ? Buffer.from(value).includes('Brandt') : theirs.test(String(value)))
        out.push(`${table}.${column}`);
    }
  const [row] = await sql(of, `SELECT "dataKey" FROM "Programme" WHERE "id" = '${programme}'`);
  const ofProgramme = open(
    deriveKey(testRootKey, 'programme-keys'),
    row?.[0] as Uint8Array,
    `programme/${programme}/key`,
  );
  const sealed = [
    ['Memory', 'key', 'value', ofProgramme, (key: string) => `memory/${programme}/${key}`],
    [
      'AddressBookEntry',
      'key',
      'value',
      deriveKey(testRootKey, 'address-book'),
      (key: string) => `address-book/${key}`,
    ],
    ['LocalMessage', 'ref', 'card', deriveKey(testRootKey, 'local-chat'), (ref: string) => `local/${ref}/card`],
  ] as const;
  for (const [table, name, column, key, at] of sealed)
    for (const [id, value] of await sql(of, `SELECT "${name}", "${column}" FROM "${table}"`))
      if (theirs.test(Buffer.from(open(key, value as Uint8Array, at(String(id)))).toString()))
        out.push(`${table} ${String(id)}`);
  return out;
}

test.runIf(onSqlite)('after an erasure and a clean stop nothing in the files opens, nor names them', async () => {
  expect(await found(file)).toEqual({ leo: false, maya: true });
  expect(await places(file)).toEqual([]);
  expect(await remains(file)).toEqual([]);
});

test.runIf(onSqlite)('a backup from before, put back beside today’s keys, brings nobody back', async () => {
  // It is older than the erasure: by itself it names them.
  expect(await places(earlier)).not.toEqual([]);
  await rm(file);
  await copyFile(earlier, file);
  const { store, close } = await openTestStore({ file });
  const rows = await store.read(async (tx) => {
    const of = tx.in(programme);
    const [session] = await of.sessions.all();
    return {
      name: (await of.people.get(leo))?.name,
      erased: (await of.people.get(leo))?.erasedAt,
      everybody: (await of.people.all()).map((p) => p.id),
      record: session === undefined ? undefined : (await of.records.get(session.id))?.body,
      broken: await of.audit.broken((await of.mentorships.of(leo))[0]?.id ?? programme),
    };
  });
  await close();
  expect(rows).toMatchObject({ name: '', erased: expect.any(Number), broken: undefined });
  expect(rows.everybody).not.toContain(leo);
  expect(rows.record).toMatchObject({ minutes: 45, happened: '' });
  expect(await found(file)).toEqual({ leo: false, maya: true });
  expect(await places(file)).toEqual([]);
  expect(await remains(file)).toEqual([]);
});
