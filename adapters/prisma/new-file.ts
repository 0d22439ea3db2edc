import { open, rm } from 'node:fs/promises';
import { Refused } from '../../src/kernel/errors.js';

/**
 * Makes a file that only its owner can read, and has `fill` fill it; where that fails the file goes again.
 * @throws Refused `backup-exists` rather than overwrite a file; what the system refuses; and what `fill` throws
 */
export async function newFile(file: string, fill: () => Promise<void>): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code !== 'EEXIST') throw cause;
    throw new Refused('backup-exists', 'A file of that name exists: name another one for the backup.', { cause });
  }
  try {
    await fill();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}
