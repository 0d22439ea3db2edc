import type { Inbound } from '../../chat/inbound.js';
import type { Person, Programme } from '../../domain/programme.js';
import type { Feature, Newcomer, Recognised } from '../../features/feature.js';
import { isByLink, sameAccount } from '../../kernel/account.js';
import { Refused } from '../../kernel/errors.js';
import type { Profile } from '../../ports/chat.js';
import type { Rows, Transaction } from '../../ports/store.js';
import { homeOfLink } from '../access-links/through-link.js';
import { heardFrom } from '../membership/named.js';
import {
  asFirst,
  canBeGreeted,
  demandStillAMember,
  type Met,
  type NewcomerDeps,
  Stranger,
  welcome,
} from '../membership/newcomer.js';
import type { Registry } from '../registry.js';
import { rememberedRows } from '../remembered-rows.js';
import { isTold, toldKey } from './once-told.js';

/** The first step of an event: whose account it comes from, and in which programme they are. */

export interface IdentifyDeps extends NewcomerDeps {
  readonly registry: Registry;
}

export interface Identified {
  /** The domain's clock (ms) as the try began: the same in all its steps. */
  readonly now: number;
  /** It was answered already, by a message of its own. */
  readonly told: boolean;
  /** How far its answer is, where that is a message of its own: heard somewhere, or told; undefined where this is the first. */
  readonly answering: string | undefined;
  /** What the first delivery of this event was answered with; undefined where this is the first. */
  readonly earlier: string | undefined;
  readonly programme: Programme;
  readonly rows: Rows;
  /** Whose account it is, as they are kept from now on. */
  readonly person: Person;
  /** FIRST_COORDINATOR, who coordinates from this very event on. */
  readonly becameFirst: boolean;
  /** They are new: let in by this event. */
  readonly newcomer: Newcomer | undefined;
  /** A feature read in the event whose the account is, and answers it. */
  readonly recognised: Recognised | undefined;
}

/**
 * Finds the person, lets somebody new in, or joins the account to somebody who is known; saves what changes by that.
 * @param about the domain's clock (ms), and what the platform says of the account, if it was asked
 * @throws Stranger where the platform has to be asked first; Refused where they are erased, or cannot be let in
 */
export async function identify(
  deps: IdentifyDeps,
  tx: Transaction,
  event: Inbound,
  { now, profile }: { readonly now: number; readonly profile: Profile | undefined },
): Promise<Identified> {
  const byLink = isByLink(event.who);
  const arrived = await tx.arrivals.read({
    delivery: event.deliveryId,
    told: toldKey(event),
    account: byLink ? undefined : event.who,
    message: event.kind === 'press' && event.surface.redraws === true ? event.on?.ref : undefined,
  });
  const told = arrived.told === isTold;
  const earlier = told ? 'done' : arrived.first;
  const found = byLink ? await homeOfLink(tx, event) : arrived.home;
  const recognise = earlier === undefined ? recogniserOf(deps.registry, event) : undefined;
  // Who they are is asked first, as of everybody new: a guest is none the more a member by a code.
  if (recognise !== undefined && found === undefined && profile === undefined) throw new Stranger();
  const recognised = await recognise?.({ tx, account: event.who, found, profile, now });
  const home: Met = recognised?.home ?? found ?? (await welcome(deps, tx, event.who, profile, now));
  const rows = rememberedRows(tx.in(home.programme));
  if (found !== undefined && fromAMember(deps, event)) await demandStillAMember(rows, home.person, profile, now);
  const programme = await rows.programme.get();
  const kept = await rows.people.get(home.person);
  if (kept === undefined || kept.erasedAt !== null)
    throw new Refused(
      'erased',
      'What was kept about you here has been erased. Ask your coordinator if you want to begin again.',
    );
  // Only a mention named them so far: as of everybody new, the platform says who they are.
  const firstWord = kept.named !== undefined && event.kind !== 'removed';
  if (firstWord && profile === undefined) throw new Stranger();
  const before = firstWord && profile !== undefined ? heardFrom(kept, profile) : kept;
  const named = await asFirst(deps.firstCoordinator, event.who, before, rows);
  const person = earlier === undefined ? lastUsedFirst(named, event) : named;
  if (person !== kept) await rows.people.save(person);
  const isNew = (found === undefined || (firstWord && kept.named?.told === false)) && recognised === undefined;
  return {
    now,
    told,
    answering: arrived.told,
    earlier,
    programme,
    rows,
    person,
    becameFirst: named !== before,
    newcomer: isNew ? { ...home, canBeGreeted: canBeGreeted(event) } : undefined,
    recognised,
  };
}

/** What finds out whose this event's account is, where a feature reads that in it. */
function recogniserOf(registry: Registry, event: Inbound): ReturnType<NonNullable<Feature['recognise']>> {
  for (const feature of registry.features) {
    const recognise = feature.recognise?.(event);
    if (recognise !== undefined) return recognise;
  }
  return undefined;
}

/** Whether its feature says of it that nothing holds it up. */
export const isNeverHeldUp = ({ registry }: { readonly registry: Registry }, event: Inbound): boolean =>
  event.kind === 'press' && registry.neverHeldUp.has(event.press.verb);

/** What no limit holds up: what its feature says so of, and the platform's own word of having been taken off. */
export const isUnlimited = (deps: { readonly registry: Registry }, event: Inbound): boolean =>
  event.kind === 'removed' || isNeverHeldUp(deps, event);

/** What only a member may ask for: of a link and of the bot's coming and going no platform says who is one. */
const fromAMember = (deps: { readonly registry: Registry }, event: Inbound): boolean =>
  !isByLink(event.who) && event.kind !== 'installed' && !isUnlimited(deps, event);

/**
 * Somebody who acts from another of their accounts than last time is written to there from now on: the accounts of the
 * person in the order in which they were used. The same person where nothing changes. To look at a home view or to
 * install the bot is not to write.
 */
function lastUsedFirst(person: Person, event: Pick<Inbound, 'kind' | 'who'>): Person {
  const writes = event.kind === 'command' || event.kind === 'press' || event.kind === 'form';
  const [first] = person.accounts;
  // A link is no chat to write to: it never comes before an account.
  if (isByLink(event.who)) return person;
  if (!writes || first === undefined || sameAccount(first, event.who)) return person;
  const mine = person.accounts.filter((a) => sameAccount(a, event.who));
  if (mine.length === 0) return person;
  return { ...person, accounts: [...mine, ...person.accounts.filter((a) => !sameAccount(a, event.who))] };
}
