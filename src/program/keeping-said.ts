import path from 'node:path';
import { isPostgresql } from '../../adapters/prisma/databases.js';
import type { Config } from './config.js';
import { databaseFile } from './data-key.js';

/** How to part the key from what it opens. */
export const keyApart = (file: string): string =>
  `Move what is in ${file} to the setting DATA_KEY, kept where the backups are not, and delete that file.`;

/** What the start says of how the data is kept. */
export function keepingSaid(config: Config): readonly string[] {
  const { backups, dataKey, databaseUrl, slack, teams } = config;
  const lines = [
    backups === undefined
      ? 'Backups: none is made by itself, for BACKUP_DIR is off.'
      : `Backups: each night into ${backups.folder}, of ${backups.keep} days.`,
  ];
  const file = `${databaseFile(databaseUrl)}.key`;
  // On a loopback address no key has to be given, and real people's words may be behind it all the same.
  if (dataKey === undefined && (slack !== undefined || teams !== undefined))
    lines.push(
      isPostgresql(databaseUrl)
        ? `The key to the data lies in ${file}, and nowhere else: keep a copy of it on another machine, or better, set DATA_KEY to what is in it.`
        : `The key to the data lies beside it (${path.basename(file)}): whoever copies that folder can read everything. ${keyApart(file)}`,
    );
  return lines;
}
