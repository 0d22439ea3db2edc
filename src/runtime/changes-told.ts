import { Refused } from '../kernel/errors.js';
import type { ProgrammeId } from '../kernel/ids.js';
import type { Rows, Store, Transaction } from '../ports/store.js';

/**
 * What features answer from memory is made of a programme's own row, its people and its workspaces. So there is one rule
 * for when it is to be read anew, and it stands where every unit of work passes: whoever wrote such a row, be it an event,
 * a due prompt, a page or an import, has changed it.
 */

/** The verbs by which such rows are written; the first of their arguments never says which programme. */
export const changing = { people: ['save', 'erase'], programme: ['save'] } as const;

/**
 * The store, which tells once a unit of work is committed in which such a row was written: every programme that it asked
 * for, since a row that moved is missing where it was.
 */
export function tellingChanges(store: Store, changed: (of: readonly ProgrammeId[]) => void): Store {
  return {
    ...store,
    async write(fn) {
      let told: ReturnType<typeof noting> | undefined;
      const tell = (): void => {
        const of = told?.changed() ?? [];
        if (of.length > 0) changed(of);
      };
      try {
        const done = await store.write((tx) => {
          // A unit that was in another's way is done again: what it wrote before is not there.
          told = noting(tx);
          return fn(told.tx);
        });
        tell();
        return done;
      } catch (error) {
        // It is committed; what could not be done yet comes after that.
        if (error instanceof Refused && error.code === 'erasing-unfinished') tell();
        throw error;
      }
    },
  };
}

function noting(tx: Transaction): { readonly tx: Transaction; changed(): readonly ProgrammeId[] } {
  const seen = new Map<ProgrammeId, Rows>();
  const alsoSeen = new Set<ProgrammeId>();
  let written = false;
  const note = (): void => {
    written = true;
  };
  const { programmes } = tx;
  return {
    changed: () => (written ? [...new Set([...seen.keys(), ...alsoSeen])] : []),
    tx: {
      ...tx,
      in(programme) {
        const rows = seen.get(programme) ?? notingRows(tx.in(programme), note);
        seen.set(programme, rows);
        return rows;
      },
      programmes: {
        ...programmes,
        add(programme) {
          note();
          alsoSeen.add(programme.id);
          return programmes.add(programme);
        },
        async install(platform, tenant, programme, at) {
          note();
          alsoSeen.add(programme);
          await programmes.install(platform, tenant, programme, at);
        },
        async installFirst(platform, tenant, programme, at) {
          note();
          alsoSeen.add(programme);
          await programmes.installFirst(platform, tenant, programme, at);
        },
        async uninstall(platform, tenant, at) {
          note();
          await programmes.uninstall(platform, tenant, at);
        },
      },
    },
  };
}

const notingRows = (rows: Rows, note: () => void): Rows => ({
  ...rows,
  people: noted(rows.people, changing.people, note),
  programme: noted(rows.programme, changing.programme, note),
});

function noted<R extends object>(of: R, verbs: readonly (keyof R)[], note: () => void): R {
  const made = { ...of };
  for (const verb of verbs) {
    const act = of[verb] as (...given: unknown[]) => unknown;
    made[verb] = ((...given: unknown[]) => {
      note();
      return act(...given);
    }) as R[typeof verb];
  }
  return made;
}
