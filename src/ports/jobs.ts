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

/**
 * Where a database keeps alarms of its own (graphile-worker, on PostgreSQL): in this schema, one of this name for each
 * prompt that waits. Whoever sets a prompt sets its alarm (adapters/prisma/postgresql/alarms.ts), and whoever hears it
 * ring wakes the engine (adapters/jobs/graphile.ts).
 */
export const alarmsInDatabase = { schema: 'graphile_worker', task: 'mentorlog.due' } as const;
