import type { HearsOfLock } from '../../adapters/prisma/alone.js';
import { Refused } from '../kernel/errors.js';
import type { Log } from '../runtime/log.js';

/** What the running program does about its lock on the database, where that hangs on a connection. */
export interface WatchedLock {
  readonly hears: HearsOfLock;
  /** Whether it is held: until it is again, nothing is claimed. */
  isHeld(): boolean;
  /** What is to be mended, a line each. */
  troubles(): readonly string[];
  /** Told once, in a sentence, where another has it, or where what is there is not what it was. */
  whenTaken(act: (why: Refused) => void): void;
}

const overtaken = new Refused(
  'database-taken',
  'The connection to the database was lost, and somebody has it for themselves now: it is being restored, moved or put under another key. So this one has stopped: start it again when that is done.',
);

/** @param log what it goes into; there is none before the program has settings */
export function watchLock(log: () => Log | undefined): WatchedLock {
  let held = true;
  let taken: Refused | undefined;
  let act: ((why: Refused) => void) | undefined;
  return {
    hears: {
      lost() {
        held = false;
        log()?.fault('database-lock-lost', undefined);
      },
      back() {
        held = true;
        log()?.say('database-lock-back');
      },
      taken(why = overtaken) {
        taken = why;
        log()?.fault('database-lock-taken', why);
        act?.(why);
      },
    },
    isHeld: () => held,
    troubles: () =>
      held
        ? []
        : ['the connection by which others know of this program is lost: it sends nothing until it is there again'],
    whenTaken(then) {
      act = then;
      if (taken !== undefined) then(taken);
    },
  };
}
