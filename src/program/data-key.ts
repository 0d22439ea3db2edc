import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresql, isSealed } from '../../adapters/prisma/databases.js';
import { Refused, rotationUnfinished } from '../kernel/errors.js';
import type { Ids } from '../kernel/ids.js';
import { databaseFile } from './database-file.js';

export { databaseFile };

/** 32 bytes from a setting: 64 hex digits, or base64. */
export function keyBytes(setting: string): Uint8Array {
  return /^[0-9a-f]{64}$/i.test(setting)
    ? new Uint8Array(Buffer.from(setting, 'hex'))
    : new Uint8Array(Buffer.from(setting, 'base64'));
}

/** Where the next key lies while the key beside the database is being changed (rotate-key.ts). */
export const nextKeyFile = (databaseUrl: string): string => `${databaseFile(databaseUrl)}.key.new`;

/**
 * The data key: as set, or the local one in a file beside the database that only its owner can read, made where
 * neither exists yet.
 * @throws Refused where the database cannot be reached, `rotation-unfinished` where the key is between two, `data-key-lost` where there is a database but no key to it
 */
export async function dataKey(setting: string | undefined, databaseUrl: string, ids: Ids): Promise<Uint8Array> {
  if (setting !== undefined) return keyBytes(setting);
  const database = databaseFile(databaseUrl);
  const file = `${database}.key`;
  if (existsSync(nextKeyFile(databaseUrl))) throw rotationUnfinished();
  await mkdir(path.dirname(file), { recursive: true });
  if (existsSync(file)) return keyBytes((await readFile(file, 'utf8')).trim());
  if (isPostgresql(databaseUrl) ? await isSealed(databaseUrl) : existsSync(database))
    throw new Refused(
      'data-key-lost',
      `There is a database but no key to it. Put its key back as ${isPostgresql(databaseUrl) ? file : `${path.basename(file)} beside it`}, or set DATA_KEY.`,
    );
  const key = ids.bytes(32);
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(`${Buffer.from(key).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(file, 0o600);
  return key;
}
