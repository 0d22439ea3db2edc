import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Refused } from '../kernel/errors.js';

/**
 * Does it with a folder of its own among the temporary files, which is gone afterwards.
 * @param name what it is for, as its name says
 * @throws Refused `no-temporary-folder`; and what `act` throws
 */
export async function inTemporaryFolder<T>(name: string, act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), `mentorlog-${name}-`)).catch((cause: unknown) => {
    throw new Refused(
      'no-temporary-folder',
      `Nothing can be written where temporary files go (${tmpdir()}). See that it is there, is yours and has room, or set TMPDIR to another folder.`,
      { cause },
    );
  });
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
