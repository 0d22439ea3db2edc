import type { Express } from 'express';
import type { AwayChat } from '../features/feature.js';
import type { Clock } from '../kernel/clock.js';
import type { Store } from '../ports/store.js';
import { awayLine } from '../runtime/chats-away.js';

/**
 * `/healthz`: the process answers. `/readyz`: the database does too; a chat that is away is named, and is no reason to stop
 * the others, so it is 200 all the same. `/metrics`: counts, never content.
 */
export function addHealth(app: Express, store: Store, clock: Clock, away: () => readonly AwayChat[] = () => []): void {
  app.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  app.get('/readyz', async (_request, response) => {
    try {
      await store.queue.counts(clock.now());
      const lines = away().map((one) => `${awayLine(one)}\n`);
      response.type('text/plain').send(`ready\n${lines.join('')}`);
    } catch {
      response.status(503).type('text/plain').send('the database does not answer\n');
    }
  });
  app.get('/metrics', async (_request, response) => {
    try {
      const counts = await store.queue.counts(clock.now());
      const memory = process.memoryUsage().rss;
      response
        .type('text/plain; version=0.0.4')
        .send(
          `mentorlog_prompts_due ${counts.promptsDue}\nmentorlog_outbox_open ${counts.outboxOpen}\nmentorlog_outbox_failed ${counts.outboxFailed}\nprocess_resident_memory_bytes ${memory}\nmentorlog_chats_away ${away().length}\n`,
        );
    } catch {
      response.status(503).end();
    }
  });
}
