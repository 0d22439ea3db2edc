import type { Express } from 'express';
import type { AwayChat } from '../features/feature.js';
import type { Clock } from '../kernel/clock.js';
import { StoreTrouble } from '../kernel/errors.js';
import { nextTurn } from '../kernel/turn-of-loop.js';
import type { Store } from '../ports/store.js';
import { awayLine } from '../runtime/chats-away.js';
import { troubleSaid, type WatchedTrouble } from './trouble.js';

/** Whether it can serve. */
export interface Readiness {
  readonly ready: boolean;
  /** Why not; or what is away and what is to be mended, although it serves. */
  readonly lines: readonly string[];
  /** What of it whoever looks after the program has to mend. */
  readonly upkeep: readonly string[];
}

/**
 * Whether the database answers and can be written to. A chat that is away is named, and is no reason to stop the others, and
 * so is a backup that could not be made. A full disk and a damaged file are: nothing can be saved.
 * @param upkeep what whoever looks after the program has to mend, a line each
 */
export function readinessOf(
  store: Pick<Store, 'queue'>,
  clock: Clock,
  away: () => readonly AwayChat[] = () => [],
  trouble: Pick<WatchedTrouble, 'now'> = { now: async () => undefined },
  upkeep: () => readonly string[] = () => [],
): () => Promise<Readiness> {
  return async () => {
    const not = (line: string): Readiness => ({ ready: false, lines: [line], upkeep: upkeep() });
    try {
      await store.queue.counts(clock.now());
      const met = await trouble.now();
      if (met !== undefined) return not(troubleSaid[met]);
      return { ready: true, lines: [...away().map(awayLine), ...upkeep()], upkeep: upkeep() };
    } catch (error) {
      return not(error instanceof StoreTrouble ? troubleSaid[error.trouble] : 'the database does not answer');
    }
  };
}

/**
 * `/livez` and `/healthz`: the process answers and its loop turns, whatever the database does; who is not alive is to be
 * started anew. `/readyz`: it can serve. All are anybody's, and name nobody.
 */
export function addHealth(app: Express, readiness: () => Promise<Readiness>): void {
  for (const at of ['/livez', '/healthz'])
    app.get(at, async (_request, response) => {
      await nextTurn();
      response.type('text/plain').send('ok\n');
    });
  app.get('/readyz', async (_request, response) => {
    const { ready, lines } = await readiness();
    response
      .status(ready ? 200 : 503)
      .type('text/plain')
      .send([...(ready ? ['ready'] : []), ...lines].map((line) => `${line}\n`).join(''));
  });
}
