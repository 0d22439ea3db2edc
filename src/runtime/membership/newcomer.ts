import type { Account, Inbound } from '../../chat/inbound.js';
import { departedMembers, withStanding } from '../../domain/departed-members.js';
import { emailsOf, emailsTogether } from '../../domain/identity-match.js';
import { isCoordinated, type Person, type Programme, saysAPart } from '../../domain/programme.js';
import { refusedAccounts, stillRefusedAccounts, withRefusedAccount } from '../../domain/refused-accounts.js';
import type { Home, LikeProgramme } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { Ids, PersonId, ProgrammeId } from '../../kernel/ids.js';
import { cleanLine } from '../../kernel/words.js';
import type { Profile } from '../../ports/chat.js';
import type { Rows, Store, Transaction } from '../../ports/store.js';
import { awaitedAs } from './match-import.js';

/** Somebody whom the bot has not met: let in, or turned away with a sentence. */

/** What it takes to meet somebody. */
export interface NewcomerDeps {
  readonly firstCoordinator?: Account;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** A programme: for an installation nobody has met, or one more, like another. */
  newProgramme(
    tx: Transaction,
    about: { readonly account: Account } | { readonly like: LikeProgramme },
  ): Promise<ProgrammeId>;
}

/** What somebody is told who cannot be let in. */
const notAMember: Record<Exclude<Profile['standing'], 'member'>, string> = {
  guest: 'Guests cannot take part from this account yet. Ask your coordinator to add you another way.',
  bot: 'Only people can take part in mentoring.',
  outsider: 'Your account belongs to another organisation. Ask the programme’s coordinator how you can take part.',
  deactivated: 'This account is no longer active. Ask your coordinator to add you another way.',
};

/** What somebody is told who took part, and whose account is no member's any more. */
const noLongerAMember: typeof notAMember = {
  ...notAMember,
  guest:
    'This account is only a guest’s now, so you cannot go on from it. Ask your coordinator for another way: what was kept is still here.',
  outsider:
    'This account belongs to another organisation now, so you cannot go on from it. Ask your coordinator for another way.',
};

/**
 * Whether the platform is to be asked first who this is: one who took part, and was no member any more when it was last
 * asked. With its answer in hand, what is kept of them is made true.
 * @throws Stranger while the platform has not said who they are
 */
export async function demandStillAMember(
  rows: Pick<Rows, 'kept'>,
  person: PersonId,
  profile: Profile | undefined,
  now: number,
): Promise<void> {
  const list = (await rows.kept.get(departedMembers)) ?? [];
  if (!list.some((l) => l.person === person && l.standing !== 'took-off')) return;
  if (profile === undefined) throw new Stranger();
  if (profile.standing === 'member') await rows.kept.put(departedMembers, withStanding(list, person, 'member', now));
}

/** Who the platform says is no member: kept for the coordinator. @throws Refused with what they are told */
export async function refuseStranger(
  deps: Pick<NewcomerDeps, 'store' | 'clock'>,
  account: Account,
  profile: Profile & { readonly standing: Exclude<Profile['standing'], 'member'> },
): Promise<never> {
  // Who took part stands among those who are no longer there already.
  const known = await deps.store.read((tx) => tx.accounts.find(account));
  if (known === undefined) await turnAway(deps, account, profile);
  throw new Refused('not-a-member', (known === undefined ? notAMember : noLongerAMember)[profile.standing]);
}

/** Keeps for the coordinator who asked and could not be let in. Bots are nobody. */
async function turnAway(
  deps: Pick<NewcomerDeps, 'store' | 'clock'>,
  account: Account,
  { name, standing }: Profile,
): Promise<void> {
  if (standing === 'bot' || standing === 'member') return;
  const at = deps.clock.now();
  await deps.store.write(async (tx) => {
    const programme = await tx.programmes.ofInstallation(account.platform, account.tenant);
    if (programme === undefined) return;
    const { kept } = tx.in(programme);
    const before = stillRefusedAccounts(await kept.get(refusedAccounts), at);
    const after = withRefusedAccount(before, { account, name: cleanLine(name).slice(0, 120), standing, at });
    if (after !== before) await kept.put(refusedAccounts, after);
  });
}

/** Nobody knows this account yet: the platform has to say who it is first. `named`: one that a mention means. */
export class Stranger extends Error {
  constructor(readonly named?: Account) {
    super();
  }
}

/** Where somebody was let in. */
export interface Met extends Home {
  /** Whom the import says they are, where it takes their own word too. */
  readonly perhaps?: PersonId;
}

/**
 * Makes a person of somebody not met before, or joins them to the one an import awaits; the installation's programme is
 * made where there is none. Whoever is awaited and has signed or answered by a link is somebody already: the import is
 * the one side's word, so the other is asked for theirs. @throws Stranger while the platform has not said who they are
 */
export async function welcome(
  deps: NewcomerDeps,
  tx: Transaction,
  account: Account,
  profile: Profile | undefined,
  now: number,
): Promise<Met> {
  if (profile === undefined) throw new Stranger();
  const home =
    (await tx.programmes.ofInstallation(account.platform, account.tenant)) ??
    (await deps.newProgramme(tx, { account }));
  const awaited =
    awaitedAs(await tx.in(home).people.all(), account, profile) ?? (await awaitedBeside(tx, home, account, profile));
  const programme = awaited?.programme ?? home;
  const rows = tx.in(programme);
  const asks = awaited !== undefined && (await rows.accessLinks.ofPerson(awaited.id)).some((l) => l.state === 'used');
  if (awaited !== undefined && !asks) {
    await rows.people.save(arrived(awaited, account, profile));
    return { person: awaited.id, programme };
  }
  const made = newPerson(deps.ids.next('person'), await rows.programme.get(), account, profile, now);
  const person: Person = { ...made, roles: isFirst(deps.firstCoordinator, account) ? ['coordinator'] : [] };
  await rows.people.save(person);
  return { person: person.id, programme, ...(asks ? { perhaps: awaited.id } : {}) };
}

/** Whoever was awaited, by the account that they turned out to have. */
export function arrived(awaited: Person, account: Account, profile: Profile): Person {
  const { expected: _met, ...rest } = awaited;
  const emails = emailsTogether(profile.email, emailsOf(awaited));
  const zone = profile.zone ?? awaited.zone;
  const other = { ...profile, alsoCalled: [...(profile.alsoCalled ?? []), profile.name] };
  const called = alsoCalledOf(other, awaited.name);
  return { ...rest, ...called, accounts: [account, ...awaited.accounts], emails, zone, locale: profile.locale };
}

/** What else they are called, as far as it is told: a few short ones. */
const alsoCalledOf = (profile: Profile, name: string): Pick<Person, 'alsoCalled'> => {
  const others = (profile.alsoCalled ?? []).map((one) => cleanLine(one).slice(0, 120));
  const alsoCalled = [...new Set(others)].filter((one) => one !== '' && one !== name && !saysAPart(one)).slice(0, 4);
  return alsoCalled.length === 0 ? {} : { alsoCalled };
};

/** Somebody new, as their platform tells of them; in no role. */
export const newPerson = (
  id: PersonId,
  home: Pick<Programme, 'id' | 'zone'>,
  account: Account,
  profile: Profile,
  now: number,
): Person => ({
  id,
  programme: home.id,
  name: cleanLine(profile.name).slice(0, 120) || 'Somebody',
  // Where the platform does not say, they are where their programme is.
  zone: profile.zone ?? home.zone,
  locale: profile.locale,
  manners: {},
  roles: [],
  accounts: [account],
  ...alsoCalledOf(profile, profile.name),
  emails: emailsTogether(profile.email),
  createdAt: now,
  erasedAt: null,
});

/** Whom one other programme of the same workspace awaits: one that a person of this workspace coordinates. */
export async function awaitedBeside(
  tx: Transaction,
  home: ProgrammeId,
  { platform, tenant, ...rest }: Account,
  profile: Profile,
): Promise<Person | undefined> {
  const found: Person[] = [];
  for (const id of await tx.everywhere.coordinatedFrom(platform, tenant)) {
    if (id === home) continue;
    const awaited = awaitedAs(await tx.in(id).people.all(), { platform, tenant, ...rest }, profile);
    if (awaited !== undefined) found.push(awaited);
  }
  return found.length === 1 ? found[0] : undefined;
}

const isFirst = (first: Account | undefined, account: Account): boolean =>
  first !== undefined &&
  first.platform === account.platform &&
  first.tenant === account.tenant &&
  first.user === account.user;

/**
 * FIRST_COORDINATOR coordinates from their next word on, where nobody does: they may have been met before it was set.
 * The same person where nothing changes.
 */
export async function asFirst(
  first: Account | undefined,
  account: Account,
  person: Person,
  rows: Pick<Rows, 'people'>,
): Promise<Person> {
  if (!isFirst(first, account) || isCoordinated(await rows.people.all())) return person;
  return { ...person, roles: [...new Set([...person.roles, 'coordinator' as const])] };
}

/** In a place of others somebody may have no conversation of their own with the bot yet. */
export const canBeGreeted = (event: Inbound): boolean =>
  event.kind !== 'installed' && (event.surface.scope === 'direct' || event.surface.form);
