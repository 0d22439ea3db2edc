import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Memory that is a folder, where there is such a place with room to spare: a container's is often 64 MB, too little. */
function inMemory(): string | undefined {
  if (!existsSync('/dev/shm')) return undefined;
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize > 2 ** 30 ? '/dev/shm' : undefined;
}

/**
 * One folder for whatever a run of the tests leaves: every test has a database, and every commit waits for its disk. With
 * `TEST_DATABASE=postgresql` a PostgreSQL runs in it for as long as the run does.
 */
export default async function runFolder(): Promise<() => void> {
  const folder = mkdtempSync(path.join(inMemory() ?? tmpdir(), 'mentorlog-tests-'));
  process.env.TMPDIR = folder;
  const server =
    process.env.TEST_DATABASE === 'postgresql' ? await (await import('./postgres.js')).startPostgres() : undefined;
  if (server !== undefined) process.env.TEST_POSTGRES = server.folder;
  return () => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
