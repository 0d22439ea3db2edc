import { type App, SocketModeReceiver } from '@slack/bolt';
import { Away, faultCode, Refused } from '../../src/kernel/errors.js';
import { answering, Malformed } from './answered.js';
import { ForeignApp } from './door.js';
import { faultOf, isAway, type Log, silentLogger, slackCode } from './web-api.js';

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * Socket Mode, with two changes to Bolt's receiver. Events are acknowledged after their handler, as over HTTP, so that
 * Slack delivers again what was not committed (docs/platforms.md#bolt-acknowledges-first). And reconnecting is done
 * here: the SDK's own reconnection leaves a rejected promise to nobody when the app token is refused, which ends the
 * process.
 */
class AfterwardsReceiver extends SocketModeReceiver {
  reached = new WeakSet<object>();
  override init(app: App): void {
    const held = Object.create(app) as App;
    const answers = answering(app, this.reached);
    held.processEvent = async (event) => {
      let acked: { readonly body: unknown } | undefined;
      await answers.processEvent({
        ...event,
        ack: async (body?: unknown) => {
          acked ??= { body };
        },
      });
      if (acked !== undefined) await event.ack(acked.body);
    };
    super.init(held);
  }
}

export interface SocketSettings {
  readonly appToken: string;
  readonly apiUrl?: string;
}

/** @param reached as `answering` has it */
export function socketReceiver(
  settings: SocketSettings,
  timeout: number,
  log: Log,
  reached: WeakSet<object>,
): SocketModeReceiver {
  const receiver = new AfterwardsReceiver({
    appToken: settings.appToken,
    autoReconnectEnabled: false,
    logger: silentLogger,
    installerOptions: {
      clientOptions: {
        ...(settings.apiUrl === undefined ? {} : { slackApiUrl: settings.apiUrl }),
        retryConfig: { retries: 0 },
        timeout,
      },
    },
    processEventErrorHandler: async ({ error }) => {
      const original = (error as { original?: unknown }).original ?? error;
      if (original instanceof ForeignApp) return true;
      log('slack.request-failed', { fault: faultCode(original) });
      // Delivered again it would be no better.
      return original instanceof Malformed;
    },
  });
  receiver.reached = reached;
  return receiver;
}

/**
 * Connects, and connects again whenever the connection ends (Slack ends each every few hours), until it is stopped.
 * @returns how to stop
 * @throws Away where the first connection is not to be had now, Refused where Slack does not take the app's token
 */
export async function keepConnected(receiver: SocketModeReceiver, log: Log): Promise<() => Promise<void>> {
  const { client } = receiver;
  let stopped = false;
  let wake: (() => void) | undefined;
  const ended = (): Promise<void> => new Promise((resolve) => client.once('disconnected', () => resolve()));
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  let end = ended();
  try {
    await client.start();
  } catch (error) {
    throw isAway(error)
      ? new Away(
          `slack-unreachable:${faultOf(error)}`,
          'Slack could not be reached for Socket Mode: check the network.',
        )
      : new Refused(
          'slack-app-token',
          'Slack does not accept SLACK_APP_TOKEN: make an app-level token with connections:write, and switch Socket Mode on.',
        );
  }

  const running = (async (): Promise<void> => {
    let wait = firstWaitMs;
    while (!stopped) {
      await end;
      if (stopped) return;
      end = ended();
      try {
        await client.start();
        wait = firstWaitMs;
      } catch (error) {
        log('slack.socket', { outcome: slackCode(error) ?? 'unreachable', waitMs: wait });
        await pause(wait);
        wait = Math.min(wait * 2, longestWaitMs);
        // A failed start may end without a word; the next round must not wait for one.
        end = Promise.resolve();
      }
    }
  })();

  return async () => {
    stopped = true;
    wake?.();
    await client.disconnect();
    await running;
  };
}
