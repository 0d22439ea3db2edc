import type { FromMemory } from '../../features/feature.js';
import type { ProgrammeId } from '../../kernel/ids.js';

/** Reads anew what features answer from memory, of the programmes that have changed. Answers once it was read, or could not be. */
export interface StaleMemory {
  /** Something of these has changed, and is committed: they are read soon. Changes that come meanwhile go together. */
  note(of: readonly ProgrammeId[]): Promise<void>;
  /** Anything may have changed: all of it is read soon. */
  noteAll(): Promise<void>;
  /** Reads all of it now. @throws where the database is away */
  all(): Promise<void>;
  /** Reads what could not be read before. Never throws. */
  tryAgain(): Promise<void>;
}

/** One reading at a time, for one that began earlier must not end later: what it read may be older. */
export function staleMemory(memory: Pick<FromMemory, 'refresh'>, fault: (error: unknown) => void): StaleMemory {
  let waiting = new Set<ProgrammeId>();
  let everything = false;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
  };
  const readWaiting = async (): Promise<void> => {
    const [these, all] = [waiting, everything];
    if (these.size === 0 && !all) return;
    waiting = new Set();
    everything = false;
    try {
      await (all ? memory.refresh() : memory.refresh([...these]));
    } catch (error) {
      // Read again with the next that changes, or at the engine's next turn: what was known before holds until then.
      for (const id of these) waiting.add(id);
      everything ||= all;
      throw error;
    }
  };
  const soon = (): Promise<void> => inTurn(readWaiting).catch(fault);
  return {
    note(of) {
      for (const id of of) waiting.add(id);
      return soon();
    },
    noteAll() {
      everything = true;
      return soon();
    },
    all() {
      everything = true;
      return inTurn(readWaiting);
    },
    tryAgain: soon,
  };
}
