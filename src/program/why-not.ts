import { troubleOf } from '../../adapters/prisma/trouble.js';
import { Refused } from '../kernel/errors.js';
import { where } from './where.js';

/** What is said where the program cannot start, or a command of it cannot do its work. */
export function whyNot(error: unknown): string {
  if (error instanceof Refused) return error.say;
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'EADDRINUSE')
    return 'Something else listens on that port already. Stop it, or set PORT to another number.';
  if (code === 'EACCES')
    return 'This port or folder may not be used by you. Set PORT above 1024, and check who owns the data folder.';
  const trouble = troubleOf(error);
  if (trouble === 'full') return 'The disk is full: make room on it, and try again.';
  if (trouble === 'damaged')
    return 'The database is damaged. Restore a backup, the newest in BACKUP_DIR, with: npx mentorlog restore FILE';
  return error instanceof Error
    ? (error.stack ?? error.message)
        .split('\n')
        .map((line) => where(line))
        .join('\n')
    : String(error);
}
