import { holidaysOf, regionOf } from '../../domain/holidays.js';
import type { Person, Programme } from '../../domain/programme.js';
import { mannersOf, mayGoAt } from '../../domain/prompt-schedule.js';
import type { Pages } from '../../features/feature.js';
import { type Clock, minute } from '../../kernel/clock.js';
import { StoreTrouble } from '../../kernel/errors.js';
import type { Ids } from '../../kernel/ids.js';
import type { PromptEnd } from '../../ports/measures.js';
import type { PromptRow, Rows, Store } from '../../ports/store.js';
import type { TracePoint } from '../../ports/tracing.js';
import type { Log } from '../log.js';
import type { Registry } from '../registry.js';
import { rememberedRows } from '../remembered-rows.js';
import type { Watch } from '../watch.js';
import { type BufferedWork, workOn } from '../work.js';
import { inOneGo } from './in-one-go.js';

/**
 * Due prompts: each fires once, in a transaction, or is moved to when its person may be asked. One that fails each time is
 * set aside in the end, so that nothing is tried for ever and nobody waits for it unknowingly.
 */

const leaseMs = 60_000;
/** One that fails is tried again when its lease has run out, so often in all: for about ten minutes. */
export const mostTries = 10;
/** So many that fail are counted at most; beyond that counting begins anew. */
const mostFailing = 1_000;
/** Prompts in one turn of the engine. */
const batch = 32;
/** Prompts of one programme in one transaction, and how long (ms) it takes any more: everybody else waits for it. */
export const mostTogether = 8;
const longestTogether = 20;

export interface DuePromptsDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly watch: Watch;
  /** Whether the platform on which they would be asked is away. */
  isAway(person: Person): boolean;
  /** After a restore: what fell due by then (domain ms) happens, and says nothing. */
  unsaidUpTo?(): number | undefined;
  /** Where pages for people without an account are, if anywhere. */
  pages(): Pages | null;
}

export interface DuePrompts {
  /** Fires a share of what is due, oldest first. Answers how many prompts it had in hand. */
  run(): Promise<number>;
}

/** What one prompt came to: nothing where it waits on. */
interface Came {
  readonly end?: PromptEnd;
  readonly work?: BufferedWork;
  readonly by?: TracePoint | undefined;
}

export function duePrompts(deps: DuePromptsDeps): DuePrompts {
  const { measures, tracing, words, askedBy } = deps.watch;
  const fire = async (claimed: PromptRow, rows: Rows, now: number): Promise<Came> => {
    const settled = async (end: Exclude<PromptEnd, 'failed'>): Promise<Came> => {
      await rows.prompts.settle([claimed.occurrence], end, now);
      return { end };
    };
    const waitsUntil = async (prompt: PromptRow, dueAt: number): Promise<Came> => {
      await rows.prompts.set({ ...prompt, dueAt });
      return {};
    };
    const programme: Programme = await rows.programme.get();
    // Read again inside the transaction: the plan may have moved it since it was claimed, or another program have fired it.
    const [prompt] = await rows.prompts.take([claimed.occurrence]);
    if (prompt === undefined || prompt.state !== 'waiting' || prompt.dueAt > now) return {};
    if (prompt.expiresAt <= now) return settled('expired');
    const known = deps.registry.prompts.get(prompt.kind);
    const unsaid = prompt.dueAt <= (deps.unsaidUpTo?.() ?? Number.NEGATIVE_INFINITY);
    if (!unsaid && prompt.to !== null && known?.waitsFor !== 'nothing') {
      const person = await rows.people.get(prompt.to);
      if (person === undefined || person.erasedAt !== null) return settled('dropped');
      const working = known?.waitsFor === 'working-days';
      const when = mayGoAt(
        now,
        person.zone,
        mannersOf(person, programme),
        working,
        await holidaysOf(working ? regionOf(programme) : undefined),
      );
      if (when > now) {
        if (when >= prompt.expiresAt) return settled('expired');
        return waitsUntil(prompt, when);
      }
      // It could only wait in the outbox. Here it goes by the hours and the day's worth of when it can be read; what would
      // run out here, without a word, runs out there, where it is told.
      const again = Math.min(now + minute, prompt.expiresAt - minute);
      if (again > now && deps.isAway(person)) return waitsUntil(prompt, again);
    }
    if (known === undefined) return settled('dropped');
    await settled('fired');
    const work = workOn({
      rows,
      parts: deps.registry,
      programme,
      now,
      leaseNow: deps.leaseClock.now(),
      ids: deps.ids,
      actor: null,
      pages: deps.pages(),
      unsaid,
      ...(prompt.to === null ? {} : { asks: { person: prompt.to, waitsFor: known.waitsFor } }),
    });
    const person = prompt.to === null ? undefined : await rows.people.get(prompt.to);
    const folded = person !== undefined && known.folds ? deps.registry.folding?.(work, person) : undefined;
    await known.fire(prompt, folded?.work ?? work);
    await folded?.done();
    await work.flush();
    return { end: 'fired', work, by: tracing.here() };
  };
  const traced = (prompt: PromptRow, rows: Rows, now: number): Promise<Came> =>
    tracing.span('due prompt', { prompt: words.prompt(prompt.kind) }, async (span) => {
      const came = await fire(prompt, rows, now);
      span.set({ end: came.end ?? 'waits' });
      return came;
    });

  /**
   * Fires the first, and those behind it that belong to the same programme and are soon done, in one transaction: what
   * they have in common is read once. Answers how many those were.
   */
  const together = async (prompts: readonly PromptRow[]): Promise<number> => {
    const came = await deps.store.write(async (tx) => {
      const [first] = prompts;
      if (first === undefined) return [];
      const now = deps.clock.now();
      const began = deps.leaseClock.now();
      const others = prompts.slice(0, mostTogether).findIndex((prompt) => prompt.programme !== first.programme);
      const inHand = prompts.slice(0, others < 0 ? mostTogether : others);
      const { rows: theirs, flush } = inOneGo(
        tx.in(first.programme),
        inHand.map((prompt) => prompt.occurrence),
        now,
      );
      const rows = rememberedRows(theirs);
      const fired: Came[] = [];
      for (const prompt of inHand) {
        if (fired.length > 0 && deps.leaseClock.now() - began >= longestTogether) break;
        fired.push(await traced(prompt, rows, now));
      }
      await flush();
      return fired;
    });
    for (const { end, work, by } of came) {
      if (end !== undefined) measures.prompted(end);
      if (work !== undefined) askedBy.note([work], by);
    }
    return came.length;
  };
  /** How often each has failed since this program started: whoever mends the program starts it anew. */
  const failed = new Map<string, number>();
  const keyOf = ({ programme, occurrence }: PromptRow): string => `${programme}/${occurrence}`;
  const alone = async (prompt: PromptRow): Promise<void> => {
    try {
      await together([prompt]);
      failed.delete(keyOf(prompt));
    } catch (error) {
      // Its lease runs out and it is tried again; the others are not held up.
      measures.prompted('failed');
      deps.log.fault('prompt', error, { kind: prompt.kind });
      // A database that is full or damaged is no fault of its.
      if (error instanceof StoreTrouble) return;
      if (failed.size >= mostFailing) failed.clear();
      const tries = (failed.get(keyOf(prompt)) ?? 0) + 1;
      failed.set(keyOf(prompt), tries);
      if (tries >= mostTries) await setAside(prompt);
    }
  };
  /** It waits no more: that is on record, and coordinators are told. What recurs comes again at its next time. */
  const setAside = async (given: PromptRow): Promise<void> => {
    const inWork = (act: (work: BufferedWork, prompt: PromptRow) => Promise<void>): Promise<void> =>
      deps.store.write(async (tx) => {
        const rows = tx.in(given.programme);
        const prompt = await rows.prompts.get(given.occurrence);
        if (prompt === undefined || prompt.state === 'fired') return;
        const now = deps.clock.now();
        const work = workOn({
          rows,
          parts: deps.registry,
          programme: await rows.programme.get(),
          now,
          leaseNow: deps.leaseClock.now(),
          ids: deps.ids,
          actor: null,
          pages: deps.pages(),
        });
        await act(work, prompt);
        await work.flush();
        // After the flush: what recurs may have set this very one again.
        await rows.prompts.settle([prompt.occurrence], 'dropped', now);
      });
    const { features } = deps.registry;
    try {
      await inWork(async (work, { kind, subject }) => {
        for (const feature of features)
          await feature.upkeep?.({ what: 'set-aside', at: work.now, kind, subject }, work);
      });
      failed.delete(keyOf(given));
      deps.log.fault('prompt-set-aside', undefined, { kind: given.kind });
      if (given.to === null)
        await inWork(async (work) => {
          for (const feature of features) await feature.begin?.(work);
        });
    } catch (error) {
      deps.log.fault('prompt', error, { kind: given.kind });
    }
  };

  return {
    async run() {
      const leaseNow = deps.leaseClock.now();
      const due = await deps.store.queue.claimPrompts(deps.clock.now(), leaseNow, leaseNow + leaseMs, batch);
      for (let at = 0; at < due.length; )
        try {
          const fired = await together(due.slice(at));
          if (failed.size > 0) for (const prompt of due.slice(at, at + fired)) failed.delete(keyOf(prompt));
          at += fired;
        } catch {
          // One of them is at fault, and which is not known: all that were to go together is undone, and each goes alone.
          const undone = due.slice(at, at + mostTogether);
          for (const prompt of undone) await alone(prompt);
          at += undone.length;
        }
      return due.length;
    },
  };
}
