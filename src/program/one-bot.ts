import type { HearsOfLock } from '../../adapters/prisma/alone.js';
import type { Log } from '../runtime/log.js';

/** What the running program does about its lock on the database, where that hangs on a connection. */
export interface OneBot {
  readonly hears: HearsOfLock;
  /** Whether it is held: until it is again, nothing is claimed. */
  isHeld(): boolean;
  /** What is to be mended, a line each. */
  troubles(): readonly string[];
  /** Told once where another has it. */
  whenTaken(act: () => void): void;
}

export const overtaken =
  'Another Mentorlog took this database over while the connection to it was lost, so this one has stopped. Run one of them only.';

/** @param log what it goes into; there is none before the program has settings */
export function watchLock(log: () => Log | undefined): OneBot {
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
      held ? [] : ['the connection that makes this the one bot is lost: nothing is sent until it is there again'],
    whenTaken(then) {
      act = then;
      if (taken) then();
    },
  };
}
