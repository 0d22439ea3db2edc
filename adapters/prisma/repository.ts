import type { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Person } from '../../src/domain/programme.js';
import type { Rows } from '../../src/ports/store.js';
import type { Scope } from './scope.js';

/**
 * What becomes of a table's rows when a person is erased, with why: `overwritten` if some stay with other content,
 * `deleted` if they go, `added` if there are more of them, `stay` if an erasure touches none.
 */
export type Fate =
  | { readonly overwritten: string }
  | { readonly deleted: string }
  | { readonly added: string }
  | { readonly stay: string };

/** Tables by their model's name in `prisma/schema.prisma`. */
export type Tables = { readonly [Model in Prisma.ModelName]?: Fate };

/** One repository of the port: its rows, the tables that are its own, and its part of an erasure. */
export interface Repository<Name extends keyof Rows> {
  /** The rows of the scope's programme. An erasure goes through all repositories (erase.ts), so it is not among them. */
  rows(s: Scope): Omit<Rows[Name], 'erase'>;
  readonly tables: Tables;
  /**
   * Does to its tables what they say, at `at` (ms), while the person's key is still there. Absent where all stay.
   * @param person their id
   * @param before how they stood before it: their accounts and addresses may stand in what is kept
   */
  erase?(s: Scope, person: string, at: number, before: Person): Promise<void>;
}
