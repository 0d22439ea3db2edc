import type { CatalogueKind, CatalogueRow } from '../../domain/catalogue.js';
import type { Remembered } from './remembered.js';

export interface CatalogueRepository {
  /** Those not retired, of one kind, newest version of each key, in key order of their making. */
  current(kind: CatalogueKind): Promise<readonly CatalogueRow[]>;
  /** Every version of every key, as they were put; those retired among them. */
  every(kind: CatalogueKind): Promise<readonly CatalogueRow[]>;
  get(kind: CatalogueKind, key: string, version: number): Promise<CatalogueRow | undefined>;
  add(row: CatalogueRow): Promise<void>;
}

export const catalogueRemembered: Remembered<CatalogueRepository> = {
  current: 'once',
  every: 'once',
  get: 'anew',
  add: { forgets: 'all' },
};
