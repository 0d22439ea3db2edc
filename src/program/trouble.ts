import { statfs } from 'node:fs/promises';
import type { Trouble } from '../kernel/errors.js';
import type { Log } from '../runtime/log.js';

/** A full disk and a damaged file, as the running program meets them. */

/** What whoever looks after the program is told. */
export const troubleSaid: Readonly<Record<Trouble, string>> = {
  full: 'the disk is full, and nothing can be saved: make room on it, and Mentorlog goes on by itself',
  damaged: 'the database is damaged: stop Mentorlog, and restore a backup with npx mentorlog restore FILE',
};

/** With less than this (bytes) on the disk nothing is saved that is worth the name. */
const least = 256 * 1024;

export interface WatchedTrouble {
  /** Told of each unit of work what it met. */
  met(trouble: Trouble | undefined): void;
  /** What there is now: of a full disk, whether it still is. */
  now(): Promise<Trouble | undefined>;
}

/**
 * @param folder where the database is
 * @param over called once a disk that was full has room again: something was saved, or could be
 */
export function watchTrouble(
  folder: string,
  log: Log,
  { tries, over }: { tries(): Promise<void>; over(): void },
): WatchedTrouble {
  let there: Trouble | undefined;
  const room = async (): Promise<boolean> => {
    try {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize >= least;
    } catch {
      return true;
    }
  };
  return {
    met(trouble) {
      if (trouble !== undefined && there !== trouble) log.fault(`database-${trouble}`, undefined);
      // Of a damaged file another part may well be whole: it stays until the program is started again.
      if (trouble === undefined && there === 'full') {
        there = undefined;
        log.say('database-has-room');
        over();
      }
      if (trouble !== undefined && there !== 'damaged') there = trouble;
    },
    async now() {
      if (there === undefined && (await room())) return undefined;
      // Nobody may have anything to save: so it is tried, also to be known as over later.
      const little = there === undefined;
      if (there !== 'damaged') await tries().catch(() => undefined);
      return there ?? (little ? 'full' : undefined);
    },
  };
}
