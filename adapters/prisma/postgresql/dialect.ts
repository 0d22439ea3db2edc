import { Refused } from '../../../src/kernel/errors.js';
import type { Dialect } from '../dialect.js';
import { alarms } from './alarms.js';
import { attempts } from './attempts.js';
import { copyKeysToFile, copyToFile } from './copy.js';
import { keySchema, postgresqlKeyStore } from './key-schema.js';
import { migrate } from './migrate.js';
import { places } from './places.js';
import { hasCode } from './refusals.js';
import { inTurn, RunningBeside } from './running.js';
import { StatementFailed } from './statement-failed.js';

/** The tables in which something is ever sealed anew, people's keys among them. */
const rewritten = [
  '"AuditEntry"',
  '"Programme"',
  '"Catalogue"',
  '"Delivery"',
  '"Person"',
  '"AddressBookEntry"',
  '"LocalMessage"',
  `${keySchema}."PersonKey"`,
];

/** What is PostgreSQL's own. */
export const postgresql: Dialect = {
  name: 'postgresql',
  takes: (url) => /^postgres(?:ql)?:\/\//.test(url),
  migrate,
  inTurn,
  running: (url) => new RunningBeside(url),
  keyStore: postgresqlKeyStore,
  backup: copyToFile,
  backupKeys: copyKeysToFile,
  alarms,
  places,
  attempts,
  // A serialisation failure, a deadlock and a lock not had in time, in PostgreSQL's words; the first two in Prisma's.
  isInTheWay: (error) => hasCode(error, '40001', '40P01', '55P03', 'P2034'),
  // Of the classes of its codes: two rows that are one, a value, a constraint.
  isOfOneRow: (error) => error instanceof StatementFailed && /^2[123]/.test(error.code),
  async rewrite(writer) {
    // PostgreSQL passes over a table whose owner it is not told by, with a warning that nobody sees.
    const foreign = await writer.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM unnest(ARRAY[${rewritten.map((name) => `'${name}'`).join(', ')}]) AS t(name)
       JOIN pg_class c ON c.oid = to_regclass(t.name) WHERE NOT pg_has_role(c.relowner, 'USAGE')`,
    );
    if (foreign.length > 0)
      throw new Refused(
        'not-the-owner',
        'What was sealed anew has to leave the disk too, and only the owner of the tables can see to that: do this again with its address as DATABASE_URL.',
      );
    // Without a value in it, and outside of any transaction: no seam of ours takes such a statement.
    await writer.$executeRawUnsafe(`VACUUM FULL ${rewritten.join(', ')}`);
  },
  // Its log is its own to keep, and what is dead in a table is cleared away by itself (docs/operations.md#two-files).
  async settle() {},
};
