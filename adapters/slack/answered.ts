import { type App, ExpressReceiver, type ReceiverEvent } from '@slack/bolt';
import { ForeignApp } from './door.js';

/**
 * Every request of Slack's is answered as soon as it is known what to answer. Bolt leaves a payload of a type that it
 * does not know, or that nobody listens to, unanswered for three seconds, and answers 500 where it stumbles over one
 * that is not as documented, so that Slack sends it again (docs/platforms.md#bolt-leaves-some-unanswered).
 */

/** Signed by Slack, and not in the shape that its type has. Answered with 400. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** What this program listens to: one of these that reached nobody was not in the shape of its type. */
const listenedTo = new Set([
  'block_actions',
  'view_submission',
  'view_closed',
  'shortcut',
  'message_action',
  'event_callback',
]);

/** Undefined where it has none, or one that is no text: what an object is as text, it may say itself, or not at all. */
function typeOf(body: unknown): string | undefined {
  const type = (body as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? type : undefined;
}

/**
 * Bolt's app as its receiver sees it.
 * @param reached the bodies that came as far as this program's own listeners, or were turned away; they add to it
 * @throws Malformed from `processEvent`, for a body that did not
 */
export function answering(app: App, reached: WeakSet<object>): Pick<App, 'processEvent'> {
  return {
    async processEvent(event: ReceiverEvent): Promise<void> {
      let answered = false;
      const ack: ReceiverEvent['ack'] = async (body) => {
        answered = true;
        await event.ack(body);
      };
      try {
        await app.processEvent({ ...event, ack });
      } catch (error) {
        const original = (error as { original?: unknown }).original ?? error;
        if (reached.has(event.body) || original instanceof ForeignApp) throw error;
        throw new Malformed('a body that is not in the shape of its type');
      }
      // Bolt acknowledges every event; over HTTP, and here over a socket, that goes out after this.
      if (listenedTo.has(typeOf(event.body) ?? '') && !reached.has(event.body)) throw new Malformed('nobody’s body');
      if (!answered) await event.ack();
    },
  };
}

/** Bolt's receiver over HTTP, with every request answered at once. */
export class AnsweringReceiver extends ExpressReceiver {
  /** As `answering` has it; to be set before Bolt's app is made. */
  reached = new WeakSet<object>();
  override init(app: App): void {
    super.init(Object.assign(Object.create(app) as App, answering(app, this.reached)));
  }
}
