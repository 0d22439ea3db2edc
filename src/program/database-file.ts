import path from 'node:path';

/**
 * The database's file, from `file:…`; relative to the working directory. Of a database that a server has, the name beside
 * which this machine keeps what belongs to it: keys that are not set, and backups.
 */
export const databaseFile = (url: string): string =>
  path.resolve(url.startsWith('file:') ? url.replace(/^file:(\/\/)?/, '') : 'data/mentorlog');
