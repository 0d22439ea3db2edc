import { holidaysOf, regionOf } from '../../domain/holidays.js';
import type { Person, Programme } from '../../domain/programme.js';
import { mannersOf, mayGoAt } from '../../domain/prompt-schedule.js';
import { type Clock, minute } from '../../kernel/clock.js';
import type { Ids } from '../../kernel/ids.js';
import type { PromptRow, Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import type { Registry } from '../registry.js';
import { rememberedRows } from '../remembered-rows.js';
import { workOn } from '../work.js';

/** Due prompts: each in a transaction of its own, once, or moved to when its person may be asked. */

const leaseMs = 60_000;
const batch = 100;

export interface DuePromptsDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Whether the platform on which they would be asked is away. */
  isAway(person: Person): boolean;
}

export interface DuePrompts {
  /** Fires what is due. Answers how many prompts it had in hand. */
  run(): Promise<number>;
}

export function duePrompts(deps: DuePromptsDeps): DuePrompts {
  const fire = async (claimed: PromptRow): Promise<void> => {
    const now = deps.clock.now();
    await deps.store.write(async (tx) => {
      const rows = rememberedRows(tx.in(claimed.programme));
      const programme: Programme = await rows.programme.get();
      // Read again inside the transaction: the plan may have moved it since it was claimed.
      const prompt = await rows.prompts.get(claimed.occurrence);
      if (prompt === undefined || prompt.state !== 'waiting' || prompt.dueAt > now) return;
      if (prompt.expiresAt <= now) return rows.prompts.settle(prompt.occurrence, 'expired', now);
      const known = deps.registry.prompts.get(prompt.kind);
      if (prompt.to !== null && known?.waitsFor !== 'nothing') {
        const person = await rows.people.get(prompt.to);
        if (person === undefined || person.erasedAt !== null)
          return rows.prompts.settle(prompt.occurrence, 'dropped', now);
        const working = known?.waitsFor === 'working-days';
        const when = mayGoAt(
          now,
          person.zone,
          mannersOf(person, programme),
          working,
          await holidaysOf(working ? regionOf(programme) : undefined),
        );
        if (when > now) {
          if (when >= prompt.expiresAt) return rows.prompts.settle(prompt.occurrence, 'expired', now);
          return rows.prompts.set({ ...prompt, dueAt: when });
        }
        // It could only wait in the outbox. Here it goes by the hours and the day's worth of when it can be read; what would
        // run out here, without a word, runs out there, where it is told.
        const again = Math.min(now + minute, prompt.expiresAt - minute);
        if (again > now && deps.isAway(person)) return rows.prompts.set({ ...prompt, dueAt: again });
      }
      await rows.prompts.settle(prompt.occurrence, known === undefined ? 'dropped' : 'fired', now);
      if (known === undefined) return;
      const work = workOn({
        rows,
        parts: deps.registry,
        programme,
        now,
        leaseNow: deps.leaseClock.now(),
        ids: deps.ids,
        actor: null,
        ...(prompt.to === null ? {} : { asks: { person: prompt.to, waitsFor: known.waitsFor } }),
      });
      const person = prompt.to === null ? undefined : await rows.people.get(prompt.to);
      const folded = person !== undefined && known.folds ? deps.registry.folding?.(work, person) : undefined;
      await known.fire(prompt, folded?.work ?? work);
      await folded?.done();
      await work.flush();
    });
  };

  return {
    async run() {
      const leaseNow = deps.leaseClock.now();
      const due = await deps.store.queue.claimPrompts(deps.clock.now(), leaseNow, leaseNow + leaseMs, batch);
      for (const prompt of due)
        try {
          await fire(prompt);
        } catch (error) {
          // Its lease runs out and it is tried again; the others are not held up.
          deps.log.fault('prompt', error, { kind: prompt.kind });
        }
      return due.length;
    },
  };
}
