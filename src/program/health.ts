import type { Express, RequestHandler } from 'express';
import type { AwayChat } from '../features/feature.js';
import type { Clock } from '../kernel/clock.js';
import { StoreTrouble } from '../kernel/errors.js';
import type { Store } from '../ports/store.js';
import { awayLine } from '../runtime/chats-away.js';
import { troubleSaid, type WatchedTrouble } from './trouble.js';

/**
 * `/healthz`: the process answers. `/readyz`: the database does too; a chat that is away is named, and is no reason to stop
 * the others, so it is 200 all the same, and so is a backup that could not be made. A full disk and a damaged file are 503,
 * for nothing can be saved. Both are anybody's, and name nobody.
 * @param upkeep what whoever looks after the program has to mend, a line each
 */
export function addHealth(
  app: Express,
  store: Store,
  clock: Clock,
  away: () => readonly AwayChat[] = () => [],
  trouble: Pick<WatchedTrouble, 'now'> = { now: async () => undefined },
  upkeep: () => readonly string[] = () => [],
): void {
  app.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  app.get('/readyz', async (_request, response) => {
    try {
      await store.queue.counts(clock.now());
      const met = await trouble.now();
      if (met !== undefined) {
        response.status(503).type('text/plain').send(`${troubleSaid[met]}\n`);
        return;
      }
      const lines = [...away().map(awayLine), ...upkeep()].map((line) => `${line}\n`);
      response.type('text/plain').send(`ready\n${lines.join('')}`);
    } catch (error) {
      const line = error instanceof StoreTrouble ? troubleSaid[error.trouble] : 'the database does not answer';
      response.status(503).type('text/plain').send(`${line}\n`);
    }
  });
}

/** `/metrics`: counts, never content, for whom `guard` lets pass. */
export function addMetrics(
  app: Express,
  guard: RequestHandler,
  store: Store,
  clock: Clock,
  away: () => readonly AwayChat[] = () => [],
): void {
  app.get('/metrics', guard, async (_request, response) => {
    try {
      const counts = await store.queue.counts(clock.now());
      const verification = await verificationMetrics(store);
      const memory = process.memoryUsage().rss;
      response
        .type('text/plain; version=0.0.4')
        .send(
          `mentorlog_prompts_due ${counts.promptsDue}\nmentorlog_outbox_open ${counts.outboxOpen}\nmentorlog_outbox_failed ${counts.outboxFailed}\nprocess_resident_memory_bytes ${memory}\nmentorlog_chats_away ${away().length}\n${verification}`,
        );
    } catch {
      response.status(503).end();
    }
  });
}

/**
 * How chains and their rows compare, as lines for `/metrics`: counts and one moment, no name and no id. `-1` where it was
 * never looked at.
 */
export async function verificationMetrics(store: Pick<Store, 'read'>): Promise<string> {
  const counts = await store.read((tx) => tx.checks.counts());
  const asNumber = (is: boolean | null): number => (is === null ? -1 : is ? 1 : 0);
  const lines: readonly (readonly [string, number])[] = [
    ['mentorlog_chains', counts.chains],
    ['mentorlog_chains_checked', counts.checked],
    ['mentorlog_chains_oldest_check_seconds', counts.oldestAt === null ? -1 : Math.floor(counts.oldestAt / 1_000)],
    ['mentorlog_chains_unfit', counts.unfitChains],
    ['mentorlog_sessions_left_out', counts.leftOut],
    ['mentorlog_signed_heads', counts.heads],
    ['mentorlog_signed_heads_fit', asNumber(counts.headsFit)],
  ];
  return lines.map(([name, value]) => `${name} ${value}\n`).join('');
}
