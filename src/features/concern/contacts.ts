import type { Account } from '../../chat/inbound.js';
import { type ConcernContacts, contactsOf, type Person, type Programme } from '../../domain/programme.js';
import type { ProgrammeId } from '../../kernel/ids.js';
import type { Store, Transaction } from '../../ports/store.js';
import { type Audience, audienceOf } from './card.js';

/**
 * Whom to tell of a concern, kept in memory so that it can be answered when the database is away
 * (docs/field.md#worried-about-someone). Read at start, and of a programme after every change to it; the last known
 * contacts stay when a read fails.
 */
export interface ContactCache {
  /** Of all programmes, or of these; what is known of others stays. One at a time, or an older reading may come last. */
  refresh(of?: readonly ProgrammeId[]): Promise<void>;
  /** Remembers where somebody belongs and what they are there, as learnt while the database was there. */
  learn(account: Account, person: Pick<Person, 'programme' | 'roles'>): void;
  of(account: Account): ConcernContacts;
  /** In whose words to answer. A mentee's for whoever is not known to be anything else: they may be young. */
  audience(account: Account): Audience;
}

const remembered = 10_000;

/** What is known of one programme. */
interface Known {
  readonly contacts: ConcernContacts;
  /** Keys of its workspaces, and of those who have only links. */
  readonly places: Set<string>;
  /** Keys of the accounts of all who are answered in a mentor's words. */
  readonly mentors: Set<string>;
}

const placeOf = (a: Account): string =>
  JSON.stringify(a.platform === 'link' ? [a.platform, a.user] : [a.platform, a.tenant]);
const key = (a: Account): string => `${a.platform}|${a.tenant}|${a.user}`;

/** In as few statements for one programme as for all; names are not opened. */
async function read(
  tx: Transaction,
  of: readonly ProgrammeId[] | undefined,
  fallback: ConcernContacts,
): Promise<ReadonlyMap<ProgrammeId, Known>> {
  const all: Programme[] = [];
  if (of === undefined) all.push(...(await tx.programmes.all()));
  else for (const id of of) all.push(await tx.in(id).programme.get());
  const found = new Map<ProgrammeId, Known>(
    all.map((p) => [p.id, { contacts: contactsOf(p, fallback), places: new Set(), mentors: new Set() }]),
  );
  for (const { programme, platform, tenant } of await tx.everywhere.places(of))
    found.get(programme)?.places.add(placeOf({ platform, tenant, user: '' }));
  for (const { programme, account, roles } of await tx.everywhere.accounts(of)) {
    if (account.platform === 'link') found.get(programme)?.places.add(placeOf(account));
    if (audienceOf({ roles }) === 'mentor') found.get(programme)?.mentors.add(key(account));
  }
  return found;
}

export function contactCache(store: Pick<Store, 'read'>, fallback: ConcernContacts): ContactCache {
  const known = new Map<ProgrammeId, Known>();
  /** Where the people of a workspace belong, whoever they are; and those who have only links. */
  const byPlace = new Map<string, ProgrammeId>();
  const mentors = new Map<string, ProgrammeId>();
  const homes = new Map<string, { readonly programme: ProgrammeId; readonly audience: Audience }>();
  /** Takes away what this programme has, unless another has it by now: a workspace may have moved there. */
  const forget = (programme: ProgrammeId): void => {
    const before = known.get(programme);
    for (const place of before?.places ?? []) if (byPlace.get(place) === programme) byPlace.delete(place);
    for (const account of before?.mentors ?? []) if (mentors.get(account) === programme) mentors.delete(account);
    known.delete(programme);
  };
  return {
    async refresh(of) {
      const found = await store.read((tx) => read(tx, of, fallback));
      for (const programme of of ?? [...known.keys()]) forget(programme);
      for (const [programme, one] of found) {
        known.set(programme, one);
        for (const place of one.places) byPlace.set(place, programme);
        for (const account of one.mentors) mentors.set(account, programme);
      }
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
      const theirs = home === undefined ? undefined : known.get(home)?.contacts;
      if (theirs !== undefined) return theirs;
      // Somebody new while the database is away: if there is one programme, it is theirs.
      const [only] = known.values();
      return known.size === 1 && only !== undefined ? only.contacts : fallback;
    },
    audience: (account) => homes.get(key(account))?.audience ?? (mentors.has(key(account)) ? 'mentor' : 'mentee'),
  };
}
