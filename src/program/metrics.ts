import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Express, RequestHandler } from 'express';
import type { AwayChat } from '../features/feature.js';
import { type Clock, leaseClock } from '../kernel/clock.js';
import type { Figures, MetricsPage } from '../ports/metrics-page.js';
import type { Store } from '../ports/store.js';
import { backupsIn, stemOf } from './backups.js';
import type { Config } from './config.js';
import { databaseFile } from './data-key.js';
import type { Readiness } from './health.js';

/** `/metrics`: what docs/operations.md#metrics lists, and the rules in `manifests/operations` are made of. */

type Figure = Figures[string];
const gauge = (help: string, value: number): Figure => ({ help, value });
/** Seconds since 1970, or -1 where it never was. */
const moment = (at: number | null): number => (at === null ? -1 : Math.floor(at / 1_000));
const asNumber = (is: boolean | null): number => (is === null ? -1 : is ? 1 : 0);

export interface MetricsDeps {
  readonly store: Pick<Store, 'queue' | 'read'>;
  readonly clock: Clock;
  readonly page: MetricsPage;
  away(): readonly AwayChat[];
  /** As `/readyz` has it. */
  readiness(): Promise<Readiness>;
  /** How old the newest good backup is (s); -1 where none is made. */
  backupAge(): Promise<number>;
}

/**
 * Mounts it for whom `guard` lets pass. Where the database does not answer, what is read of it is left out, and
 * `mentorlog_ready` is 0: a page that fails would look like a program that is down.
 */
export function addMetrics(app: Express, guard: RequestHandler, deps: MetricsDeps): void {
  app.get('/metrics', guard, async (_request, response) => {
    const { ready, upkeep } = await deps.readiness();
    const [queue, verification] = await Promise.all(
      [queueFigures(deps), verificationFigures(deps.store)].map((read) => read.catch((): Figures => ({}))),
    );
    const { rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const figures: Figures = {
      mentorlog_ready: gauge('Whether it can serve, as /readyz says', ready ? 1 : 0),
      mentorlog_upkeep_troubles: gauge('What whoever runs it has to mend, as /readyz lists it', upkeep.length),
      ...queue,
      mentorlog_chats_away: gauge('Platforms that are away', deps.away().length),
      ...verification,
      mentorlog_backup_age_seconds: gauge(
        'How old the newest good backup is, -1 where none is made',
        await deps.backupAge(),
      ),
      process_resident_memory_bytes: gauge('Memory in use', rss),
      process_cpu_seconds_total: { help: 'Processor time used', value: (user + system) / 1_000_000, counter: true },
      process_start_time_seconds: gauge('When it was started', moment(leaseClock.now() - process.uptime() * 1_000)),
    };
    response.type(deps.page.type).send(await deps.page.says(figures));
  });
}

async function queueFigures({ store, clock }: Pick<MetricsDeps, 'store' | 'clock'>): Promise<Figures> {
  const now = clock.now();
  const counts = await store.queue.counts(now);
  const late = counts.oldestDueAt === null ? 0 : Math.max(0, now - counts.oldestDueAt) / 1_000;
  return {
    mentorlog_prompts_due: gauge('Prompts that are due', counts.promptsDue),
    mentorlog_prompts_late_seconds: gauge('How long the oldest of them has been due', late),
    mentorlog_outbox_open: gauge('Messages that wait or are being sent', counts.outboxOpen),
    mentorlog_outbox_failed: gauge('Messages under Not delivered', counts.outboxFailed),
    mentorlog_outbox_ambiguous: gauge(
      'Messages that wait after an attempt whose end nobody knows',
      counts.outboxAmbiguous,
    ),
  };
}

/** How chains and their rows compare: counts and one moment, no name and no id. `-1` where it was never looked at. */
export async function verificationFigures(store: Pick<Store, 'read'>): Promise<Figures> {
  const counts = await store.read((tx) => tx.checks.counts());
  return {
    mentorlog_chains: gauge('Chains of records', counts.chains),
    mentorlog_chains_checked: gauge('Chains that were compared with their rows', counts.checked),
    mentorlog_chains_oldest_check_seconds: gauge('When the oldest comparison was made', moment(counts.oldestAt)),
    mentorlog_chains_unfit: gauge('Chains that do not fit', counts.unfitChains),
    mentorlog_sessions_left_out: gauge('Sessions that count no time, for they do not fit', counts.leftOut),
    mentorlog_signed_heads: gauge('Signed heads', counts.heads),
    mentorlog_signed_heads_fit: gauge('Whether they fit', asNumber(counts.headsFit)),
  };
}

/**
 * How old (s) the newest good backup is by its file; since the program was started where there is none yet, for then the
 * first is still to come; -1 where none is made.
 */
export async function backupAge(config: Pick<Config, 'backups' | 'databaseUrl'>): Promise<number> {
  const { backups } = config;
  if (backups === undefined) return -1;
  try {
    const all = await backupsIn(backups.folder, stemOf(databaseFile(config.databaseUrl)));
    const newest = all.find((one) => !one.doubtful);
    if (newest !== undefined) {
      const { mtimeMs } = await stat(path.join(backups.folder, newest.name));
      return Math.max(0, Math.floor((leaseClock.now() - mtimeMs) / 1_000));
    }
  } catch {
    // A folder that cannot be read is as good as none: nobody could restore from it.
  }
  return Math.floor(process.uptime());
}
