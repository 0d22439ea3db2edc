/**
 * Loaded before a program: it stops itself, once, where it is about to commit a transaction in which it has made a statement
 * with STOPS_AT in it. It holds what that has locked, and cannot let go of it. Or, with STOPS_BEFORE, where it is about to
 * make such a statement.
 */
import { beforeEachStatement } from './statements-sent.mjs';

const { STOPS_AT: within, STOPS_BEFORE: before } = process.env;
const wrote = new WeakSet();
let stopped = false;
const stop = () => {
  stopped = true;
  process.kill(process.pid, 'SIGSTOP');
};
beforeEachStatement((text, connection) => {
  if (!stopped && before !== undefined && text.includes(before)) return stop();
  if (within === undefined) return;
  if (/^\s*BEGIN/i.test(text)) wrote.delete(connection);
  else if (text.includes(within)) wrote.add(connection);
  else if (!stopped && wrote.has(connection) && /^\s*COMMIT/i.test(text)) stop();
});
