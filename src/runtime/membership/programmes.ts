import type { Account } from '../../chat/inbound.js';
import type { Programme } from '../../domain/programme.js';
import type { LikeProgramme, Pages } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import type { Ids, ProgrammeId } from '../../kernel/ids.js';
import type { PromptRow, Store, Transaction } from '../../ports/store.js';
import type { Registry } from '../registry.js';
import { type BufferedWork, workOn } from '../work.js';
import { beginProgramme } from './begin-programme.js';
import { type FirstCodes, speaksFor } from './first-code.js';
import type { NewcomerDeps } from './newcomer.js';

/** Work in a programme that no event of somebody's began; and programmes as they begin. */

/** Programmes that are begun in one transaction. */
const atOnce = 50;

/** What is done with a programme's rows, by nobody in particular. */
export type Act = (work: BufferedWork) => Promise<void>;

export interface ProgrammesDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  /** The name, zone and nation of a programme that a new installation makes. */
  readonly newProgramme: Pick<LikeProgramme, 'name' | 'zone' | 'nation'>;
  readonly firstCoordinator?: Account;
  pages?(): Pages | null;
  readonly firstCodes?: FirstCodes;
}

export interface Programmes {
  /** Does it in a transaction of its own. */
  on(programme: ProgrammeId, act: Act): Promise<void>;
  /** Sets what recurs in every programme there is: when the program starts, and after a change from outside. */
  beginAll(): Promise<void>;
  /** Makes a programme, with what recurs in it; of an installation's, a first coordinator's code is asked for too. */
  readonly make: NewcomerDeps['newProgramme'];
}

export function programmes(deps: ProgrammesDeps): Programmes {
  const { store, registry, clock, leaseClock, ids } = deps;
  const within = async (tx: Transaction, programme: ProgrammeId, act: Act): Promise<void> => {
    const rows = tx.in(programme);
    const work = workOn({
      rows,
      parts: registry,
      programme: await rows.programme.get(),
      now: clock.now(),
      leaseNow: leaseClock.now(),
      ids,
      actor: null,
      pages: deps.pages?.() ?? null,
    });
    await act(work);
    await work.flush();
  };
  /**
   * Whether all that recurs here waits already, as it would be set now: then a start has nothing to write, and next to
   * nothing to read. `waiting`: prompts of this programme, read before.
   */
  const isBegun = async (tx: Transaction, programme: Programme, waiting: readonly PromptRow[]): Promise<boolean> => {
    const known = new Map(waiting.map((prompt) => [prompt.occurrence, prompt]));
    const rows = tx.in(programme.id);
    const wanted: PromptRow[] = [];
    const work = workOn({
      rows: {
        ...rows,
        prompts: {
          ...rows.prompts,
          get: async (occurrence) => known.get(occurrence) ?? (await rows.prompts.get(occurrence)),
          change: async ({ set }) => void wanted.push(...set),
        },
      },
      parts: registry,
      programme,
      now: clock.now(),
      leaseNow: leaseClock.now(),
      ids,
      actor: null,
    });
    await begin(work);
    await work.flush();
    return wanted.every((p) => {
      const { dueAt, expiresAt } = known.get(p.occurrence) ?? {};
      return p.dueAt === dueAt && p.expiresAt === expiresAt;
    });
  };
  const begin: Act = async (work) => {
    for (const feature of registry.features) await feature.begin?.(work);
  };
  const on: Programmes['on'] = (programme, act) => store.write((tx) => within(tx, programme, act));
  return {
    on,
    async beginAll() {
      const lacking = await store.read(async (tx) => {
        const waiting = new Map<ProgrammeId, PromptRow[]>();
        for (const prompt of await tx.everywhere.recurring())
          waiting.set(prompt.programme, [...(waiting.get(prompt.programme) ?? []), prompt]);
        const found: ProgrammeId[] = [];
        for (const one of await tx.programmes.all())
          if (!(await isBegun(tx, one, waiting.get(one.id) ?? []))) found.push(one.id);
        return found;
      });
      for (let i = 0; i < lacking.length; i += atOnce)
        await store.write(async (tx) => {
          for (const id of lacking.slice(i, i + atOnce)) await within(tx, id, begin);
        });
    },
    async make(tx, from) {
      const about = 'like' in from ? from.like : { ...deps.newProgramme, account: from.account };
      const made = await beginProgramme(tx, { ...about, ids, now: clock.now() });
      await within(tx, made, begin);
      if ('account' in from && !speaksFor(deps.firstCoordinator, from.account)) await deps.firstCodes?.say(tx);
      return made;
    },
  };
}
