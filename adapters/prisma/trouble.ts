import { StoreTrouble, type Trouble } from '../../src/kernel/errors.js';
import { Gate } from './gate.js';

/** SQLite's primary codes (sqlite.org/rescode.html): SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB. */
const kinds: Readonly<Record<number, Trouble>> = { 11: 'damaged', 13: 'full', 26: 'damaged' };
/** The lowest byte of an extended code is its kind. */
const kind = 0xff;
/** PostgreSQL's (postgresql.org/docs/current/errcodes-appendix.html): disk_full, data_corrupted, index_corrupted. */
const ofPostgresql: Readonly<Record<string, Trouble>> = { '53100': 'full', XX001: 'damaged', XX002: 'damaged' };

interface Fault {
  readonly errcode?: unknown;
  readonly extendedCode?: unknown;
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

/** Looked for in an error, in what caused it and in what Prisma wraps; undefined where it is neither. */
export function troubleOf(error: unknown, deep = 6): Trouble | undefined {
  if (error instanceof StoreTrouble) return error.trouble;
  if (typeof error !== 'object' || error === null || deep === 0) return undefined;
  const { errcode, extendedCode, code, originalCode, cause, meta } = error as Fault;
  if (code === 'ENOSPC') return 'full';
  if (code === 'database-damaged' || code === 'not-a-database') return 'damaged';
  for (const one of [code, originalCode])
    if (typeof one === 'string' && ofPostgresql[one] !== undefined) return ofPostgresql[one];
  for (const number of [errcode, extendedCode])
    if (typeof number === 'number' && kinds[number & kind] !== undefined) return kinds[number & kind];
  return troubleOf(cause, deep - 1) ?? troubleOf(meta?.driverAdapterError, deep - 1);
}

/** Told what trouble a unit of work met, and of each that met none. */
export type HearsOfTrouble = (met: Trouble | undefined) => void;

/** The error as it leaves the store, once whoever hears of trouble was told. */
export function asTrouble(error: unknown, hears: HearsOfTrouble): unknown {
  const trouble = troubleOf(error);
  if (trouble === undefined) return error;
  hears(trouble);
  return error instanceof StoreTrouble ? error : new StoreTrouble(trouble, { cause: error });
}

/** The same of everything that is asked of `part` and answers later: what reads beside the units of work meets trouble too. */
export function telling<T extends object>(part: T, hears: HearsOfTrouble): T {
  const told = Object.entries(part).map(([name, asked]) => {
    if (typeof asked !== 'function') return [name, asked];
    const tells = (...given: unknown[]): unknown => {
      const answer: unknown = asked.apply(part, given);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => {
        throw asTrouble(error, hears);
      });
    };
    return [name, tells];
  });
  return Object.fromEntries(told) as T;
}

/** A gate that tells of trouble: all writing goes through it. */
export class WatchedGate extends Gate {
  readonly #hears: HearsOfTrouble;
  constructor(hears: HearsOfTrouble, ...given: ConstructorParameters<typeof Gate>) {
    super(...given);
    this.#hears = hears;
  }

  override async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      const done = await super.run(work);
      this.#hears(undefined);
      return done;
    } catch (error) {
      throw asTrouble(error, this.#hears);
    }
  }
}
