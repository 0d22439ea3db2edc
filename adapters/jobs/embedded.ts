import cron, { type Logger } from 'node-cron';
import type { Jobs } from '../../src/ports/jobs.js';

/** What goes on with the alarm itself: a code, and the error where there is one. Never a text of node-cron's own. */
export type JobsLog = (code: 'jobs.late' | 'jobs.failed', error?: Error) => void;

/** node-cron's own lines would go to the console, past the log: what it warns of is that a second was missed. */
const cronLog = (log: JobsLog): Logger => ({
  info: () => undefined,
  debug: () => undefined,
  warn: () => log('jobs.late'),
  error: (said, error) => log('jobs.failed', error ?? (said instanceof Error ? said : undefined)),
});

/** How often the engine looks of its own accord. */
const looks = { minute: '* * * * *', second: '* * * * * *' };

/**
 * The engine inside the program. It is woken by whatever writes and by its own alarm (docs/architecture.md#one-due-prompt);
 * node-cron has one task, to wake it each minute besides: for what another process wrote, and for a clock that was set.
 */
export function embeddedJobs(
  options: { readonly looks?: keyof typeof looks | 'never'; readonly log?: JobsLog } = {},
): Jobs {
  const { looks: each = 'minute' } = options;
  const logger = cronLog(options.log ?? (() => undefined));
  let run: (() => Promise<void>) | undefined;
  let running: Promise<void> | undefined;
  let woken = false;
  let stopped = false;
  const wake = (): void => {
    if (run === undefined || stopped) return;
    if (running !== undefined) {
      woken = true;
      return;
    }
    const go = run;
    running = (async () => {
      do {
        woken = false;
        await go();
      } while (woken && !stopped);
    })().finally(() => {
      running = undefined;
    });
  };
  let task: ReturnType<typeof cron.schedule> | undefined;
  return {
    start(fn) {
      run = fn;
      if (each !== 'never') task = cron.schedule(looks[each], wake, { logger });
      wake();
    },
    wake,
    async stop() {
      stopped = true;
      await task?.destroy();
      await running;
    },
  };
}
