import {
  afterSurvey,
  fileLife,
  mostTries,
  type Pack,
  type PackId,
  packLease,
  tryAgainAt,
} from '../../domain/pack/pack.js';
import type { PackCame, Pages } from '../../features/feature.js';
import { type Clock, minute } from '../../kernel/clock.js';
import { faultCode } from '../../kernel/errors.js';
import type { Ids, PortfolioId, ProgrammeId } from '../../kernel/ids.js';
import type { PackMaker } from '../../ports/packs.js';
import type { Store, Transaction } from '../../ports/store.js';
import type { Log } from '../log.js';
import { byId } from '../people-by-id.js';
import type { Registry } from '../registry.js';
import type { Alarm } from '../schedule/alarm.js';
import { workOn } from '../work.js';
import { sealChains } from './seal-chains.js';
import { signedWhole } from './sign-whole.js';

/**
 * Packs are made one after the other, apart from everything else (docs/architecture.md#document-jobs): claimed under a lease
 * and a fence as messages are, read in one reading, made in a process of its own, and settled only by whoever still has the
 * claim. A process that dies leaves a lease that runs out, and the next one makes it; one that takes it down each time is
 * given up as one that could not be made is.
 */

/** Of a lease that it is made in; the rest of it is for saving what came of it. */
const ofLease = 0.9;
/** So long (ms) whoever stops waits for the one in hand; its lease runs out then, or is ended by whoever starts next. */
const stopWaits = 5_000;

export interface PackJobsDeps {
  readonly store: Store;
  readonly registry: Registry;
  /** Compares a portfolio's chains with their rows before they are read: what does not fit is left out then. */
  checked?(programme: ProgrammeId, portfolio: PortfolioId): Promise<void>;
  /** Absent: packs wait. */
  readonly maker?: PackMaker;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly alarm: Alarm;
  /** Something may go out now. */
  wake(): void;
  pages(): Pages | null;
  /** How long a try may take (ms), and whoever stops waits for it. */
  readonly patience?: { readonly tryMs: number; readonly stopMs: number };
}

export interface PackJobs {
  /** Does what is due, in its own time; does nothing where it is at it already. */
  begin(): void;
  /** Makes this one alone, where it is due and nobody has it in hand. */
  make(due: { readonly id: PackId; readonly programme: ProgrammeId }): Promise<void>;
  /** No further one is begun; resolves when the one in hand is over, or was waited for long enough: it saves nothing then. */
  stop(): Promise<void>;
  /** Resolves when there is nothing more to do now. */
  idle(): Promise<void>;
}

export function packJobs(deps: PackJobsDeps): PackJobs {
  const { store, registry, maker, clock, leaseClock, ids, log, alarm } = deps;
  const making = registry.packs;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  /** Nobody waits for the one in hand any more, and the store may be closed. */
  let left = false;
  const patience = deps.patience ?? { tryMs: packLease * ofLease, stopMs: stopWaits };

  const workIn = async (tx: Transaction, programme: ProgrammeId) => {
    const rows = tx.in(programme);
    return workOn({
      rows,
      parts: registry,
      programme: await rows.programme.get(),
      now: clock.now(),
      leaseNow: leaseClock.now(),
      ids,
      actor: null,
      pages: deps.pages(),
    });
  };

  /** What came of it, and what it is to be saved with. */
  async function tried(by: PackMaker, from: NonNullable<typeof making>, pack: Pack): Promise<PackCame | 'nothing'> {
    // Each time that it was in hand whoever had it died.
    if (pack.attempts > mostTries) return { kind: 'failed', code: 'died', final: true };
    try {
      await deps.checked?.(pack.programme, pack.portfolio);
      const source = await store.read(async (tx) => {
        const rows = tx.in(pack.programme);
        const programme = await rows.programme.get();
        return from.read(pack, {
          rows,
          programme,
          now: clock.now(),
          people: async () => byId(await rows.people.all()),
        });
      });
      if (source === undefined) return 'nothing';
      const until = tooLateAfter(patience.tryMs);
      const hits = await until.first(by.survey(source));
      const state = afterSurvey({ ...pack, words: { ...pack.words, hits } }, clock.now());
      if (state !== 'make') return { kind: 'surveyed', state, hits };
      const sealed = await sealChains(pack, source, store, clock.now());
      const made = await until.first(by.make(sealed));
      const { manifest } = made;
      const signature =
        manifest === undefined || sealed.signed === undefined
          ? undefined
          : await store.read(async (tx) => tx.in(pack.programme).signedHeads.signPack(manifest));
      return { kind: 'made', made: signedWhole(made, signature), source: sealed, hits };
    } catch (error) {
      log.fault('pack-job', error);
      return { kind: 'failed', code: faultCode(error), final: tryAgainAt(pack.attempts, 0) === undefined };
    }
  }

  async function one(by: PackMaker, from: NonNullable<typeof making>, due: { id: Pack['id']; programme: ProgrammeId }) {
    const pack = await store.write((tx) =>
      tx.in(due.programme).packs.claim(due.id, clock.now(), leaseClock.now(), leaseClock.now() + packLease),
    );
    if (pack === undefined) return;
    const came = await tried(by, from, pack);
    if (left) return;
    await store
      .write(async (tx) => {
        const work = await workIn(tx, pack.programme);
        const leaseNow = leaseClock.now();
        const settled: Pack = came === 'nothing' ? { ...pack, state: 'dropped' } : await from.settled(pack, came, work);
        const nextAt = settled.state === 'queued' ? (tryAgainAt(pack.attempts, leaseNow) ?? leaseNow) : leaseNow;
        // Whoever lost the claim says nothing: another has it in hand, or it was asked for anew.
        if (!(await work.rows.packs.settle(settled, pack.fence, nextAt))) throw new LostClaim();
        if (came !== 'nothing' && came.kind === 'made')
          await work.rows.packs.keepFile(pack.id, came.made.zip, keptUntil(work.now));
        await work.flush();
      })
      .catch((error: unknown) => {
        if (!(error instanceof LostClaim)) throw error;
        log.say('pack.claim-lost');
      });
    deps.wake();
  }

  async function all(by: PackMaker, from: NonNullable<typeof making>): Promise<void> {
    do {
      again = false;
      while (!stopped && (await waits()) <= 0) {
        const [due] = await store.read((tx) => tx.packs.due(clock.now(), leaseClock.now(), 1));
        if (due === undefined) break;
        await one(by, from, due);
      }
    } while (again && !stopped);
  }

  /** How long (ms) until the next is due, which the alarm is set to. The one statement of a turn that has nothing to do. */
  async function waits(): Promise<number> {
    const { now, lease } = await store.read((tx) => tx.packs.nextAt());
    const ms = Math.min(
      now === undefined ? Number.POSITIVE_INFINITY : now - clock.now(),
      lease === undefined ? Number.POSITIVE_INFINITY : lease - leaseClock.now(),
    );
    alarm.set('pack-jobs', ms === Number.POSITIVE_INFINITY ? undefined : Math.max(0, ms));
    return ms;
  }

  return {
    begin() {
      if (maker === undefined || making === undefined || stopped) return;
      again = true;
      running ??= all(maker, making)
        .catch((error: unknown) => {
          // Whoever stopped may have closed the store.
          if (left) return;
          log.fault('pack-jobs', error);
          alarm.set('pack-jobs', minute);
        })
        .finally(() => {
          running = undefined;
        });
    },
    async make(due) {
      if (maker !== undefined && making !== undefined) await one(maker, making, due);
    },
    async stop() {
      stopped = true;
      if (running === undefined) return;
      const wait = tooLateAfter(patience.stopMs);
      await wait.first(running).catch(() => {
        left = true;
        log.say('pack.left');
      });
    },
    idle: async () => running,
  };
}

const keptUntil = (now: number): number => now + fileLife;

class LostClaim extends Error {}

class TooLate extends Error {
  readonly code = 'too-late';
}

/** Waits for each of these, all in all so long (ms) from now. The first that comes later throws, and is heard no more. */
function tooLateAfter(ms: number): { first<T>(one: Promise<T>): Promise<T> } {
  const until = performance.now() + ms;
  return {
    async first(one) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new TooLate('too late')), Math.max(0, until - performance.now()));
      });
      try {
        return await Promise.race([one, late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
