import type { Account } from '../chat/inbound.js';
import type { ConcernContacts } from '../features/feature.js';
import type { ProgrammeId } from '../kernel/ids.js';
import type { Store } from '../ports/store.js';

/**
 * Whom to tell of a concern, kept in memory so that it can be answered when the database is away (DESIGN §2). Read at
 * start and after every change to a programme; the last known contacts stay when a read fails.
 */
export interface ContactCache {
  refresh(): Promise<void>;
  /** Remembers where somebody belongs, as learnt while the database was there. */
  learn(account: Account, programme: ProgrammeId): void;
  of(account: Account): ConcernContacts;
}

const remembered = 10_000;

export function contactCache(store: Store, fallback: ConcernContacts): ContactCache {
  let byProgramme = new Map<ProgrammeId, ConcernContacts>();
  const homes = new Map<string, ProgrammeId>();
  const key = (a: Account): string => `${a.platform}|${a.tenant}|${a.user}`;
  return {
    async refresh() {
      const all = await store.read((tx) => tx.programmes.all());
      byProgramme = new Map(all.map((p) => [p.id, { safeguarding: p.settings.safeguarding, nation: p.nation }]));
    },
    learn(account, programme) {
      const k = key(account);
      homes.delete(k);
      homes.set(k, programme);
      if (homes.size > remembered)
        for (const oldest of [...homes.keys()].slice(0, remembered / 10)) homes.delete(oldest);
    },
    of(account) {
      const home = homes.get(key(account));
      const known = home === undefined ? undefined : byProgramme.get(home);
      if (known !== undefined) return withFallback(known, fallback);
      // Somebody new while the database is away: if there is one programme, it is theirs.
      const [only] = byProgramme.values();
      return byProgramme.size === 1 && only !== undefined ? withFallback(only, fallback) : fallback;
    },
  };
}

/** The settings' lead and deputy stand in where the programme has named none. */
const withFallback = (own: ConcernContacts, fallback: ConcernContacts): ConcernContacts => ({
  nation: own.nation,
  safeguarding: {
    ...own.safeguarding,
    ...(own.safeguarding.lead === undefined && fallback.safeguarding.lead !== undefined
      ? { lead: fallback.safeguarding.lead }
      : {}),
    ...(own.safeguarding.deputy === undefined && fallback.safeguarding.deputy !== undefined
      ? { deputy: fallback.safeguarding.deputy }
      : {}),
  },
});
