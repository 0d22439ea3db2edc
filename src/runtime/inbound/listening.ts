import type { Platform } from '../../chat/text.js';
import type { AwayChat } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import { minute } from '../../kernel/clock.js';
import { Away, faultCode, Refused } from '../../kernel/errors.js';
import type { ChatPort, Hears } from '../../ports/chat.js';
import type { Log } from '../log.js';
import type { Alarm } from '../schedule/alarm.js';

/** Every chat that is switched on is listened to. One that is away is tried again while the others serve. */

const firstWait = 1_000;
/** Whoever is away is tried at least this often. */
const longestWait = minute;

export interface Listening {
  /** Those that could not be listened to yet. */
  away(): readonly AwayChat[];
  /** Tries those whose turn it is, and has the alarm set to the next. Nobody waits for it. */
  tryAgain(): void;
  stop(): Promise<void>;
}

interface Trying {
  readonly chat: Listened;
  readonly since: number;
  notLetIn: boolean;
  wait: number;
  /** By the machine's clock. */
  next: number;
}
type Listened = Pick<ChatPort, 'platform' | 'listen'>;

/**
 * @param deps `clock` says since when; `leaseClock` when to try again, for nobody moves it
 * @throws Refused where a chat answers that it does not let us in: that is for whoever starts the program to mend
 */
export async function listenTo(
  chats: readonly Listened[],
  hears: Hears,
  deps: {
    readonly clock: Clock;
    readonly leaseClock: Clock;
    readonly log: Log;
    readonly alarm: Pick<Alarm, 'set'>;
    wake(): void;
  },
): Promise<Listening> {
  const { log } = deps;
  const stops: (() => Promise<void>)[] = [];
  const away = new Map<Platform, Trying>();
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  const stop = async (): Promise<void> => {
    stopped = true;
    await Promise.all(underWay);
    for (const one of stops) await one();
  };

  const setAlarm = (): void => {
    const next = Math.min(...[...away.values()].map((trying) => trying.next));
    // One whose trial is under way is at infinity, until it is known how that ends.
    deps.alarm.set('listening', Number.isFinite(next) ? next - deps.leaseClock.now() : undefined);
  };

  const first = await Promise.allSettled(
    chats.map(async (chat) => {
      try {
        stops.push(await chat.listen(hears));
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        log.fault('chat-away', error, { platform: chat.platform });
        away.set(chat.platform, {
          chat,
          since: deps.clock.now(),
          notLetIn: false,
          wait: firstWait,
          next: deps.leaseClock.now() + firstWait,
        });
      }
    }),
  );
  for (const one of first)
    if (one.status === 'rejected') {
      await stop();
      throw one.reason;
    }
  setAlarm();

  async function again(trying: Trying): Promise<void> {
    const { platform } = trying.chat;
    try {
      stops.push(await trying.chat.listen(hears));
      away.delete(platform);
      log.say('chat-here', { platform });
      deps.wake();
    } catch (error) {
      // Also what would have stopped the start: the others serve by now, so they go on.
      trying.notLetIn = error instanceof Refused && !(error instanceof Away);
      trying.wait = Math.min(trying.wait * 2, longestWait);
      trying.next = deps.leaseClock.now() + trying.wait;
      log.say('chat-away', { platform, fault: faultCode(error), waitMs: trying.wait });
    }
    setAlarm();
  }

  return {
    away: () => [...away.values()].map(({ chat, since, notLetIn }) => ({ platform: chat.platform, since, notLetIn })),
    tryAgain() {
      if (stopped) return;
      const now = deps.leaseClock.now();
      for (const trying of away.values()) {
        if (trying.next > now) continue;
        // Until it is known how this one ends, no other begins.
        trying.next = Number.POSITIVE_INFINITY;
        const trial = again(trying).finally(() => underWay.delete(trial));
        underWay.add(trial);
      }
      setAlarm();
    },
    stop,
  };
}
