import { erasedAgain } from '../../src/domain/erased-again.js';
import { type AnyKept, keptByName } from '../../src/domain/kept.js';
import { Refused, type Trouble } from '../../src/kernel/errors.js';
import type { Ids, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { Signer } from '../../src/kernel/signed-head.js';
import type { Store, Transaction } from '../../src/ports/store.js';
import { addressBook, localMessages, meta } from './book.js';
import { clientsFor } from './clients-for.js';
import { type Clients, withoutContent } from './connect.js';
import { runDataSteps } from './data-steps.js';
import { DoneAnew } from './done-anew.js';
import { Erasures } from './erasures.js';
import { HeadNotes } from './head-notes.js';
import { Keys, keysIn } from './keys.js';
import { compare, keysMoved } from './keys-and-rows.js';
import { type Leases, soleLeases } from './leases.js';
import { queue } from './queue.js';
import { checkRootKey } from './root-check.js';
import { peopleKept, type Shared, settingsKept } from './scope.js';
import { transaction, type Unit, unitOf } from './transaction.js';
import { asTrouble, type HearsOfTrouble, telling, WatchedGate } from './trouble.js';

export interface StoreOptions {
  /** `file:…`, a path that is not absolute is taken from the working directory; or `postgresql://…`. */
  readonly url: string;
  /** DATA_KEY: 32 bytes. */
  readonly rootKey: Uint8Array;
  readonly ids: Ids;
  /** SIGNING_KEY: 32 bytes; without it no head is signed. */
  readonly signingKey?: Uint8Array;
  /** Every value that is kept (`everythingKept`): what an erasure goes through, and all that can be written. */
  readonly kept: readonly AnyKept[];
  /** Is told the name of a kept value that does not fit its schema, and is read as absent; never what is in it. */
  unreadable?(name: string): void;
  /** Is told of each unit of work what trouble it met: a full disk, a damaged file, or none. */
  trouble?(met: Trouble | undefined): void;
  /** Whether this program is the one bot now; while it may not be, nothing is claimed. Always so unless given. */
  readonly mayClaim?: () => boolean;
  /** This program among others on the database, where there may be any; the only one unless given. */
  readonly leases?: Leases;
  /** Told a sentence where an upgrade takes more than a moment. */
  readonly say?: (line: string) => void;
  /** Clients that are closed, to be opened for this store; new ones for its address unless given. */
  readonly clients?: Clients;
}

/** So often a unit of work is done at most, where others are in its way. */
const mostTries = 5;
/**
 * The same where it waits until no other goes on, two seconds each time: longer than the server leaves a transaction to a
 * program that was stopped in the middle of it.
 */
const mostTriesAlone = 15;

/** Under which of the program's facts the data key is checked. */
export const rootCheck = 'root-check';

/**
 * Opens the database, making it, applying pending migrations and running pending data steps as needed.
 * @throws Refused `database-url` and `wrong-data-key`, and those of `migrate` and `runDataSteps`; Error where two kept
 * values have one name
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url } = options;
  const opened = options.clients ?? (await clientsFor(url));
  const { dialect } = opened;
  if (!dialect.takes(url))
    throw new Refused(
      'database-url',
      'DATABASE_URL is no address of a database: set it to file:./data/mentorlog.db, or to postgresql://HOST/NAME.',
    );
  const keyStore = dialect.keyStore(url);
  const keys = new Keys(options.rootKey, options.ids, keysIn(keyStore));
  const notes = new HeadNotes(keyStore, keys);
  const kept = keptByName(options.kept);
  const leases = options.leases ?? soleLeases;
  await dialect.migrate(url, leases);
  await opened.open(url);
  const running = dialect.running(url);
  let again: Awaited<ReturnType<typeof compare>>;
  try {
    const { ids, say } = options;
    await dialect.inTurn(url, async () => {
      await checkRootKey(opened, keys);
      await keyStore.open(!(await keysMoved(opened)));
      await runDataSteps({ url, clients: opened, keys, keyStore, ids, ...(say === undefined ? {} : { say }) });
    });
    // One that is starting as well has nothing in hand: of several that start together the first compares.
    const compared = async () => ((await leases.othersGoByTables()) ? [] : compare(opened.writing, keyStore));
    // One that runs has done so, and what it has in hand now would look like something half done.
    again = opened.writing.others ? ((await running.ifAlone(compared)) ?? []) : await compared();
    await notes.read();
    for (const { programme } of await notes.lacking(opened.writing)) say?.(headsMissing(programme));
  } catch (error) {
    await Promise.allSettled([opened.close(), keyStore.close(), running.close()]);
    throw error;
  }

  const shared: Shared = {
    ids: options.ids,
    keys,
    people: peopleKept(),
    settings: settingsKept(),
    notes,
    kept,
    ...(dialect.alarms === undefined ? {} : { alarms: dialect.alarms }),
    ...(options.signingKey === undefined ? {} : { signer: new Signer(options.signingKey) }),
    unreadable: (name) => options.unreadable?.(name),
    ...(options.mayClaim === undefined ? {} : { mayClaim: options.mayClaim }),
    leases,
  };
  const hears: HearsOfTrouble = (met) => options.trouble?.(met);
  const gate = new WatchedGate(hears, opened.group, () => {
    shared.people.clear();
    keys.forgetAll();
  });
  const beside = { clients: opened, gate };
  const erasures = new Erasures(keyStore, opened, gate, leases);
  leases.forgets({
    these(people) {
      for (const { programme, person } of people) keys.forget(programme, person);
      shared.people.clear();
    },
    all() {
      keys.forgetPeople();
      shared.people.clear();
    },
  });
  const { places } = dialect;
  const write = async <T>(
    fn: (tx: Transaction) => Promise<T>,
    tries = mostTries,
    alone = places === undefined,
  ): Promise<T> => {
    let unit: Unit | undefined;
    let done: T;
    try {
      done = await gate.run(() =>
        opened.unit(async (db) => {
          if (alone) await places?.alone(db.sql);
          unit = unitOf(shared, db, keyStore, alone);
          const done = await fn(unit.tx);
          await unit.ending();
          return done;
        }, !alone),
      );
    } catch (error) {
      unit?.undone();
      // Nothing of it is there, so the whole of it is done again.
      if (error instanceof DoneAnew && error.how === 'alone') return write(fn, mostTriesAlone, true);
      const inTheWay = error instanceof DoneAnew || dialect.isInTheWay(error);
      if (tries > 1 && inTheWay) return write(fn, tries - 1, alone);
      if (inTheWay && places !== undefined && alone) throw erasingWaits(withoutContent(error));
      throw withoutContent(error);
    }
    const erased = unit?.ended() ?? [];
    // What cannot be noted now is with the next head: the database is ahead of the note, which is no fault.
    for (const [programme, head] of unit?.signed() ?? [])
      await notes.note(opened.reading, programme, head).catch(() => undefined);
    if (erased.length > 0) await erasures.finish(erased);
    return done;
  };
  if (again.length > 0) options.say?.(saidAgain(again.length));
  for (const { programme, person, at } of again)
    await write(async (tx) => {
      const rows = tx.in(programme as ProgrammeId);
      await rows.people.erase(person as PersonId, at);
      const others = (await rows.kept.get(erasedAgain)) ?? [];
      await rows.kept.put(erasedAgain, [...others, { person: person as PersonId, at }]);
    });
  return {
    write: (fn) => write(fn),
    async read(fn) {
      try {
        return await fn(transaction(shared, { prisma: opened.reader, sql: opened.reading }));
      } catch (error) {
        throw asTrouble(withoutContent(error), hears);
      }
    },
    queue: telling(
      queue(beside, running, kept.values(), {
        leases,
        ...(options.mayClaim === undefined ? {} : { mayClaim: options.mayClaim }),
      }),
      hears,
    ),
    book: telling(addressBook(shared, beside), hears),
    localMessages: telling(localMessages(shared, beside), hears),
    meta: telling(meta(beside), hears),
    backup: (file) => dialect.backup(url, file),
    backupKeys: (file) => dialect.backupKeys(url, file),
    async close() {
      await gate.close();
      await erasures.end();
      await opened.close();
      await keyStore.close();
      await running.close();
    },
  };
}

/** Whoever put an older copy in the database's place by hand has to know that the program sees it. */
const headsMissing = (programme: string): string =>
  `The newest signed list of all records of programme ${programme} is not in this database: an older copy was put back, or its newest entries were cut off. Look with “npx mentorlog verify”. If you put an older copy back on purpose, say so: npx mentorlog heads --accept.`;

/** Another program is stopped in the middle of a unit of work, or the database is. */
const erasingWaits = (cause: unknown): Refused =>
  new Refused(
    'erasing-waits',
    'Nothing is erased yet, for something else has not ended. Try again in a minute; if that does not help, tell whoever runs Mentorlog.',
    { cause },
  );

/** Whoever put older rows back has to know that not all of them are as they were. */
const saidAgain = (n: number): string =>
  n === 1
    ? 'This data is older than the erasure of one person in it. They are erased again.'
    : `This data is older than the erasure of ${n} people in it. They are erased again.`;
