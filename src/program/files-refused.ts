import { existsSync } from 'node:fs';
import path from 'node:path';
import { refusedBySqlite } from '../../adapters/prisma/driver-errors.js';

/**
 * What a file, a folder or a disk refuses, in a sentence that names it and says what to do next. One rule for all that the
 * program and its commands touch: nobody has to foresee, where a file is used, all that may be wrong with it.
 */

/** What is said by the system's code (`man 3 errno`). `at` is the path as the system has it, whole. */
const sentences: Readonly<Record<string, (at: string, syscall?: string) => string>> = {
  ENOENT: (at, syscall) => {
    if (!existsSync(path.dirname(at)))
      return `The folder ${nearestMissing(at)} is not there. Make it, or name another one.`;
    return syscall === 'mkdir'
      ? `The folder ${at} cannot be made there. Name another one.`
      : `There is no file ${at}. Look for it, and name it again.`;
  },
  ENOTDIR: (at) => `A part of ${at} is a file, where a folder has to be. Name another one.`,
  EISDIR: (at) => `${at} is a folder. Name a file.`,
  EEXIST: (at) => `There is something at ${at} already. Name another one, or take that away.`,
  EACCES: notYours,
  EPERM: notYours,
  EROFS: (at) => `${at} is on a disk that can only be read. Name a place that can be written to.`,
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: (at) => `${at} would be larger than its disk takes. Name a place on another one.`,
  ENAMETOOLONG: (at) => `The name ${at} is longer than its disk takes. Name a shorter one.`,
  ELOOP: (at) => `${at} is a link that leads back to itself. Name another one.`,
  EBUSY: (at) => `${at} is in use by something else. End that, and try again.`,
  EMFILE: tooMany,
  ENFILE: tooMany,
  EIO: failing,
  ENXIO: failing,
  ENODEV: failing,
  EXDEV: (at) => `${at} is on another disk than it has to be on. Name a place on the same one.`,
  EINVAL: (at) => `${at} cannot be used as a file. Name another one.`,
};

function notYours(at: string, syscall?: string): string {
  // Whether it is there at all is not known then.
  if (syscall === 'stat')
    return `The folder ${path.dirname(at)} may not be looked into by you. See who owns it, and give it to whoever runs Mentorlog.`;
  return `${at} may not be used by you. See who owns it and its folder, and give it to whoever runs Mentorlog, or name another one.`;
}
function full(at: string): string {
  return at === ''
    ? 'The disk is full: make room on it, and try again.'
    : `The disk is full, where ${at} is. Make room on it, and try again.`;
}
function tooMany(): string {
  return 'Too many files are open on this machine. End other programs, or raise the limit (ulimit -n), and try again.';
}
function failing(at: string): string {
  return `The disk failed at ${at}. See in the system’s log what is wrong with it, and try again.`;
}

/** The part of a path that somebody has to make first. */
function nearestMissing(at: string): string {
  let missing = path.dirname(at);
  while (!existsSync(path.dirname(missing))) missing = path.dirname(missing);
  return missing;
}

/** SQLite's kinds of refusal (sqlite.org/rescode.html) by what they come to. */
const bySqlite: Readonly<Record<number, (at: string) => string>> = {
  3: notYours,
  5: inUse,
  6: inUse,
  8: notWritten,
  10: failing,
  11: damaged,
  13: full,
  14: notOpened,
  26: damaged,
};

function inUse(at: string): string {
  return `Something else has ${at} to itself. Wait until it is through, or end it, and try again.`;
}
function notWritten(at: string): string {
  return `${at} cannot be written to by you. See who owns it and its folder, and whether its disk can be written to.`;
}
function notOpened(at: string): string {
  // It makes what is not there: so it is the folder, or the leave to.
  return `${at} cannot be opened or made by you. See that its folder is there, who owns both, and whether the disk can be written to.`;
}
function damaged(at: string): string {
  return at.endsWith('-keys')
    ? `People’s keys in ${at} are damaged. Put the newest copy of them in its place, and try again.`
    : `${at} is damaged, or is no database. Restore a backup, the newest in BACKUP_DIR, with: npx mentorlog restore FILE`;
}

interface Fault {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly path?: unknown;
  readonly dest?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

/** @returns undefined where no file refused anything */
export function filesRefused(error: unknown, deep = 6): string | undefined {
  if (typeof error !== 'object' || error === null || deep === 0) return undefined;
  const sqlite = refusedBySqlite(error);
  if (sqlite !== undefined) return bySqlite[sqlite.kind]?.(path.resolve(sqlite.file));
  const { code, errno, syscall, cause, meta } = error as Fault;
  if (typeof code === 'string' && typeof errno === 'number' && typeof syscall === 'string' && !ofNetwork.has(syscall)) {
    const at = pathIn(error);
    if (at !== undefined)
      return (sentences[code] ?? ((one) => `${one} cannot be used (${code}). Name another one.`))(at, syscall);
    // Once a file is open the system names it no more.
    if (['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'].includes(code)) return sentences[code]?.('');
  }
  return filesRefused(cause, deep - 1) ?? filesRefused(meta?.driverAdapterError, deep - 1);
}

/** What of a refusal is no file's: a socket has a path as well. */
const ofNetwork: ReadonlySet<string> = new Set(['connect', 'listen', 'bind', 'getaddrinfo', 'spawn', 'kill']);

/** The one that was to be made, of two. */
function pathIn({ path: at, dest, code }: Fault): string | undefined {
  if (typeof at !== 'string') return undefined;
  return path.resolve(typeof dest === 'string' && (code !== 'ENOENT' || existsSync(at)) ? dest : at);
}
