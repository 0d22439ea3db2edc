import { statSync } from 'node:fs';

/**
 * Whether there is anything at a path. What cannot be found out is no “no”: somebody who may not look into a folder would be
 * told that there is no database in it.
 * @throws the system's error where it does not say
 */
export function isAt(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}
