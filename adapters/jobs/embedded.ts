import cron from 'node-cron';
import type { Jobs } from '../../src/ports/jobs.js';

/**
 * The engine inside the program: node-cron has one task, to wake it each second (docs/architecture.md#one-due-prompt).
 */
export function embeddedJobs(options: { readonly everySecond: boolean } = { everySecond: true }): Jobs {
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
      if (options.everySecond) task = cron.schedule('* * * * * *', wake);
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
