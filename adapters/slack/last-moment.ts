import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * A request to Slack has a connection of its own, and between its being asked for and its being written lies the time that
 * this takes. A program that is stopped in between (a machine that sleeps, a debugger, SIGSTOP) would write it as soon as it
 * goes on, long after another looked for the message, found none and sent it. So how long it took is looked at
 * when the connection stands, right before the first byte (docs/platforms.md#uncertain-sends).
 */

/** Asked of each request that is begun within `asking`. */
const asks = new AsyncLocalStorage<() => boolean>();

/** Does what sends a request, which is begun only if `mayBegin` says so right before. */
export const asking = <T>(mayBegin: () => boolean, act: () => Promise<T>): Promise<T> => asks.run(mayBegin, act);

/** Why a request did not leave. Nothing of it was written to anybody. */
export class TooLate extends Error {
  readonly code = 'too-late';
}

/** Whether a request failed, somewhere beneath, for having been too late. */
export function isTooLate(error: unknown, depth = 0): boolean {
  if (depth > 5 || typeof error !== 'object' || error === null) return false;
  if (error instanceof TooLate) return true;
  const { cause, original } = error as { cause?: unknown; original?: unknown };
  return isTooLate(cause, depth + 1) || isTooLate(original, depth + 1);
}

/** What Node's `fetch` hands a request to, as far as it is needed here (undici, Dispatcher). */
interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
}
/** Called when the connection stands, right before the request is written to it (undici, lib/dispatcher/client-h1.js). */
type OnConnect = (abort: (why: Error) => void, context?: unknown) => void;

/** There from the first `fetch` of a process on. */
const usual = (): Dispatcher | undefined =>
  (globalThis as { [key: symbol]: unknown })[Symbol.for('undici.globalDispatcher.1')] as Dispatcher | undefined;

/** By two clocks: one of them stands still while a machine sleeps, and the other may be set. */
const elapsed = (): (() => number) => {
  const [ticks, at] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - ticks, Date.now() - at);
};

const askedAtLast = (mayLeave: () => boolean, to: Dispatcher): Dispatcher => ({
  dispatch(options, handler) {
    const { onConnect } = handler as { readonly onConnect?: OnConnect };
    const watched: object = Object.create(handler, {
      onConnect: {
        value(this: object, abort: (why: Error) => void, context?: unknown) {
          onConnect?.call(this, abort, context);
          if (!mayLeave()) abort(new TooLate());
        },
      },
    });
    return to.dispatch(options, watched);
  },
});

/**
 * `fetch`, whose request leaves within this of its being asked for (ms), or not at all.
 * @throws TooLate, somewhere beneath
 */
export const fetchWithin = async (within: number, ...[input, init]: Parameters<typeof fetch>): Promise<Response> => {
  if (asks.getStore()?.() === false) throw new TooLate();
  const took = elapsed();
  const to = usual();
  if (to === undefined) return fetch(input, init);
  return fetch(input, { ...init, dispatcher: askedAtLast(() => took() <= within, to) } as RequestInit);
};
