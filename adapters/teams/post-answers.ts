import { faultCode, Refused } from '../../src/kernel/errors.js';
import { longestWait } from './limits.js';
import { outcome } from './send.js';

/** What the log is told: what happened, and codes; never what anybody wrote. */
export type Log = (event: string, detail: Readonly<Record<string, string | number | boolean>>) => void;

/** How an answer ended that is posted, and does not stand in the invoke's own response. */
export type Arrived =
  | 'shown'
  /** It is not there, or nobody can tell: the runtime says in a message of its own how to have it again. */
  | 'missed'
  /** There is nowhere to write to them: whoever asked is told so in the place where they did. */
  | 'nowhere';

/** What an error of a post says of the message; `again` (ms): surely not there, and worth one more try after so long. */
function arrivalOf(error: unknown, now: number): { readonly as: Arrived; readonly again?: number } {
  if (error instanceof Refused) return { as: error.code === 'not-reachable' ? 'nowhere' : 'missed' };
  const ended = outcome(error, now);
  if (ended.kind === 'gone') return { as: 'nowhere' };
  if (ended.kind === 'refused') return { as: 'missed', again: ended.retryAfterMs ?? 1_000 };
  // Whatever else, a line that was cut too: it may stand there or not, so it is not said again, and how to have it is.
  return { as: 'missed' };
}

/**
 * Posts the answers of one turn. What was surely refused is tried once more where Teams does not ask for longer than
 * whoever is waiting would wait, and only once in a turn. Answers how each ended.
 */
export function arriving(now: () => number, log: Log): (post: () => Promise<unknown>) => Promise<Arrived> {
  let triedAgain = false;
  const once = async (post: () => Promise<unknown>): Promise<ReturnType<typeof arrivalOf>> => {
    try {
      await post();
      return { as: 'shown' };
    } catch (error) {
      log('teams.answer', { fault: faultCode(error) });
      return arrivalOf(error, now());
    }
  };
  return async (post) => {
    const { as, again } = await once(post);
    if (again === undefined || again > longestWait || triedAgain) return as;
    triedAgain = true;
    await new Promise((done) => setTimeout(done, again));
    return (await once(post)).as;
  };
}
