import type { Account } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import { type DepartedMember, departedMembers, withStanding } from '../../domain/departed-members.js';
import { type Clock, day } from '../../kernel/clock.js';
import type { Ids, PersonId, ProgrammeId } from '../../kernel/ids.js';
import { isZone } from '../../kernel/zoned.js';
import type { ChatPort } from '../../ports/chat.js';
import type { Store, Transaction } from '../../ports/store.js';
import type { Log } from '../log.js';
import type { Registry } from '../registry.js';
import { workOn } from '../work.js';

/**
 * Once a day each platform is asked for the zone of the people who have sessions about now
 * (docs/field.md#their-own-time); the features are told. The same answer says who is no member any more (deactivated, made a guest): asked of everybody in a mentorship
 * that is not over, whether they meet about now or not, and kept for the coordinator.
 */

/** Sessions this far (ms) from now make somebody's zone worth asking about. */
const lately = 14 * day;
/** Profiles asked for in one go, and how long (ms) after the one before: a platform is asked for other things as well. */
const atATime = 5;
const apart = 1_000;
const metaKey = 'zones-read';

export interface ZonesDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly chats: ReadonlyMap<Platform, ChatPort>;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Whether this is the program that asks: one of all that run on the database. */
  isFirst(): boolean;
  /** Somebody cannot be reached any more: whoever works with them is told. */
  unreachable(of: { readonly programme: ProgrammeId }, person: PersonId): Promise<void>;
}

interface Asked {
  readonly programme: ProgrammeId;
  readonly person: PersonId;
  readonly zone: string;
  /** They meet about now. */
  readonly meets: boolean;
  readonly account: Account;
}

export interface Zones {
  /** Whether there is something to ask now. */
  isDue(): boolean;
  /** Asks for a few. Never waits for more than those to answer. */
  run(): Promise<void>;
  /** When (ms, lease clock) there is more to ask, if there is. */
  nextAt(): number | undefined;
}

/** The turn to take each time the engine runs: it does its day's share and then nothing until the next day. */
export function zones(deps: ZonesDeps): Zones {
  let begun = -1;
  let waiting: Asked[] = [];
  const todayIs = (): number => Math.floor(deps.clock.now() / day);

  const begin = async (today: number): Promise<void> => {
    begun = today;
    if (Number(await deps.store.meta.get(metaKey)) === today) return;
    waiting = await deps.store.read(async (tx) => {
      const now = deps.clock.now();
      return (await tx.everywhere.takingPart(now - lately, now + lately)).flatMap(({ accounts, ...one }) => {
        const account = accounts.find((a) => deps.chats.has(a.platform));
        return account === undefined ? [] : [{ ...one, account }];
      });
    });
    if (waiting.length === 0) await deps.store.meta.put(metaKey, String(today));
  };

  /** What the features have to ask, or to take back, now that a zone is known. */
  const zoneSeen = async (a: Asked, zone: string): Promise<void> => {
    for (const feature of deps.registry.features) {
      const seen = { person: a.person, kept: a.zone, zone, day: begun };
      const act = await deps.store.read(async (tx) => feature.zoneSeen?.(seen, tx.in(a.programme)));
      if (act === undefined) continue;
      await deps.store.write(async (tx) => {
        const rows = tx.in(a.programme);
        const work = workOn({
          rows,
          parts: deps.registry,
          programme: await rows.programme.get(),
          now: deps.clock.now(),
          leaseNow: deps.leaseClock.now(),
          ids: deps.ids,
          actor: null,
        });
        await act(work);
        await work.flush();
      });
    }
  };

  const noticed = async (a: Asked, standing: DepartedMember['standing'] | 'member'): Promise<void> => {
    const at = deps.clock.now();
    const listOf = async (tx: Transaction): Promise<readonly DepartedMember[]> =>
      (await tx.in(a.programme).kept.get(departedMembers)) ?? [];
    // Erased since they were to be asked about: nothing is kept of them any more.
    const before = await deps.store.read(async (tx) =>
      (await tx.in(a.programme).people.get(a.person))?.erasedAt === null ? listOf(tx) : undefined,
    );
    if (before === undefined || withStanding(before, a.person, standing, at) === before) return;
    await deps.store.write(async (tx) =>
      tx.in(a.programme).kept.put(departedMembers, withStanding(await listOf(tx), a.person, standing, at)),
    );
    if (standing !== 'member' && standing !== 'guest') await deps.unreachable({ programme: a.programme }, a.person);
  };

  return {
    isDue: () => deps.isFirst() && (waiting.length > 0 || begun !== todayIs()),
    nextAt: () => (waiting.length > 0 && deps.isFirst() ? deps.leaseClock.now() + apart : undefined),
    async run() {
      const today = todayIs();
      if (today !== begun) await begin(today);
      if (waiting.length === 0) return;
      for (const a of waiting.splice(0, atATime))
        try {
          const profile = await deps.chats.get(a.account.platform)?.profile(a.account);
          if (profile === undefined) continue;
          const { zone, standing } = profile;
          if (standing !== 'bot') await noticed(a, standing);
          if (standing === 'deactivated' || !a.meets || zone === undefined) continue;
          if (zone === a.zone || isZone(zone)) await zoneSeen(a, zone);
        } catch (error) {
          // A profile that cannot be read today is read tomorrow.
          deps.log.fault('zones', error);
        }
      if (waiting.length === 0) await deps.store.meta.put(metaKey, String(today));
    },
  };
}
