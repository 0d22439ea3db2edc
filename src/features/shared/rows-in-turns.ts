import { givingWay } from '../../kernel/turn-of-loop.js';
import type { Rows } from '../../ports/store.js';

type Method = (...given: readonly unknown[]) => unknown;

/**
 * What is asked for many sessions at once, and answers of each by itself: asked of so many of them at a time. The database
 * answers one statement with all of its rows before anybody else has their turn, and those of a thousand sessions hold up the
 * loop for a tenth of a second.
 */
const inParts: ReadonlySet<string> = new Set([
  'feedback.ofSessions',
  'past.figures',
  'sessions.plansOf',
  'records.heads',
  'records.newest',
] satisfies readonly InParts[]);
type InParts = { [R in keyof Rows]: `${R}.${keyof Rows[R] & string}` }[keyof Rows];
const atOnce = 100;

/**
 * The same rows, read with turns for everybody else in between: the database answers without giving the event loop one, so
 * whoever reads a whole portfolio of a thousand sessions in a row would hold up every press. It takes a statement more for
 * every hundred sessions, so it is for what is read once: a pack.
 */
export function rowsInTurns(rows: Rows): Rows {
  const giveWay = givingWay();
  const repository = (of: object, called: string): object =>
    new Proxy(of, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name);
        if (typeof found !== 'function') return found;
        const ask = async (...given: readonly unknown[]): Promise<unknown> => {
          const answer = await (found as Method).apply(target, [...given]);
          await giveWay();
          return answer;
        };
        if (!inParts.has(`${called}.${String(name)}`)) return ask;
        return async (ids: readonly unknown[]) => {
          const answers: unknown[] = [];
          for (let i = 0; i === 0 || i < ids.length; i += atOnce) answers.push(await ask(ids.slice(i, i + atOnce)));
          return together(answers);
        };
      },
    });
  return new Proxy(rows, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      return typeof found === 'object' && found !== null ? repository(found, String(name)) : found;
    },
  });
}

/** Lists one behind the other, and maps as one. */
const together = (answers: readonly unknown[]): unknown =>
  answers[0] instanceof Map
    ? new Map(answers.flatMap((one) => [...(one as ReadonlyMap<unknown, unknown>)]))
    : answers.flatMap((one) => one as readonly unknown[]);
