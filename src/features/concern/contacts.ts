import type { Account } from '../../chat/inbound.js';
import { type ConcernContacts, contactsOf, type Person } from '../../domain/programme.js';
import type { ProgrammeId } from '../../kernel/ids.js';
import type { Store } from '../../ports/store.js';

import { type Audience, audienceOf } from './card.js';

/**
 * Whom to tell of a concern, kept in memory so that it can be answered when the database is away
 * (docs/field.md#worried-about-someone). Read at start and after every change to a programme; the last known contacts
 * stay when a read fails.
 */
export interface ContactCache {
  refresh(): Promise<void>;
  /** Remembers where somebody belongs and what they are there, as learnt while the database was there. */
  learn(account: Account, person: Pick<Person, 'programme' | 'roles'>): void;
  of(account: Account): ConcernContacts;
  /** In whose words to answer. A mentee's for whoever is not known to be anything else: they may be young. */
  audience(account: Account): Audience;
}

const remembered = 10_000;

export function contactCache(store: Pick<Store, 'read'>, fallback: ConcernContacts): ContactCache {
  let byProgramme = new Map<ProgrammeId, ConcernContacts>();
  /** Where the people of a workspace belong, whoever they are; and those who have only links. */
  let byPlace = new Map<string, ProgrammeId>();
  const placeOf = (a: Account): string =>
    JSON.stringify(a.platform === 'link' ? [a.platform, a.user] : [a.platform, a.tenant]);
  const homes = new Map<string, { readonly programme: ProgrammeId; readonly audience: Audience }>();
  /** The accounts of all who are answered in a mentor's words. */
  let mentors = new Set<string>();
  const key = (a: Account): string => `${a.platform}|${a.tenant}|${a.user}`;
  return {
    async refresh() {
      const places = new Map<string, ProgrammeId>();
      const others = new Set<string>();
      const all = await store.read(async (tx) => {
        const programmes = await tx.programmes.all();
        for (const { id } of programmes) {
          const rows = tx.in(id);
          for (const { platform, tenant } of await rows.programme.installations())
            places.set(placeOf({ platform, tenant, user: '' }), id);
          for (const person of await rows.people.all())
            for (const account of person.accounts) {
              if (account.platform === 'link') places.set(placeOf(account), id);
              if (audienceOf(person) === 'mentor') others.add(key(account));
            }
        }
        return programmes;
      });
      byProgramme = new Map(all.map((p) => [p.id, contactsOf(p, fallback)]));
      byPlace = places;
      mentors = others;
    },
    learn(account, person) {
      const k = key(account);
      homes.delete(k);
      homes.set(k, { programme: person.programme, audience: audienceOf(person) });
      if (homes.size > remembered)
        for (const oldest of [...homes.keys()].slice(0, remembered / 10)) homes.delete(oldest);
    },
    of(account) {
      const home = homes.get(key(account))?.programme ?? byPlace.get(placeOf(account));
      const known = home === undefined ? undefined : byProgramme.get(home);
      if (known !== undefined) return known;
      // Somebody new while the database is away: if there is one programme, it is theirs.
      const [only] = byProgramme.values();
      return byProgramme.size === 1 && only !== undefined ? only : fallback;
    },
    audience: (account) => homes.get(key(account))?.audience ?? (mentors.has(key(account)) ? 'mentor' : 'mentee'),
  };
}
