import path from 'node:path';
import { SqliteClients } from '../../../adapters/prisma/connect.js';
import { countedOtherwise } from '../../../adapters/prisma/counted-otherwise.js';
import {
  copyDatabase,
  copyKeys,
  hasKeysApart,
  isPostgresql,
  mustHaveKeys,
} from '../../../adapters/prisma/databases.js';
import { notesAt } from '../../../adapters/prisma/head-notes.js';
import { openStore } from '../../../adapters/prisma/index.js';
import { isAt } from '../../../adapters/prisma/is-at.js';
import { lookAtFile } from '../../../adapters/prisma/look-at-file.js';
import { troubleOf } from '../../../adapters/prisma/trouble.js';
import { isMentorlog, unopened } from '../../../adapters/prisma/unopened.js';
import { everythingKept } from '../../kept.js';
import { Refused } from '../../kernel/errors.js';
import { type PersonId, type ProgrammeId, randomIds } from '../../kernel/ids.js';
import type { Store } from '../../ports/store.js';
import { inTemporaryFolder } from '../temporary.js';
import { checkUnopened, type Trust } from './chains.js';
import { Findings } from './findings.js';
import { checkNote, type Noted } from './note.js';
import { checkOpened } from './opened.js';

/**
 * Verifies a database by a copy of one moment: whoever runs beside goes on writing, and not a byte of what is looked at
 * changes, whatever version it is of.
 */

/** What a mentorship is called, by its chain. */
export type Names = ReadonlyMap<string, string>;

export interface Looked {
  readonly found: Findings;
  readonly names: Names;
}

/**
 * @param at a file, or the address of a PostgreSQL database
 * @param rootKey absent: only what shows without it is looked at
 * @param current the database of the settings, as `at`: a backup without people's keys beside it is opened with today's
 * @throws Refused where there is no such database, or the key is another's
 */
export async function verifyDatabase(
  at: string,
  rootKey: Uint8Array | undefined,
  trust: Trust,
  { named = false, current = at }: { readonly named?: boolean; readonly current?: string } = {},
): Promise<Looked> {
  return inTemporaryFolder('verify', async (folder) => {
    // Read before the rows are copied: a head that is signed meanwhile is noted after it stands there.
    const beside = [current, at].map(addressOf).find(hasKeysApart);
    const notes =
      beside === undefined || rootKey === undefined ? new Map() : await notesAt(beside, { rootKey, ids: randomIds() });
    const copy = await copied(at, current, path.join(folder, 'copy.db'), rootKey !== undefined);
    return await looked(copy, rootKey, { ...trust, notes, isCurrent: at === current }, named);
  });
}

/** People's keys stand beside a database, in a file of their own. */
const keysOf = (file: string): string => `${file}-keys`;

const addressOf = (at: string): string => (isPostgresql(at) ? at : `file:${at}`);

/** @param opens whether it is opened then, and so needs people's keys */
async function copied(file: string, current: string, to: string, opens: boolean): Promise<string> {
  if (isPostgresql(file)) {
    await copyDatabase(file, to);
    await copyKeys(file, keysOf(to));
    return to;
  }
  if (!isAt(file)) throw new Refused('no-such-file', `There is no file ${file}. Look for it, and name it again.`);
  try {
    if (!(await isMentorlog(file)))
      throw new Refused('not-mentorlog', `${file} is no database of Mentorlog. Name another file.`);
    await copyDatabase(`file:${file}`, to);
    // After it: a key is written before what it seals.
    const beside = [file, current].map(addressOf).find(hasKeysApart);
    if (beside !== undefined) await copyKeys(beside, keysOf(to));
    else if (opens) mustHaveKeys(addressOf(file), await lookAtFile(to, 'none'));
    return to;
  } catch (error) {
    if (troubleOf(error) !== 'full') throw error;
    throw new Refused(
      'no-room',
      'There is no room for the copy that is verified. Make room where temporary files are, or set TMPDIR to another folder.',
      { cause: error },
    );
  }
}

/** Sessions with a figure in the clear that is not what their plans and records say. */
async function besideOtherwise(store: Store, programme: string): Promise<readonly string[]> {
  return await store.read(async (tx) => {
    const { verification } = tx.in(programme as ProgrammeId);
    const found: string[] = [];
    for (const { chain } of await verification.chains()) found.push(...(await verification.amiss(chain)));
    return found;
  });
}

async function looked(
  file: string,
  rootKey: Uint8Array | undefined,
  trust: Trust & Noted,
  named: boolean,
): Promise<Looked> {
  const found = new Findings();
  const names = new Map<string, string>();
  // Opened, an older copy has whoever was erased since erased in it again.
  const erased = await unopened(file, async (all) => {
    await checkUnopened(all, trust, found);
    return new Map(all.programmes.map((programme) => [programme.id, programme.erased]));
  });
  if (rootKey === undefined) {
    found.open.push(
      'The key to the data (DATA_KEY) is not here: what rows say was not compared with what was entered, nor what erasures took away.',
    );
    return { found, names };
  }
  const clients = new SqliteClients();
  const store = await openStore({ url: `file:${file}`, rootKey, ids: randomIds(), kept: everythingKept, clients });
  try {
    await unopened(file, async ({ programmes }) => {
      await checkOpened(
        store,
        programmes.map((one) => ({ ...one, erased: erased.get(one.id) ?? [] })),
        found,
      );
      for (const programme of programmes) checkNote(programme, trust, found);
      let miscounted = 0;
      for (const { id } of programmes)
        for (const session of new Set([
          ...(await countedOtherwise(clients, id)),
          ...(await besideOtherwise(store, id)),
        ])) {
          miscounted += 1;
          found.fault(
            { programme: id },
            `session ${session} is counted otherwise than its rows come to: its minutes were changed where they are added up.`,
          );
        }
      if (miscounted === 0)
        found.checked.push('What counts of each session was worked out anew, and comes to the same.');
    });
    if (named)
      await store.read(async (tx) => {
        for (const { id, name } of await tx.programmes.all()) {
          names.set(id, name);
          const rows = tx.in(id as ProgrammeId);
          const people = new Map((await rows.people.all()).map((p) => [p.id, p.name]));
          const who = (one: PersonId) => people.get(one) ?? 'somebody who left';
          for (const m of await rows.mentorships.all()) names.set(m.id, `${who(m.mentor)} with ${who(m.mentee)}`);
        }
      });
  } finally {
    await store.close();
  }
  return { found, names };
}
