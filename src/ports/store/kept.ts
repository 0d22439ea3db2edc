import type { KeptValue } from '../../domain/kept.js';

/** What a programme keeps beside its rows, each value by its definition (`domain/kept.ts`) and the parts of its key. */
export interface KeptRepository {
  /**
   * Undefined where nothing is kept, or what is kept does not fit its schema: whoever reads it goes on as before it was
   * first written, for a handler that failed on it would fail each time. `StoreOptions.unreadable` is told.
   */
  get<T, Per extends readonly unknown[]>(value: KeptValue<T, Per>, ...per: Per): Promise<T | undefined>;
  /**
   * Everything that is kept of a value whose key has one part, by that part as it is written, in its order. What does not
   * fit its schema is left out, as `get` leaves it out.
   */
  all<T>(value: KeptValue<T, readonly [never]>): Promise<readonly { readonly per: string; readonly value: T }[]>;
  put<T, Per extends readonly unknown[]>(value: KeptValue<T, Per>, ...perAndValue: [...Per, NoInfer<T>]): Promise<void>;
  forget<T, Per extends readonly unknown[]>(value: KeptValue<T, Per>, ...per: Per): Promise<void>;
}
