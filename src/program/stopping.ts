import type { Server } from 'node:http';
import type { Bot } from '../bot.js';
import type { Store } from '../ports/store.js';
import type { Log } from '../runtime/log.js';
import type { MetricsDoor } from './metrics-guard.js';

/** How the program ends: what is under way is finished, and what hangs is left as a kill would leave it. */

/** What stops the program: no new request, the bot drained, then every connection and the store closed. Once. */
export function stopper(
  server: Server,
  bot: Pick<Bot, 'stop'>,
  store: Pick<Store, 'close'>,
  metrics: Pick<MetricsDoor, 'close'>,
): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    await metrics.close();
    await bot.stop();
    // Live pages hold their connection open for good: what is under way has been answered by now.
    server.closeAllConnections();
    await closed;
    await store.close();
  };
  return () => {
    stopping ??= stop();
    return stopping;
  };
}

/**
 * The longest that a stop may take (ms): those who supervise programs kill what has not ended ten seconds after SIGTERM
 * (`docker stop`, and TimeoutStopSec in manifests/install/mentorlog.service).
 */
export const longestStop = 8_000;

/** What ends with the program, from the first signal on. */
export interface Ending {
  /** It runs now: from now on a signal drains it. */
  runs(running: { stop(): Promise<void>; readonly log: Pick<Log, 'say'> }): void;
}

/**
 * Ends the program on SIGTERM and SIGINT. While it starts it ends at once: whatever a start does is gone on with by the next
 * one. A message that hangs on its platform longer than `longestStop` keeps its lease; the next start, or another replica,
 * looks up whether it arrived before it sends anything (docs/platforms.md#uncertain-sends).
 */
export function endOnSignals(signals: Pick<NodeJS.EventEmitter, 'once'>, end: (code: number) => void): Ending {
  let running: Parameters<Ending['runs']>[0] | undefined;
  const stop = (): void => {
    if (running === undefined) {
      end(0);
      return;
    }
    const { log } = running;
    setTimeout(() => {
      log.say('stopped-with-work-left');
      end(0);
    }, longestStop).unref();
    running.stop().then(
      () => end(0),
      () => end(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT']) signals.once(signal, stop);
  return {
    runs(now) {
      running = now;
    },
  };
}
