import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import { anyLink } from './access-links.js';
import { enterLeft } from './append.js';
import { arrivals } from './arrivals.js';
import type { Db } from './db.js';
import { erase } from './erase.js';
import { everywhere } from './everywhere.js';
import { firstCodes } from './first-codes.js';
import type { Noted } from './head-notes.js';
import type { KeyStore } from './key-store.js';
import { nobody, type Whose } from './keys.js';
import type { WhoseAccounts } from './leases.js';
import { anyMail } from './mails.js';
import { anyPack } from './packs.js';
import { accounts, deliveries, programmes } from './programmes.js';
import { repositories } from './repositories.js';
import { type Along, type Made, nothingAlong, type Scope, type Shared, scope, text } from './scope.js';
import { allChecks } from './verification.js';

/** All repositories over one connection: a transaction of the writer's, or the reader. */
export function transaction(shared: Shared, db: Db): Transaction {
  return unitOf(shared, db, { put: async () => undefined }, false).tx;
}

/** Somebody who was erased, as of when (ms), and the accounts that were theirs where these are known. */
export interface Erased extends Whose, Partial<WhoseAccounts> {
  readonly at: number;
}

/** A unit of work that writes. */
export interface Unit {
  readonly tx: Transaction;
  /**
   * To be called before the commit: enters what was written and no entry of a chain has committed to by then
   * (docs/record-format.md#an-entry), and has the keys of whoever it made last.
   */
  ending(): Promise<void>;
  /** To be called where it was committed: answers whom it erased, whose keys are to be destroyed now. */
  ended(): readonly Erased[];
  /** The heads that it signed, by programme. */
  signed(): readonly (readonly [programme: ProgrammeId, head: Noted])[];
  /** To be called where it failed after its ending. */
  undone(): void;
}

/** The same of a unit that writes. @param alone whether no other goes on beside it */
export function unitOf(shared: Shared, db: Db, store: Pick<KeyStore, 'put'>, alone: boolean): Unit {
  const programmesSeen = new Map<string, { readonly scope: Scope; readonly rows: Rows }>();
  const made: Made = new Map();
  const alongs = new Map<string, Along>();
  const alongOf = (programme: string): Along => {
    const along = alongs.get(programme) ?? nothingAlong();
    alongs.set(programme, along);
    return along;
  };
  const tx: Transaction = {
    in(id) {
      const key = text(id);
      let seen = programmesSeen.get(key);
      if (seen === undefined) {
        const s = scope(shared, db, key as ProgrammeId, { made, along: alongOf(key), alone });
        seen = { scope: s, rows: rowsOf(s) };
        programmesSeen.set(key, seen);
      }
      return seen.rows;
    },
    programmes: programmes(shared, db, { made, alongs }),
    arrivals: arrivals(shared, db, alongOf),
    accounts: accounts(db),
    deliveries: deliveries(shared, db),
    accessLinks: anyLink(db),
    mails: anyMail(db),
    packs: anyPack(db),
    everywhere: everywhere(shared, db),
    firstCodes: firstCodes(db, shared.ids),
    checks: allChecks(db),
  };
  /** Everybody in a part of what is fresh, by their programme. */
  const fresh = <T>(part: (s: Scope) => Iterable<T>): readonly (readonly [ProgrammeId, T])[] =>
    [...programmesSeen.values()].flatMap(({ scope: s }) => [...part(s)].map((one) => [s.programme, one] as const));
  const newcomers = () => fresh((s) => s.fresh.keys).filter(([, [person]]) => person !== nobody);
  const erased = (): readonly Erased[] =>
    fresh((s) => s.fresh.erased).map(([programme, [person, one]]) => ({ programme, person, ...one }));
  const { keys } = shared;
  return {
    tx,
    async ending() {
      for (const { scope } of programmesSeen.values()) await enterLeft(scope);
      await store.put(
        newcomers().map(([programme, [person, key]]) => ({ programme, person, wrapped: keys.wrap(person, key) })),
      );
      for (const { programme, person } of erased()) keys.forget(programme, person);
    },
    ended() {
      for (const [programme, [person, key]] of newcomers()) keys.remember(programme, person, key);
      return erased();
    },
    signed: () => fresh((s) => (s.fresh.head === undefined ? [] : [s.fresh.head])),
    undone() {
      for (const { programme, person } of erased()) keys.recall(programme, person);
    },
  };
}

function rowsOf(s: Scope): Rows {
  const rows = Object.fromEntries(
    Object.entries(repositories).map(([name, repository]) => [name, repository.rows(s)]),
  ) as unknown as { readonly [Name in keyof Rows]: Omit<Rows[Name], 'erase'> };
  return { ...rows, people: { ...rows.people, erase: (person, at) => erase(s, person, at) } };
}
