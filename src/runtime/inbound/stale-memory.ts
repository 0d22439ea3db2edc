import type { FromMemory } from '../../features/feature.js';
import type { ProgrammeId } from '../../kernel/ids.js';

/** Reads anew what features answer from memory, of the programmes that have changed. */
export interface StaleMemory {
  /** Something of these has changed, and is committed: they are read soon. Changes that come meanwhile go together. */
  note(of: readonly ProgrammeId[]): void;
  /** Reads all of it now. @throws where the database is away */
  all(): Promise<void>;
}

/** One reading at a time, for one that began earlier must not end later: what it read may be older. */
export function staleMemory(memory: Pick<FromMemory, 'refresh'>, fault: (error: unknown) => void): StaleMemory {
  let waiting = new Set<ProgrammeId>();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
  };
  const readWaiting = async (): Promise<void> => {
    const these = waiting;
    if (these.size === 0) return;
    waiting = new Set();
    try {
      await memory.refresh([...these]);
    } catch (error) {
      // Read with the next that changes: what was known before holds until then.
      for (const id of these) waiting.add(id);
      throw error;
    }
  };
  return {
    note(of) {
      for (const id of of) waiting.add(id);
      inTurn(readWaiting).catch(fault);
    },
    all: () =>
      inTurn(async () => {
        waiting = new Set();
        await memory.refresh();
      }),
  };
}
