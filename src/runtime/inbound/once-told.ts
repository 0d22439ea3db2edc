import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Inbound } from '../../chat/inbound.js';
import type { Clock } from '../../kernel/clock.js';
import type { Hears } from '../../ports/chat.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import { strangerOn } from '../readers.js';

/**
 * Some answers are messages of their own and no part of a response (`Surface.apart`): given again for a repeat of their
 * event, they would stand there twice. So each is given once: while this process lives by its memory, after that by the
 * row that is written once the answer was given. Beside other programs a row says before that it is on its way: whoever
 * is given the same event meanwhile waits as long as that may take, and answers only if it did not come to be told.
 */

/** Events remembered; the rows stand behind these. */
const mostRemembered = 5_000;

/** Under which the row stands that this event was answered; undefined where its answer is no message of its own. */
export const toldKey = ({ surface, deliveryId }: Inbound): string | undefined =>
  surface.apart === true ? `told:${deliveryId}` : undefined;

/** What stands in that row: the answer is on its way, or was given. */
export const isHeard = 'heard';
export const isTold = 'told';

/** An answer is of use for three seconds (docs/platforms.md#slack-waits-three-seconds); by then it was given, or never. */
const longestShown = 3_000;
/** So often (ms) it is looked whether it was. */
const looksEvery = 150;

export interface OnceTold {
  /** Hears an event; a repeat of one that was heard, or is being heard, is answered by `again`. @throws as `hear` does */
  hear(event: Inbound): Promise<Answer>;
  told: Hears['told'];
}

export function onceTold(
  deps: {
    readonly store: Pick<Store, 'read' | 'write'>;
    readonly clock: Clock;
    readonly log: Log;
    /** Whether another program may have been given the same event. */
    several(): boolean;
    /** Waits so many ms. */
    readonly pause?: (ms: number) => Promise<unknown>;
  },
  hear: (event: Inbound) => Promise<Answer>,
): OnceTold {
  const heard = new Map<string, Promise<Answer>>();
  const pause = deps.pause ?? ((ms) => sleep(ms));
  const again = (event: Inbound): Answer => ({
    reply: { kind: 'done' },
    reader: strangerOn(event.who.platform),
    again: true,
  });
  const toldElsewhere = async (key: string): Promise<boolean> => {
    for (let waited = 0; waited < longestShown; waited += looksEvery) {
      await pause(looksEvery);
      if ((await deps.store.read((tx) => tx.deliveries.outcome(key))) === isTold) return true;
    }
    return false;
  };
  const once = async (event: Inbound): Promise<Answer> => {
    const answer = await hear(event);
    const key = toldKey(event);
    if (answer.elsewhere !== true || key === undefined || !deps.several()) return answer;
    return (await toldElsewhere(key)) ? again(event) : answer;
  };
  return {
    async hear(event) {
      if (event.surface.apart !== true) return hear(event);
      const { deliveryId } = event;
      const before = heard.get(deliveryId);
      if (before !== undefined) {
        // The repeat may be taken only once the first was: a platform delivers no more after that.
        const first = await before.then(
          () => true,
          () => false,
        );
        if (first) return again(event);
      }
      const answer = once(event);
      heard.set(deliveryId, answer);
      const [oldest] = heard.keys();
      if (heard.size > mostRemembered && oldest !== undefined) heard.delete(oldest);
      try {
        return await answer;
      } catch (error) {
        if (heard.get(deliveryId) === answer) heard.delete(deliveryId);
        throw error;
      }
    },
    async told(event) {
      const key = toldKey(event);
      if (key === undefined) return;
      try {
        await deps.store.write(({ deliveries }) => deliveries.put(key, isTold, deps.clock.now()));
      } catch (error) {
        deps.log.fault('told', error);
      }
    },
  };
}
