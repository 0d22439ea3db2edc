import { setTimeout as sleep } from 'node:timers/promises';
import type { Held } from '../alone.js';
import { endOurOwn, type Holds, LockOfSession, locks } from './lock-of-session.js';

/** A program that was killed has its session for as long as its last statement runs: so often it is tried, so far apart (ms). */
const [tries, apart] = [5, 300];

const alone: Holds = {
  async take(client, called) {
    for (let left = 2; ; left -= 1) {
      const { rows } = await client.query<{ has: boolean }>('SELECT pg_try_advisory_lock($1) AS has', [locks.database]);
      if (rows[0]?.has === true) return true;
      if (left === 1 || !(await endOurOwn(client, called))) return false;
    }
  },
  async beat(client) {
    await client.query('SELECT 1');
  },
  lost() {},
};

/**
 * Takes a PostgreSQL database for what may only be done while no bot runs on it.
 * @returns nothing where somebody has it
 * @throws Refused where there is no connection at all
 */
export async function takeAlone(url: string): Promise<Held | undefined> {
  // Nobody needs to know what becomes of it: what is done under it is short.
  const lock = new LockOfSession(url, alone);
  for (let left = tries; left > 0; left -= 1) {
    if (await lock.take()) return lock;
    if (left > 1) await sleep(apart);
  }
  return undefined;
}
