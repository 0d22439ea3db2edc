import { existsSync } from 'node:fs';
import { open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Refused } from '../kernel/errors.js';
import type { SignedHead } from '../kernel/signed-head.js';
import type { Store } from '../ports/store.js';
import type { Log } from '../runtime/log.js';

/**
 * Signed heads off the machine: a file of JSON lines, one head each (docs/record-format.md#signed-heads), which only ever
 * grows. What it has stands for what was once signed, whatever becomes of the database.
 */

/** Of a line, what it is known by. */
type Line = Pick<SignedHead, 'programme' | 'seq' | 'hash'>;

function readLine(line: string): Line {
  try {
    const { programme, seq, hash } = JSON.parse(line) as Partial<Line>;
    if (typeof programme === 'string' && typeof seq === 'number' && typeof hash === 'string')
      return { programme, seq, hash };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refused(
    'heads-file-damaged',
    'That file holds something else than signed heads. Give another name, or put the file back as it was.',
  );
}

/**
 * Appends to the file the heads that it does not have.
 * @returns how many it wrote, and how many there are
 * @throws Refused `no-file` where it is no file, or cannot be written whole; `heads-file-damaged`; `heads-another-history` where the file has heads that the database has not, or others
 */
export async function appendHeads(
  store: Pick<Store, 'read'>,
  file: string,
): Promise<{ readonly written: number; readonly all: number }> {
  const text = await textOf(file);
  const lines = text.split('\n');
  // Half a line, where the disk was full or the machine went down: it is written anew if it is of one of ours.
  const half = lines.pop() ?? '';
  const there = lines.filter((line) => line !== '').map(readLine);
  const heads = await store.read(async (tx) => {
    const all: SignedHead[] = [];
    for (const programme of await tx.checks.programmes()) all.push(...(await tx.in(programme).signedHeads.after(0)));
    return all;
  });
  const known = new Map(heads.map((head) => [`${head.programme} ${head.seq}`, head.hash]));
  if (there.some((line) => known.get(`${line.programme} ${line.seq}`) !== line.hash))
    throw new Refused(
      'heads-another-history',
      'That file has signed heads that this database has not. It may be an older backup, or it was changed. Keep the file as it is, look with “npx mentorlog verify”, and give another name to go on.',
    );
  const has = new Set(there.map((line) => `${line.programme} ${line.seq}`));
  const fresh = heads.filter((head) => !has.has(`${head.programme} ${head.seq}`));
  const lacking = fresh.map((head) => `${JSON.stringify(head)}\n`).join('');
  if (!lacking.startsWith(half)) readLine(half);
  if (fresh.length === 0) return { written: 0, all: heads.length };
  await append(file, { whole: Buffer.byteLength(text) - Buffer.byteLength(half), lacking });
  return { written: fresh.length, all: heads.length };
}

/** All of it or nothing: half a line would be taken for another file, for good. */
async function append(file: string, { whole, lacking }: { whole: number; lacking: string }): Promise<void> {
  const isNew = !existsSync(file);
  const handle = await open(file, 'a', 0o644);
  try {
    await handle.truncate(whole);
    await handle.appendFile(lacking);
    await handle.sync();
  } catch (cause) {
    await (isNew ? rm(file) : handle.truncate(whole)).catch(() => undefined);
    const full = ['ENOSPC', 'EDQUOT'].includes(String((cause as { code?: unknown }).code));
    throw new Refused(
      'no-file',
      `${path.resolve(file)} could not be written whole, and is as it was. ${full ? 'Make room on its disk' : 'See whether its disk can be written to'}, and try again.`,
      { cause },
    );
  } finally {
    await handle.close();
  }
}

async function textOf(file: string): Promise<string> {
  if (!existsSync(file)) return '';
  // A device, or a pipe, may have no end.
  if (!(await stat(file)).isFile())
    throw new Refused('no-file', `${path.resolve(file)} is no file that can grow. Name another one.`);
  return readFile(file, 'utf8');
}

/** Appends new heads to the operator's file. What fails holds nobody up: it is in the log, and tried with the next. */
export const leavesIn =
  (file: string, store: Pick<Store, 'read'>, log: Log): (() => Promise<void>) =>
  async () => {
    try {
      await appendHeads(store, file);
    } catch (error) {
      log.fault('heads-file', error);
    }
  };
