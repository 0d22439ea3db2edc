import { existsSync } from 'node:fs';
import { backup as copy } from '../../adapters/prisma/backup.js';
import { readConfig } from './config.js';
import { databaseFile } from './data-key.js';
import { whyNot } from './main.js';

/** `mentorlog backup FILE`. Answers the exit code. The key is not in the copy: keep it apart. */
export async function backup(file: string): Promise<number> {
  try {
    const { databaseUrl, dataKey } = readConfig(process.env);
    const database = databaseFile(databaseUrl);
    if (!existsSync(database)) {
      process.stderr.write('There is no database to copy yet. Start the bot once first.\n');
      return 1;
    }
    await copy(databaseUrl, file);
    process.stdout.write(
      `Copied to ${file}. What people wrote in it is encrypted: keep ${dataKey === undefined ? `${database}.key` : 'DATA_KEY'} too, somewhere else.\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${whyNot(error)}\n`);
    return 1;
  }
}
