import { troubleOf } from '../../adapters/prisma/trouble.js';
import { faultCode, Refused, startAgain } from '../kernel/errors.js';
import { filesRefused } from './files-refused.js';
import { where } from './where.js';

/** What a command says in the place of `startAgain`. */
const runAgain = 'run this command again';

/** What is said where the bot cannot start. */
export const whyNotStarted = (error: unknown): string => whyIn(error);

/** What is said where a command cannot do its work. */
export const whyNot = (error: unknown): string => whyIn(error).replaceAll(startAgain, runAgain);

function whyIn(error: unknown): string {
  if (error instanceof Refused) return error.say;
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  if (code === 'EADDRINUSE')
    return 'Something else listens on that port already. Stop it, or set PORT to another number.';
  if (code === 'EACCES' && syscall === 'listen') return 'This port may not be used by you. Set PORT above 1024.';
  const refused = filesRefused(error);
  if (refused !== undefined) return refused;
  const trouble = troubleOf(error);
  if (trouble === 'full') return 'The disk is full: make room on it, and try again.';
  if (trouble === 'damaged')
    return 'The database is damaged. Restore a backup, the newest in BACKUP_DIR, with: npx mentorlog restore FILE';
  return ourFault(error);
}

/** What nobody foresaw: what it is and where, without its message, which can hold what people wrote. */
function ourFault(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line)) : [];
  return [
    `This is a fault of Mentorlog’s own (${faultCode(error)}). Report it with these lines, and see with npx mentorlog doctor whether all else is well.`,
    ...frames.map((line) => where(line)),
  ].join('\n');
}
