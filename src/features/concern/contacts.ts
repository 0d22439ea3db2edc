import type { Account } from '../../chat/inbound.js';
import { isInReach, type Telling, tellingOf } from '../../domain/lead-alert.js';
import { type ConcernContacts, contactsOf, type Programme } from '../../domain/programme.js';
import type { PersonId, ProgrammeId } from '../../kernel/ids.js';
import type { Store, Transaction } from '../../ports/store.js';
import { type Audience, audienceOf, isBoth } from './card.js';

/**
 * Whom to tell of a concern, kept in memory so that it can be answered when the database is away
 * (docs/field.md#worried-about-someone). Read at start, and of a programme after every change to it; the last known
 * contacts stay when a read fails.
 */
export interface ContactCache {
  /** Of all programmes, or of these; what is known of others stays. One at a time, or an older reading may come last. */
  refresh(of?: readonly ProgrammeId[]): Promise<void>;
  unlearn(account: Account): void;
  of(account: Account): ConcernContacts;
  /** Whom *I’ve told the lead* would tell, as last read. */
  telling(account: Account): Telling;
  /** Known to be a mentee and something else besides. */
  isBoth(account: Account): boolean;
  /** In whose words to answer. A mentee's for whoever is not known to be anything else: they may be young. */
  audience(account: Account): Audience;
}

/** What is known of one programme. */
interface Known {
  readonly contacts: ConcernContacts;
  /** Keys of its workspaces, and of those who have only links. */
  readonly places: Set<string>;
  /** All whom their workspace does not tell enough of, by the keys of their accounts. */
  readonly accounts: Map<string, Somebody>;
  /** Those of them who can be told in a chat. */
  readonly inReach: Set<PersonId>;
}

/** Whoever is more than a mentee, or belongs elsewhere than others of their workspace. */
interface Somebody {
  readonly person: PersonId;
  readonly audience: Audience;
  readonly both: boolean;
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
    all.map((p) => [
      p.id,
      { contacts: contactsOf(p, fallback), places: new Set(), accounts: new Map(), inReach: new Set() },
    ]),
  );
  for (const { programme, platform, tenant } of await tx.everywhere.places(of))
    found.get(programme)?.places.add(placeOf({ platform, tenant, user: '' }));
  for (const { programme, account, person, roles } of await tx.everywhere.accounts(of)) {
    const one = found.get(programme);
    if (account.platform === 'link') one?.places.add(placeOf(account));
    one?.accounts.set(key(account), { person, audience: audienceOf({ roles }), both: isBoth({ roles }) });
    if (isInReach({ roles, accounts: [account], erasedAt: null })) one?.inReach.add(person);
  }
  return found;
}

export function contactCache(
  store: Pick<Store, 'read'>,
  fallback: ConcernContacts,
  mails: () => boolean = () => false,
): ContactCache {
  const known = new Map<ProgrammeId, Known>();
  /** Where the people of a workspace belong, whoever they are; and those who have only links. */
  const byPlace = new Map<string, ProgrammeId>();
  const byAccount = new Map<string, Somebody & { readonly programme: ProgrammeId }>();
  /** Takes away what this programme has, unless another has it by now: a workspace may have moved there. */
  const forget = (programme: ProgrammeId): void => {
    const before = known.get(programme);
    for (const place of before?.places ?? []) if (byPlace.get(place) === programme) byPlace.delete(place);
    for (const account of before?.accounts.keys() ?? [])
      if (byAccount.get(account)?.programme === programme) byAccount.delete(account);
    known.delete(programme);
  };
  /** What is known of whoever this is; undefined where that is nothing. */
  const programmeOf = (account: Account): Known | undefined => {
    const home = byAccount.get(key(account))?.programme ?? byPlace.get(placeOf(account));
    const theirs = home === undefined ? undefined : known.get(home);
    if (theirs !== undefined) return theirs;
    // Somebody new while the database is away: if there is one programme, it is theirs.
    const [only] = known.values();
    return known.size === 1 ? only : undefined;
  };
  return {
    async refresh(of) {
      const found = await store.read((tx) => read(tx, of, fallback));
      for (const programme of of ?? [...known.keys()]) forget(programme);
      for (const [programme, one] of found) {
        known.set(programme, one);
        for (const place of one.places) byPlace.set(place, programme);
        for (const [account, somebody] of one.accounts) byAccount.set(account, { ...somebody, programme });
      }
    },
    unlearn(account) {
      byAccount.delete(key(account));
    },
    of: (account) => programmeOf(account)?.contacts ?? fallback,
    telling(account) {
      const theirs = programmeOf(account);
      const { safeguarding } = theirs?.contacts ?? fallback;
      const inReach = (person: PersonId): boolean => theirs?.inReach.has(person) === true;
      return tellingOf(safeguarding, inReach, mails(), byAccount.get(key(account))?.person ?? null);
    },
    isBoth: (account) => byAccount.get(key(account))?.both ?? false,
    audience: (account) => byAccount.get(key(account))?.audience ?? 'mentee',
  };
}
