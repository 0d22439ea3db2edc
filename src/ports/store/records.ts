import type { RecordHead, RecordVersion } from '../../domain/record.js';
import type { SessionId } from '../../kernel/ids.js';
import type { Remembered } from './remembered.js';

export interface RecordsRepository {
  head(id: SessionId): Promise<RecordHead | undefined>;
  heads(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, RecordHead>>;
  /** Newest version, or the one named. */
  get(id: SessionId, version?: number): Promise<RecordVersion | undefined>;
  versions(id: SessionId): Promise<readonly RecordVersion[]>;
  /** The newest version of each of these that has a record, in one reading. */
  newest(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, RecordVersion>>;
  /** Appends a version and sets the head; versions are never changed. */
  add(head: RecordHead, version: RecordVersion): Promise<void>;
}

export const recordsRemembered: Remembered<RecordsRepository> = {
  head: 'once',
  heads: 'anew',
  get: 'once',
  versions: 'once',
  newest: 'anew',
  add: { forgets: 'all' },
};
