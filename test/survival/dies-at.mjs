/**
 * Loaded before a program: it dies by its own hand at the DIES_AT-th statement after its first claim of something to send,
 * before that statement leaves.
 */
import { beforeEachStatement } from './statements-sent.mjs';

let left;
beforeEachStatement((text) => {
  if (left === undefined && /UPDATE "Outbox" SET "state" = 'sending'/.test(text)) left = Number(process.env.DIES_AT);
  else if (left !== undefined) {
    left -= 1;
    if (left <= 0) process.kill(process.pid, 'SIGKILL');
  }
});
