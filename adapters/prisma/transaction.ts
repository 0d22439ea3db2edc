import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import { anyLink } from './access-links.js';
import { arrivals } from './arrivals.js';
import type { Db } from './db.js';
import { erase } from './erase.js';
import { everywhere } from './everywhere.js';
import { anyMail } from './mails.js';
import { accounts, deliveries, programmes } from './programmes.js';
import { repositories } from './repositories.js';
import { type Along, type Made, nothingAlong, type Shared, scope, text } from './scope.js';

/** All repositories over one connection: a transaction of the writer's, or the reader. */
export function transaction(shared: Shared, db: Db): Transaction {
  const programmesSeen = new Map<string, Rows>();
  const made: Made = new Map();
  const alongs = new Map<string, Along>();
  const alongOf = (programme: string): Along => {
    const along = alongs.get(programme) ?? nothingAlong();
    alongs.set(programme, along);
    return along;
  };
  return {
    in(id) {
      const key = text(id);
      let rows = programmesSeen.get(key);
      if (rows === undefined) {
        rows = rowsOf(shared, db, key as ProgrammeId, { made, along: alongOf(key) });
        programmesSeen.set(key, rows);
      }
      return rows;
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
}

function rowsOf(shared: Shared, db: Db, id: ProgrammeId, known: { made: Made; along: Along }): Rows {
  const s = scope(shared, db, id, known);
  const rows = Object.fromEntries(
    Object.entries(repositories).map(([name, repository]) => [name, repository.rows(s)]),
  ) as unknown as { readonly [Name in keyof Rows]: Omit<Rows[Name], 'erase'> };
  return { ...rows, people: { ...rows.people, erase: (person, at) => erase(s, person, at) } };
}
