/**
 * What wakes the engine. The rows are the truth (prompts, outbox); an engine that misses a wake-up finds them at the
 * next one.
 */
export interface Jobs {
  /** From now on calls `run` when woken, one at a time, and once more where it was woken meanwhile. */
  start(run: () => Promise<void>): void;
  /** Something may be due. Cheap; may be called as often as one likes. */
  wake(): void;
  /** No more runs; resolves when the one under way has ended. */
  stop(): Promise<void>;
}
