import type { Allocation, AllocationId } from '../../domain/allocation.js';
import type { Remembered } from './remembered.js';

/** Who reads which portfolio, as what, from when until when. */
export interface AllocationsRepository {
  /** All there ever were, in the order in which they were made: a programme has few. */
  all(): Promise<readonly Allocation[]>;
  add(allocation: Allocation): Promise<void>;
  /** Ends one that has not ended by then (ms); one that has stays as it is. */
  end(id: AllocationId, at: number): Promise<void>;
}

export const allocationsRemembered: Remembered<AllocationsRepository> = {
  all: 'once',
  add: { forgets: 'all' },
  end: { forgets: 'all' },
};
