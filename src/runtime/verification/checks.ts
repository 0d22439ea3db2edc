import type { Pages } from '../../features/feature.js';
import { type Clock, day, minute } from '../../kernel/clock.js';
import type { Ids, MentorshipId, PortfolioId, ProgrammeId } from '../../kernel/ids.js';
import type { ChainToCheck } from '../../ports/store/verification.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import type { Registry } from '../registry.js';
import type { Alarm } from '../schedule/alarm.js';
import { workOn } from '../work.js';

/**
 * Every mentorship's chain is compared with its rows (docs/record-format.md#what-does-not-fit): a while after the start,
 * then daily, and a portfolio's before a pack of it is made. One after the other, beside everything else, with a rest
 * after each; nobody waits for it but a pack.
 */

export interface CheckPace {
  /** From the start to the first round (ms): what was due goes first. */
  readonly firstAfterMs: number;
  /** From the end of one round to the next (ms). */
  readonly everyMs: number;
  /** It rests so many times as long as a chain took: that much of the machine is others'. */
  readonly rests: number;
}
export const usualPace: CheckPace = { firstAfterMs: minute, everyMs: day, rests: 3 };

export interface ChecksDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly alarm: Alarm;
  /** Something may go out now. */
  wake(): void;
  pages(): Pages | null;
  /** Heads were signed: they may leave the machine. Never throws. */
  readonly headsSigned?: () => Promise<void>;
  /** Absent: nothing is looked at by itself. */
  readonly checks?: CheckPace;
}

export interface Checks {
  /** Does what is due, in its own time; does nothing where it is at it already, or nothing is due. */
  begin(): void;
  /** Looks at all chains of all programmes now. */
  round(): Promise<void>;
  /** Looks at the chains of one portfolio now, and says what it finds. */
  portfolio(programme: ProgrammeId, portfolio: PortfolioId): Promise<void>;
  /** No further chain is begun; resolves when the one in hand is over. */
  stop(): Promise<void>;
  /** Resolves when there is nothing more to do now. */
  idle(): Promise<void>;
}

/** A chain that goes on meanwhile is looked at so often in one go, and then in the next round. */
const mostTries = 3;

export function checks(deps: ChecksDeps): Checks {
  const { store, registry, clock, leaseClock, ids, log, alarm } = deps;
  const pace = deps.checks;
  const startedAt = leaseClock.now();
  let running: Promise<void> | undefined;
  let stopped = false;
  /** When the next round is due, by the domain's clock: a day that was skipped is over. */
  let next: number | undefined;
  let wakeUp: (() => void) | undefined;

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopped || ms <= 0) return resolve();
      const timer = setTimeout(resolve, ms);
      timer.unref();
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const workIn = async <T>(programme: ProgrammeId, fn: (work: ReturnType<typeof workOn>) => Promise<T>): Promise<T> =>
    store.write(async (tx) => {
      const rows = tx.in(programme);
      const work = workOn({
        rows,
        parts: registry,
        programme: await rows.programme.get(),
        now: clock.now(),
        leaseNow: leaseClock.now(),
        ids,
        actor: null,
        pages: deps.pages(),
      });
      const done = await fn(work);
      await work.flush();
      return done;
    });

  /** @param rewrittenAt the end that a signed head has of it, where it has another */
  async function one(programme: ProgrammeId, chain: MentorshipId, rewrittenAt: number | undefined): Promise<void> {
    for (let tries = 1; tries <= mostTries && !stopped; tries += 1) {
      const { verdict, amiss } = await store.read(async (tx) => {
        const rows = tx.in(programme);
        return { verdict: await rows.audit.check(chain), amiss: await rows.verification.amiss(chain) };
      });
      if (stopped) return;
      const settled = await workIn(programme, async (work) => {
        const { rows, now } = work;
        const checked = { verdict, amiss, at: now, ...(rewrittenAt === undefined ? {} : { rewrittenAt }) };
        const done = await rows.verification.settle(chain, checked);
        if (done === undefined) return undefined;
        // What is broken is not built upon: it is said on the programme's own chain then.
        const on =
          verdict.brokenAt === undefined && rewrittenAt === undefined && verdict.head.seq > 0 ? chain : undefined;
        if (done.found + done.putRight.length > 0) {
          const facts = { things: done.found, leftOut: done.leftOut.length, putRight: done.putRight.length };
          work.audit('misfit.found', chain, facts, on);
        }
        if (done.gone > 0)
          work.audit('misfit.gone', chain, { things: done.gone, countAgain: done.countAgain.length }, on);
        return done;
      });
      if (settled === undefined) continue;
      if (settled.found + settled.putRight.length > 0)
        log.say('misfit.found', { things: settled.found, sessions: settled.leftOut.length });
      return;
    }
    log.say('misfit.moving');
  }

  /** Says what was found since it was said last, to everybody whom it concerns. */
  const tell = async (programme: ProgrammeId): Promise<void> => {
    await workIn(programme, async (work) => registry.misfitsFound(work));
    deps.wake();
  };

  async function programme(id: ProgrammeId, portfolio: PortfolioId | undefined, rests: number): Promise<void> {
    const heads = await store.read((tx) => tx.in(id).signedHeads.check());
    // Where the programme's own chain is another one, or does not hold, no hours are left out: it is said as of the heads.
    const { seq } = heads;
    const own = await store.read((tx) => tx.in(id).audit.walk(id));
    const brokenAt = heads.brokenAt ?? (heads.rewritten.has(id) || own !== undefined ? seq : null);
    await store.write((tx) => tx.in(id).verification.settleHeads({ at: clock.now(), seq, brokenAt }));
    if (brokenAt !== null) log.say('heads.unfit');
    const chains: readonly ChainToCheck[] = await store.read((tx) => tx.in(id).verification.chains(portfolio));
    for (const { chain } of chains) {
      if (stopped) return;
      const began = performance.now();
      try {
        await one(id, chain, heads.rewritten.get(chain));
      } catch (error) {
        log.fault('verification', error);
      }
      await rest((performance.now() - began) * rests);
    }
    if (portfolio === undefined) {
      await store.write((tx) => tx.in(id).signedHeads.sign(clock.now()));
      await deps.headsSigned?.();
    }
    await tell(id);
  }

  async function round(rests = 0): Promise<void> {
    for (const id of await store.read((tx) => tx.checks.programmes())) {
      if (stopped) return;
      await programme(id, undefined, rests);
    }
  }

  /** How long (ms) until the next round. */
  const waits = (): number =>
    Math.max(
      startedAt + (pace?.firstAfterMs ?? 0) - leaseClock.now(),
      next === undefined ? 0 : Math.min(next - clock.now(), pace?.everyMs ?? 0),
    );

  return {
    begin() {
      if (pace === undefined || stopped || running !== undefined) return;
      const ms = waits();
      if (ms > 0) return alarm.set('verification', ms);
      running = round(pace.rests)
        .catch((error: unknown) => {
          if (!stopped) log.fault('verification', error);
        })
        .finally(() => {
          running = undefined;
          next = clock.now() + pace.everyMs;
          if (!stopped) alarm.set('verification', pace.everyMs);
        });
    },
    round: () => round(),
    portfolio: (id, portfolio) => programme(id, portfolio, 0),
    async stop() {
      stopped = true;
      wakeUp?.();
      await running;
    },
    idle: async () => running,
  };
}
