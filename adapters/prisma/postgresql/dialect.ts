import { Refused } from '../../../src/kernel/errors.js';
import type { Dialect } from '../dialect.js';
import { migrate } from './migrate.js';
import { RunningBeside } from './running.js';

/** What is PostgreSQL's own. */
export const postgresql: Dialect = {
  name: 'postgresql',
  takes: (url) => /^postgres(?:ql)?:\/\//.test(url),
  migrate,
  running: (url) => new RunningBeside(url),
  async backup() {
    throw new Refused('backup-elsewhere', 'PostgreSQL makes its own backups: use pg_dump, and keep DATA_KEY apart.');
  },
  async rewrite(writer) {
    // Without a value in it, and outside of any transaction: no seam of ours takes such a statement.
    await writer.$executeRawUnsafe('VACUUM FULL "AuditEntry"');
  },
};
