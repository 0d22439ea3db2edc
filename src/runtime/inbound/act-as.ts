import type { Inbound } from '../../chat/inbound.js';
import type { AccessLink } from '../../domain/access-link.js';
import type { Person } from '../../domain/programme.js';
import type { ActorWork, AwayChat, Pages } from '../../features/feature.js';
import { isByLink } from '../../kernel/account.js';
import type { Clock } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { Ids } from '../../kernel/ids.js';
import type { Rows, Transaction } from '../../ports/store.js';
import { demandWithin, lentBy, linkBy, openThrough } from '../access-links/through-link.js';
import { meetNamed, type Named } from '../membership/named.js';
import type { PlatformAway } from '../outbound/platforms-away.js';
import type { Registry } from '../registry.js';
import { type BufferedWork, workOn } from '../work.js';
import { type FormCycle, formCycle } from './form-cycle.js';
import type { Identified } from './identify.js';

/** The second step of an event: on whose behalf it is done. Nearly always its sender's own; by a link, its person's. */

export interface ActAsDeps {
  readonly registry: Registry;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  /** Where pages for people without an account are, if anywhere. */
  pages(): Pages | null;
  /** Chats that are away, of those that concern somebody. */
  away(concerns: (workspace: PlatformAway) => boolean): readonly AwayChat[];
}

export interface Acting {
  readonly actor: Person;
  /** By which link, where it is one: its page, or a device that is lent. */
  readonly link: AccessLink | undefined;
  readonly work: ActorWork;
  readonly forms: FormCycle;
  /** The actor's work, and that of everybody whose link was begun in it: all is written, or nothing. */
  readonly works: readonly BufferedWork[];
}

/** Prepares the work on behalf of whoever acts. @throws Refused where their link is none, is done, or is not for this */
export async function actAs(
  deps: ActAsDeps,
  { tx, named }: { readonly tx: Transaction; readonly named: Named },
  event: Inbound,
  who: Identified,
): Promise<Acting> {
  const { now, rows, programme, person } = who;
  const first = who.earlier === undefined;
  const link = isByLink(event.who)
    ? await linkBy(rows, event, person, now, !first, deps.registry)
    : await lentBy(rows, event, person, now);
  const actor = link === undefined ? person : ((await rows.people.get(link.person)) ?? person);
  const works: BufferedWork[] = [];
  const away = await awayFrom(deps, rows);
  /** Work on behalf of this person, by this link if by any. */
  const workAs = (whose: Person, by: AccessLink | undefined): { work: ActorWork; forms: FormCycle } => {
    const witnessed = by?.witnessed === true;
    const about = {
      rows,
      parts: deps.registry,
      programme,
      now,
      leaseNow: deps.leaseClock.now(),
      ids: deps.ids,
      actor: whose.id,
      pages: deps.pages(),
    };
    const buffered = workOn({ ...about, witnessed });
    works.push(buffered);
    let work: ActorWork;
    const forms = formCycle(deps.registry, () => work);
    work = {
      ...buffered,
      actor: whose,
      surface: event.surface,
      account: event.who,
      away,
      ...(witnessed ? { witness: by.madeBy } : {}),
      forms: { open: forms.open, continue: forms.continue },
      async meet(account) {
        const met = await meetNamed({ tx, rows, ids: deps.ids, named, actor: whose, now }, account);
        const { person: theirs, isNew, perhaps } = met;
        if (isNew) buffered.audit('person.named', theirs.id);
        if (perhaps === undefined) return { person: theirs };
        for (const feature of deps.registry.features)
          await feature.newcomer?.({ person: theirs.id, canBeGreeted: false, perhaps }, work);
        return { person: theirs, perhaps };
      },
      async begin(other) {
        const theirs = await rows.people.get(other.person);
        if (theirs === undefined || theirs.erasedAt !== null)
          throw new Refused('erased', 'What was kept about this person has been erased. Nothing can be answered.');
        const asThem = workAs(theirs, other).work;
        if (other.witnessed) {
          await deps.registry.lending?.begins(other, asThem);
          asThem.redraw(other.subject);
        }
        return openThrough(other, deps.registry, asThem);
      },
    };
    return { work, forms };
  };
  const acting = workAs(actor, link);
  if (who.becameFirst) acting.work.audit('programme.first-coordinator', person.id);
  if (link !== undefined && first) await demandWithin(deps.registry, link, event, rows);
  return { actor, link, works, ...acting };
}

/** Which chats are away from where this programme is: another's workspace is none of its business. */
async function awayFrom(deps: ActAsDeps, rows: Rows): Promise<readonly AwayChat[]> {
  if (deps.away(() => true).length === 0) return [];
  const places = await rows.programme.installations();
  return deps.away(({ platform, tenant }) => places.some((p) => p.platform === platform && p.tenant === tenant));
}
