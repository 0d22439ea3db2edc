import type { HearsOfLock } from '../../adapters/prisma/alone.js';
import type { Log } from '../runtime/log.js';

/** What the running program does about its lock on the database, where that hangs on a connection. */
export interface WatchedLock {
  readonly hears: HearsOfLock;
  /** Whether it is held: until it is again, nothing is claimed. */
  isHeld(): boolean;
  /** What is to be mended, a line each. */
  troubles(): readonly string[];
  /** Told once where another has it. */
  whenTaken(act: () => void): void;
}

export const overtaken =
  'The connection to the database was lost, and somebody has it for themselves now: it is being restored, moved or put under another key. So this one has stopped: start it again when that is done.';

/** @param log what it goes into; there is none before the program has settings */
export function watchLock(log: () => Log | undefined): WatchedLock {
  let held = true;
  let taken = false;
  let act: (() => void) | undefined;
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
      taken() {
        taken = true;
        log()?.fault('database-lock-taken', undefined);
        act?.();
      },
    },
    isHeld: () => held,
    troubles: () =>
      held
        ? []
        : ['the connection by which others know of this program is lost: it sends nothing until it is there again'],
    whenTaken(then) {
      act = then;
      if (taken) then();
    },
  };
}
