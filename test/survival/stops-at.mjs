/**
 * Loaded before a program: it stops itself, once, where it is about to commit a transaction in which it has made a statement
 * with STOPS_AT in it. It holds what that has locked, and cannot let go of it.
 */
import { beforeEachStatement } from './statements-sent.mjs';

const within = process.env.STOPS_AT;
const wrote = new WeakSet();
let stopped = false;
beforeEachStatement((text, connection) => {
  if (/^\s*BEGIN/i.test(text)) wrote.delete(connection);
  else if (text.includes(within)) wrote.add(connection);
  else if (!stopped && wrote.has(connection) && /^\s*COMMIT/i.test(text)) {
    stopped = true;
    process.kill(process.pid, 'SIGSTOP');
  }
});
