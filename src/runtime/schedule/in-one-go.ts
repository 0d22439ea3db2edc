import { type PromptChanges, type PromptRow, type Rows, recipientKey } from '../../ports/store.js';

type Settled = 'fired' | 'expired' | 'dropped';

/** The rows that several prompts fire on, one after the other in one unit of work. */
export interface InOneGo {
  readonly rows: Rows;
  /** Writes what was kept back: before the unit of work ends. */
  flush(): Promise<void>;
}

/**
 * What each prompt does to its own row, and the messages that it asks for, are statements that differ in nothing: here they
 * are kept back and written for all of them in one go. Nobody sees a difference. Whoever reads prompts finds those settled
 * that are, and whatever else looks at what is kept back, or changes it, has it written before.
 * @param occurrences those that are to fire, all of which are taken with the first
 * @param at when (domain ms) they are settled
 */
export function inOneGo(rows: Rows, occurrences: readonly string[], at: number): InOneGo {
  const { prompts, outbox, posted, people } = rows;
  /** Those in hand whose turn has not come; none once they may have been changed. */
  const taken = new Map<string, PromptRow>();
  /** Those that are still to be taken, together with the first. */
  let toBeTaken: readonly string[] = occurrences;
  const settled = new Map<string, Settled>();
  let asked: Parameters<typeof outbox.ask>[0] | undefined;
  /** What is asked for by now, as `FACE|SUBJECT|RECIPIENT`. */
  const places = new Set<string>();

  const writeSettled = async (): Promise<void> => {
    const all = [...settled];
    settled.clear();
    // Whoever takes one of them again is told what it is by now.
    for (const [occurrence] of all) taken.delete(occurrence);
    for (const state of new Set(all.map(([, is]) => is)))
      await prompts.settle(
        all.flatMap(([occurrence, is]) => (is === state ? occurrence : [])),
        state,
        at,
      );
  };
  const ask = async (): Promise<void> => {
    const about = asked;
    asked = undefined;
    places.clear();
    if (about !== undefined) await outbox.ask(about);
  };
  const flush = async (): Promise<void> => {
    await writeSettled();
    await ask();
  };
  /** Before a change of prompts: those of ours that it may be about are as they would be, and are read again. */
  const changing = async ({ set, cancel, cancelAll }: PromptChanges): Promise<void> => {
    const touched = (occurrence: string): boolean =>
      cancel.includes(occurrence) ||
      cancelAll.some((beginning) => occurrence.startsWith(beginning)) ||
      set.some((prompt) => prompt.occurrence === occurrence);
    if ([...settled.keys()].some(touched)) await writeSettled();
    for (const occurrence of taken.keys()) if (touched(occurrence)) taken.delete(occurrence);
  };
  const asSettled = (row: PromptRow): PromptRow => {
    const state = settled.get(row.occurrence);
    return state === undefined || row.state !== 'waiting' ? row : { ...row, state };
  };
  const change = async (changes: PromptChanges): Promise<void> => {
    await changing(changes);
    await prompts.change(changes);
  };
  const asking: typeof outbox.ask = async (about) => {
    const { shown, redrawn } = about;
    const wanted = shown.map((row) => `${row.face}|${row.subject}|${recipientKey(row.to)}`);
    // What is drawn anew goes by what stands or waits by then; what is asked for twice folds into the first.
    if (redrawn.subjects.length + redrawn.sameTime.length > 0 || wanted.some((place) => places.has(place))) {
      await ask();
      return outbox.ask(about);
    }
    for (const place of wanted) places.add(place);
    asked = { ...about, shown: [...(asked?.shown ?? []), ...shown] };
    return shown.length > 0;
  };
  /** The same after what is kept back is written. */
  const after = <Args extends readonly unknown[], Answer>(
    act: (...args: Args) => Promise<Answer>,
  ): ((...args: Args) => Promise<Answer>) => {
    return async (...args) => {
      await flush();
      return act(...args);
    };
  };

  return {
    flush,
    rows: {
      ...rows,
      prompts: {
        ...prompts,
        async take(wanted) {
          if (wanted.some((occurrence) => toBeTaken.includes(occurrence))) {
            for (const row of await prompts.take(toBeTaken)) taken.set(row.occurrence, row);
            toBeTaken = [];
          }
          const had = wanted.flatMap((occurrence) => taken.get(occurrence) ?? []);
          const others = wanted.filter((occurrence) => !taken.has(occurrence));
          for (const occurrence of wanted) taken.delete(occurrence);
          return [...had, ...(await prompts.take(others))].map(asSettled);
        },
        async settle(which, state) {
          for (const occurrence of which) if (!settled.has(occurrence)) settled.set(occurrence, state);
        },
        async get(occurrence) {
          const row = await prompts.get(occurrence);
          return row === undefined ? undefined : asSettled(row);
        },
        async waitingFor(person) {
          return (await prompts.waitingFor(person)).filter((row) => !settled.has(row.occurrence));
        },
        change,
        set: (...set) => change({ cancel: [], cancelAll: [], set }),
        cancel: (occurrence) => change({ cancel: [occurrence], cancelAll: [], set: [] }),
        cancelAll: (beginning) => change({ cancel: [], cancelAll: [beginning], set: [] }),
      },
      outbox: {
        ...outbox,
        ask: asking,
        add: async ({ at: from, ...row }) => {
          await asking({ at: from, shown: [row], redrawn: { subjects: [], sameTime: [], expiresAt: 0 } });
        },
        undelivered: after(outbox.undelivered),
        countUndelivered: after(outbox.countUndelivered),
        first: after(outbox.first),
        again: after(outbox.again),
      },
      posted: { ...posted, placesOf: after(posted.placesOf) },
      people: {
        ...people,
        async erase(person, when) {
          await flush();
          taken.clear();
          await people.erase(person, when);
        },
      },
    },
  };
}
