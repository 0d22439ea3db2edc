import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresql, isSealed } from '../../adapters/prisma/databases.js';
import { isAt } from '../../adapters/prisma/is-at.js';
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

/** What a key in a file is for: how it is called where the file holds none, and the setting that goes before it. */
type KeyOf = 'DATA_KEY' | 'SIGNING_KEY';

/**
 * The key in a file, 32 bytes.
 * @throws Refused `key-file-damaged`
 */
export async function keyIn(file: string, setting: KeyOf): Promise<Uint8Array> {
  const bytes = keyBytes((await readFile(file, 'utf8')).trim());
  if (bytes.length === 32) return bytes;
  throw new Refused(
    'key-file-damaged',
    setting === 'DATA_KEY'
      ? `${file} holds no key. Put its copy back, or set DATA_KEY.`
      : `${file} holds no key. Put it back as it was, or set SIGNING_KEY; without it a new one would sign, and every reader be told so.`,
  );
}

/** Where the next key lies while the key beside the database is being changed (rotate-key.ts). */
export const nextKeyFile = (databaseUrl: string): string => `${databaseFile(databaseUrl)}.key.new`;

/**
 * The data key: as set, or the local one in a file beside the database that only its owner can read, made where
 * neither exists yet.
 * @throws Refused `key-file-damaged`, where the database cannot be reached, `rotation-unfinished` where the key is between two, `data-key-lost` where there is a database but no key to it
 */
export async function dataKey(setting: string | undefined, databaseUrl: string, ids: Ids): Promise<Uint8Array> {
  if (setting !== undefined) return keyBytes(setting);
  const database = databaseFile(databaseUrl);
  const file = `${database}.key`;
  if (isAt(nextKeyFile(databaseUrl))) throw rotationUnfinished();
  await mkdir(path.dirname(file), { recursive: true });
  if (isAt(file)) return keyIn(file, 'DATA_KEY');
  if (isPostgresql(databaseUrl) ? await isSealed(databaseUrl) : isAt(database))
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
