import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import { anyLink } from './access-links.js';
import { enterLeft } from './append.js';
import { arrivals } from './arrivals.js';
import type { Db } from './db.js';
import { erase } from './erase.js';
import { everywhere } from './everywhere.js';
import { anyMail } from './mails.js';
import { accounts, deliveries, programmes } from './programmes.js';
import { repositories } from './repositories.js';
import { type Along, type Made, nothingAlong, type Scope, type Shared, scope, text } from './scope.js';

/** All repositories over one connection: a transaction of the writer's, or the reader. */
export function transaction(shared: Shared, db: Db): Transaction {
  return unitOf(shared, db).tx;
}

/**
 * The same of a unit that writes. Whoever runs it calls `ending` before the commit: it enters what was written and no
 * entry of a chain has committed to by then (docs/record-format.md#an-entry).
 */
export function unitOf(shared: Shared, db: Db): { readonly tx: Transaction; ending(): Promise<void> } {
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
        const s = scope(shared, db, key as ProgrammeId, { made, along: alongOf(key) });
        seen = { scope: s, rows: rowsOf(s) };
        programmesSeen.set(key, seen);
      }
      return seen.rows;
    },
    programmes: programmes(shared, db, { made, alongs }),
    arrivals: arrivals(shared, db, alongOf),
    accounts: accounts(db),
    deliveries: deliveries(db),
    accessLinks: anyLink(db),
    mails: anyMail(db),
    everywhere: everywhere(shared, db),
    seen: () => [...programmesSeen.keys()] as ProgrammeId[],
  };
  return {
    tx,
    async ending() {
      for (const { scope } of programmesSeen.values()) await enterLeft(scope);
    },
  };
}

function rowsOf(s: Scope): Rows {
  const rows = Object.fromEntries(
    Object.entries(repositories).map(([name, repository]) => [name, repository.rows(s)]),
  ) as unknown as { readonly [Name in keyof Rows]: Omit<Rows[Name], 'erase'> };
  return { ...rows, people: { ...rows.people, erase: (person, at) => erase(s, person, at) } };
}
