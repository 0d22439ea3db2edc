import { nextTurn } from '../../kernel/turn-of-loop.js';
import type { Outbox } from '../outbound/outbox.js';

/** While messages are under way it is looked at least so often (ms, by the machine) whether others may go beside them. */
const lookMs = 1_000;

/** Rung when something may be due, so that whoever waits looks again. */
export interface Bell {
  ring(): void;
  /** Until it is rung the next time from now on. */
  rung(): Promise<void>;
}

export function bell(): Bell {
  let go: () => void = () => undefined;
  const hung = (): Promise<void> =>
    new Promise((resolve) => {
      go = resolve;
    });
  let next = hung();
  return {
    ring() {
      go();
      next = hung();
    },
    rung: () => next,
  };
}

/** After a fault, the database being away most likely, it is tried again so soon (ms, by the machine). */
export const afterFault = 1_000;

/**
 * What is due and what is to be sent take turns, a share of each, until there is nothing more to do now. A message that
 * hangs holds up nothing else: while it is under way what falls due fires, and what may go goes.
 * @param due does a share of what is due, and answers how much that was
 * @param how `failed` is told what failed while a message was under way, for it goes on in a moment; once `isStopped`
 * (and rung) nothing more is begun, however much is left
 * @throws what fails while none is
 */
export async function takeTurns(
  due: () => Promise<number>,
  out: Pick<Outbox, 'begin'>,
  { rung, failed, isStopped }: Pick<Bell, 'rung'> & { failed(error: unknown): void; isStopped(): boolean },
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (!isStopped()) {
    // What is rung while it is looked is not missed.
    const again = rung();
    try {
      const fired = await due();
      const begun = await out.begin(underWay);
      if (fired + begun === 0) {
        if (underWay.size === 0) return;
        await within(Promise.race([...underWay, again]), lookMs);
      }
    } catch (error) {
      if (underWay.size === 0) throw error;
      failed(error);
      await within(Promise.all(underWay), afterFault);
    }
    // What ends, ends in groups: once for all of it the outbox is asked for more.
    await nextTurn();
  }
  // What is drawn brings what is sent.
  while (underWay.size > 0) await Promise.all(underWay);
}

/** Until the work is done, or so many ms have gone by. */
export async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
