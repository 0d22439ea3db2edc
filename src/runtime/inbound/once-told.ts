import type { Answer, Inbound } from '../../chat/inbound.js';
import type { Clock } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { Hears } from '../../ports/chat.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import { strangerOn } from '../readers.js';

/**
 * Some answers are messages of their own and no part of a response (`Surface.apart`): given again for a repeat of their
 * event, they would stand there twice. So each is given once: while this process lives by its memory, after that by the
 * row that is written once the answer was given.
 */

/** Events remembered; the rows stand behind these. */
const mostRemembered = 5_000;

/** Under which the row stands that this event was answered; undefined where its answer is no message of its own. */
export const toldKey = ({ surface, deliveryId }: Inbound): string | undefined =>
  surface.apart === true ? `told:${deliveryId}` : undefined;

export interface OnceTold {
  /** Hears an event; a repeat of one that was heard, or is being heard, is answered by `again`. @throws as `hear` does */
  hear(event: Inbound): Promise<Answer>;
  told: Hears['told'];
}

export function onceTold(
  deps: { readonly store: Pick<Store, 'write'>; readonly clock: Clock; readonly log: Log },
  hear: (event: Inbound) => Promise<Answer>,
): OnceTold {
  const heard = new Map<string, Promise<Answer>>();
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
        if (first) return { reply: { kind: 'done' }, reader: strangerOn(event.who.platform), again: true };
      }
      const answer = hear(event);
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
        await deps.store.write(async ({ deliveries }) => {
          if ((await deliveries.outcome(key)) === undefined) await deliveries.record(key, 'told', deps.clock.now());
        });
      } catch (error) {
        if (!(error instanceof Refused)) deps.log.fault('told', error);
      }
    },
  };
}
