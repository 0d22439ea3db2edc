import type { Account } from '../../chat/inbound.js';
import type { Person } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import type { Ids, PersonId } from '../../kernel/ids.js';
import type { Profile } from '../../ports/chat.js';
import type { Rows, Transaction } from '../../ports/store.js';
import { awaitedAs } from './match-import.js';
import { arrived, awaitedBeside, newPerson, Stranger } from './newcomer.js';

/** Somebody whom a mention names before they ever wrote: the platform vouches for the account, never the name. */

/** What the platform said of the accounts that a command's mentions name, by `nameOf`. */
export type Named = ReadonlyMap<string, Profile>;

/** More than these are no longer a few people whom somebody wants to begin with: each costs a look at the platform. */
export const mostNamed = 10;

export const nameOf = ({ platform, tenant, user }: Account): string => JSON.stringify([platform, tenant, user]);

/** What whoever named them is told of an account from which nobody can take part. */
const cannot: Record<Exclude<Profile['standing'], 'member'>, (name: string) => string> = {
  guest: (name) =>
    `${name} is a guest here, and guests cannot take part from that account. You can begin without an account: start, and the name in quotes.`,
  bot: (name) => `${name} is an app. Only people can take part in mentoring.`,
  outsider: (name) =>
    `${name} belongs to another organisation, and cannot take part from that account. You can begin without an account: start, and the name in quotes.`,
  deactivated: (name) =>
    `${name}’s account is no longer active. Name another account of theirs, or begin without one: start, and the name in quotes.`,
};

const elsewhere = (): Refused =>
  new Refused(
    'another-programme',
    'They belong to another programme here. Its coordinator can take them out of it; then name them again.',
  );

/**
 * Whom this account is, in the actor's programme; somebody new is made, or joined to the one person whom it awaits by
 * what the platform vouches for. Whoever has signed or answered by a link is somebody already: they are asked, as at
 * their own first word.
 * @throws Stranger while the platform has not said who they are; Refused where they cannot be brought in
 */
export async function meetNamed(
  about: {
    readonly tx: Transaction;
    readonly rows: Rows;
    readonly ids: Ids;
    readonly named: Named;
    readonly actor: Person;
    readonly now: number;
  },
  account: Account,
): Promise<{ readonly person: Person; readonly isNew: boolean; readonly perhaps?: PersonId }> {
  const { tx, rows, actor, now } = about;
  const found = await tx.accounts.find(account);
  if (found !== undefined) {
    const known = found.programme === actor.programme ? await rows.people.get(found.person) : undefined;
    if (known === undefined) throw elsewhere();
    return { person: known, isNew: false };
  }
  const profile = about.named.get(nameOf(account));
  if (profile === undefined) throw new Stranger(account);
  if (profile.standing !== 'member') throw new Refused('cannot-be-named', cannot[profile.standing](profile.name));
  const awaited = awaitedAs(await rows.people.all(), account, profile);
  if (awaited === undefined && (await awaitedElsewhere(tx, actor, account, profile))) throw elsewhere();
  const asks = awaited !== undefined && (await rows.accessLinks.ofPerson(awaited.id)).some((l) => l.state === 'used');
  const met =
    awaited !== undefined && !asks
      ? arrived(awaited, account, profile)
      : newPerson(about.ids.next('person'), await rows.programme.get(), account, profile, now);
  // Who is asked whether they are somebody else is written to by that very question.
  const person: Person = { ...met, named: { by: actor.id, told: asks } };
  await rows.people.save(person);
  return { person, isNew: true, ...(asks ? { perhaps: awaited.id } : {}) };
}

/** Whether another programme of the workspace awaits them, its first one among them: an import there is not undone here. */
async function awaitedElsewhere(tx: Transaction, actor: Person, account: Account, profile: Profile): Promise<boolean> {
  if ((await awaitedBeside(tx, actor.programme, account, profile)) !== undefined) return true;
  const home = await tx.programmes.ofInstallation(account.platform, account.tenant);
  if (home === undefined || home === actor.programme) return false;
  return awaitedAs(await tx.in(home).people.all(), account, profile) !== undefined;
}

/** Somebody who was named writes for the first time: as their platform tells of them now. */
export function heardFrom(person: Person, profile: Profile): Person {
  const { named: _heard, ...rest } = person;
  return { ...rest, zone: profile.zone ?? person.zone, locale: profile.locale };
}
