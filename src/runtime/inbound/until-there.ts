import type { Account, Answer, Inbound } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import { type Clock, day, minute } from '../../kernel/clock.js';
import { faultCode } from '../../kernel/errors.js';
import type { Ids } from '../../kernel/ids.js';
import type { ChatPort, Sent } from '../../ports/chat.js';
import type { Log } from '../log.js';
import type { Alarm } from '../schedule/alarm.js';

/**
 * Urgent answers that could not be shown (docs/concern.md#no-dead-end). Each is handed to the outbox, which does not give
 * up; while that cannot take it, for the database is away or nobody knows them yet, it waits here, in memory, and is said
 * straight to the chat. It holds what the answer said, which is no secret, and nothing of what was typed.
 */
export interface UntilThere {
  /** Takes one, and tries at once. Never throws. */
  say(event: Inbound, answer: Answer): Promise<void>;
  /** Tries those again whose time has come. Never throws. */
  tryAgain(): Promise<void>;
}

/** After each try it rests so long (ms), and from then on as long as the last: a minute at most. */
const rests = [1_000, 5_000, 15_000, 30_000, minute];
/** After so long nobody waits for it any more, and what they asked has long been asked again. */
const longest = day;
/** One for each account, the newest; beyond so many the oldest are let go. */
const mostWaiting = 1_000;

interface Waiting {
  readonly event: Inbound;
  readonly answer: Answer;
  readonly since: number;
  tries: number;
  nextAt: number;
}

export interface UntilThereDeps {
  readonly chats: readonly ChatPort[];
  /** The machine's: a moved clock says nothing about a platform that is away. */
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly alarm: Pick<Alarm, 'set'>;
  /** Has the outbox say it; false where nobody is known there. @throws where the database is away */
  keep(event: Inbound, answer: Answer): Promise<boolean>;
}

export function untilThere(deps: UntilThereDeps): UntilThere {
  const { leaseClock, ids, log } = deps;
  const chats = new Map<Platform, ChatPort>(deps.chats.map((c) => [c.platform, c]));
  const waiting = new Map<string, Waiting>();
  const keyOf = (a: Account): string => JSON.stringify([a.platform, a.tenant, a.user]);

  const straight = async ({ event, answer }: Waiting): Promise<Sent['kind'] | 'no-chat'> => {
    const chat = chats.get(event.who.platform);
    if (chat === undefined || !('card' in answer.reply)) return 'no-chat';
    const to = await chat.openDirect(event.who);
    const { card } = answer.reply;
    const key = ids.next('message');
    return (await chat.send(to, { key, drawn: 0, card, reader: answer.reader, files: new Map() })).kind;
  };

  /** Whether it need not be tried again. */
  const once = async (one: Waiting): Promise<boolean> => {
    try {
      if (await deps.keep(one.event, one.answer)) return true;
    } catch (error) {
      log.fault('missed', error);
    }
    try {
      const ended = await straight(one);
      if (ended === 'delivered' || ended === 'no-chat') return true;
      log.say('urgent-not-shown', { outcome: ended });
      return ended === 'faulty';
    } catch (error) {
      log.say('urgent-not-shown', { outcome: faultCode(error) });
      return false;
    }
  };

  const attempt = async (key: string, one: Waiting): Promise<void> => {
    // Claimed until it has ended: two runs of the engine must not say it twice.
    one.nextAt = Number.POSITIVE_INFINITY;
    const done = await once(one);
    const now = leaseClock.now();
    if (!done && now - one.since < longest) {
      one.nextAt = now + (rests[Math.min(one.tries, rests.length - 1)] ?? minute);
      one.tries += 1;
    } else if (waiting.get(key) === one) waiting.delete(key);
    const next = Math.min(...[...waiting.values()].map((other) => other.nextAt));
    deps.alarm.set('urgent', Number.isFinite(next) ? next - now : undefined);
  };

  return {
    async say(event, answer) {
      const key = keyOf(event.who);
      const now = leaseClock.now();
      const one: Waiting = { event: withoutWords(event), answer, since: now, tries: 0, nextAt: now };
      waiting.delete(key);
      waiting.set(key, one);
      const oldest = waiting.keys().next().value;
      if (waiting.size > mostWaiting && oldest !== undefined) waiting.delete(oldest);
      await attempt(key, one);
    },
    async tryAgain() {
      const now = leaseClock.now();
      // One under way is at infinity; any other further off than a rest is so because the clock was set back.
      const due = [...waiting].filter(
        ([, one]) => one.nextAt <= now || (one.nextAt > now + minute && one.nextAt !== Number.POSITIVE_INFINITY),
      );
      await Promise.all(due.map(([key, one]) => attempt(key, one)));
    },
  };
}

/** What was typed is not needed to say it again, and is kept nowhere. */
const withoutWords = (event: Inbound): Inbound =>
  event.kind === 'command' ? { ...event, text: '', mentions: [] } : event;
