import { Prisma } from '../../../prisma/generated/sqlite/client.js';
import type { Places } from '../dialect.js';
import { locks } from './lock-of-session.js';

/**
 * A unit that erases waits so long (ms) for those that had begun, and in that time no other begins: PostgreSQL lets nobody
 * past whoever waits. Then the others have their turn, and it tries again.
 */
const patience = 2_000;

const unit = Prisma.raw(String(locks.unit));

/** What begins a unit that has its place among others, in one go: such a lock is waited for before anything is read. */
export const beginTogether = `BEGIN; SELECT pg_advisory_xact_lock_shared(${locks.unit})`;

/**
 * An advisory lock of the transaction's own. So it is no matter of who is heard or answers: a program that was cut off from
 * the others has it for exactly as long as its transaction can still commit, and the server ends one that is idle
 * (`givenUp` in clients.ts).
 */
export const places: Places = {
  async alone(sql) {
    await sql.query`SELECT set_config('lock_timeout', ${String(patience)}, true) AS "had"`;
    await sql.query`SELECT pg_advisory_xact_lock(${unit})::text AS "had"`;
  },
};
