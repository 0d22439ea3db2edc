import type { Account, Inbound } from '../../chat/inbound.js';
import { parse } from '../../commands/grammar.js';
import { emailsOf, emailsTogether } from '../../domain/identity-match.js';
import { formerNames, namesOf, type Person, passedOn } from '../../domain/programme.js';
import { sameAccount } from '../../kernel/account.js';
import { Refused } from '../../kernel/errors.js';
import { type ProgrammeId, randomIds } from '../../kernel/ids.js';
import { cleanLine } from '../../kernel/words.js';
import type { Rows, Transaction } from '../../ports/store.js';
import type { Home, Recognised, UnsettledAccount } from '../feature.js';
import { moveAllocations } from '../shared/allocating.js';
import { mustWait } from '../shared/wrong-codes.js';
import { joinedCard, tooManyTries } from './cards.js';
import { findCode, linkCodes, type OpenCode, readCode, useCode } from './code.js';

/**
 * `link CODE`: the account that sends it becomes one of the person's who asked for the code. Done before anybody is
 * welcomed, so that a second account never makes a second person, nor a second platform a second programme.
 */

/**
 * What was typed after `link`, where it is about one's own accounts: nothing, or a code. Undefined where it is another
 * word, or `link` about somebody else (a mention, an @name, a name in quotes).
 */
export function aboutOwnAccounts(typed: string): string | undefined {
  const parsed = parse(typed, (word) => word === 'link');
  if (parsed.kind !== 'command') return undefined;
  return /[\uE000@"“”«»„]/.test(parsed.rest) ? undefined : parsed.rest;
}

/** A code that was typed, if the event is `link CODE`. */
export function codeIn(event: Inbound): string | undefined {
  const rest = event.kind === 'command' ? aboutOwnAccounts(event.text) : undefined;
  return rest === undefined ? undefined : readCode(rest);
}

/**
 * Joins the account to the person of the code, and brings its installation into their programme where that has nobody
 * else of its own.
 * @returns undefined where no programme knows the code
 * @throws Refused with the way on, where both sides have something that joining would lose
 */
export async function joinByCode(
  code: string,
  { tx, account, found, profile, now }: UnsettledAccount,
): Promise<Recognised | undefined> {
  if (found !== undefined && (await mustWait(tx.in(found.programme), account, now))) throw tooManyTries();
  const to = await whose(tx, code, now);
  if (to === undefined) return undefined;
  const rows = tx.in(to.programme);
  const person = await rows.people.get(to.open.person);
  if (person === undefined || person.erasedAt !== null) return undefined;
  if (found?.person === person.id)
    throw new Refused('link-same', 'This account is yours already. Send the code from your other account.');

  const other = found === undefined ? undefined : await takeOver(tx, found, person, now);
  const gained = found === undefined ? [account] : (other?.accounts ?? []);
  const places = new Map(gained.map((a) => [JSON.stringify([a.platform, a.tenant]), a]));
  const brought: Account[] = [];
  for (const place of places.values()) if (await bring(tx, place, to.programme, now)) brought.push(place);
  // The account in use comes first: it is where this person is written to from now on.
  const others = gained.filter((a) => !sameAccount(a, account));
  const theirs = other === undefined ? [profile?.name ?? '', ...(profile?.alsoCalled ?? [])] : namesOf(other);
  await rows.people.save({
    ...person,
    formerly: formerNames(
      person,
      person,
      theirs.map((name) => cleanLine(name).slice(0, 120)),
    ),
    accounts: [account, ...others, ...person.accounts],
    emails: emailsTogether(person.emails, other === undefined ? [] : emailsOf(other), profile?.email),
  });
  await useCode(rows, to.open, now);
  return {
    home: { person: person.id, programme: to.programme },
    answer(work) {
      for (const a of brought) work.audit('installation.joined', a.tenant, { platform: a.platform });
      if (found !== undefined) work.audit('person.merged', found.person, { into: person.id });
      work.audit('account.linked', person.id, { platform: account.platform });
      return { kind: 'say', card: joinedCard(work.programme.name) };
    },
  };
}

async function whose(
  tx: Transaction,
  code: string,
  now: number,
): Promise<{ readonly programme: ProgrammeId; readonly open: OpenCode } | undefined> {
  for (const id of await tx.everywhere.keeping(linkCodes)) {
    const open = await findCode(tx.in(id), code, now);
    if (open !== undefined) return { programme: id, open };
  }
  return undefined;
}

/** Somebody who has nothing of their own yet, and is erased by this: all accounts of theirs become the person's. */
async function takeOver(tx: Transaction, found: Home, person: Person, now: number): Promise<Person | undefined> {
  const from = tx.in(found.programme);
  const other = await from.people.get(found.person);
  if (other === undefined || other.erasedAt !== null) return undefined;
  if (found.programme !== person.programme) {
    // Whether others are there too is asked when the installation is brought over. Roles there are of no use here.
    if (await hasHistory(from, other)) throw inAnother();
  } else if ((await hasHistory(from, other)) || hasMore(other, person)) {
    // The one that has something must stay. Where only this one has, the other can be joined to it instead.
    const turned = !(await hasHistory(from, person)) && !hasMore(person, other);
    throw new Refused(
      'link-both',
      turned
        ? 'This account has mentoring of its own. Do it the other way round: type link here, and send the code there.'
        : 'Both accounts have mentoring of their own, so a code cannot join them. Ask your coordinator.',
    );
  }
  await from.people.save(passedOn(other, now));
  const stays = found.programme === person.programme ? person.id : null;
  await moveAllocations(from, other.id, stays, randomIds(), now);
  return other;
}

const inAnother = (): Refused =>
  new Refused(
    'link-programme',
    'This account belongs to another programme, so it cannot be joined here. Ask your coordinator.',
  );

const hasHistory = async (rows: Rows, who: Person): Promise<boolean> =>
  (await rows.mentorships.of(who.id)).length > 0 || (await rows.portfolios.ofMentor(who.id)).length > 0;

/** A role that the other has not. It is never handed on by a code: only a coordinator gives roles. */
const hasMore = (who: Person, than: Person): boolean => who.roles.some((r) => !than.roles.includes(r));

/**
 * Puts the installation of this account into the programme. True where it was not there before.
 * @throws Refused `link-programme` where it belongs to another programme that has people
 */
async function bring(tx: Transaction, account: Account, programme: ProgrammeId, now: number): Promise<boolean> {
  const present = await tx.programmes.ofInstallation(account.platform, account.tenant);
  if (present === programme) return false;
  if (present !== undefined && (await tx.in(present).people.all()).length > 0) throw inAnother();
  await tx.programmes.install(account.platform, account.tenant, programme, now);
  return true;
}
