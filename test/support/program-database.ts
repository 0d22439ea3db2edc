import { randomUUID } from 'node:crypto';
import path from 'node:path';

/**
 * DATABASE_URL of a program that a test starts, with nothing in it: a file in `folder`, or with `TEST_DATABASE=postgresql`
 * a database of the run's PostgreSQL (`run-folder.ts`).
 */
export async function programDatabase(folder: string): Promise<string> {
  const socket = process.env.TEST_POSTGRES;
  if (socket === undefined) return `file:${path.join(folder, 'mentorlog.db')}`;
  const { serverIn } = await import('./postgres.js');
  const name = `program_${randomUUID().replaceAll('-', '')}`;
  await serverIn(socket).make(name, 'template0');
  return serverIn(socket).url(name);
}
