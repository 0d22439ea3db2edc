import type { ProgrammeId } from '../../kernel/ids.js';

/** Which of its first codes a programme is at; the empty one is good in any programme. 0 where none was used. */
export interface FirstCodesRepository {
  numbers(of: readonly (ProgrammeId | '')[]): Promise<ReadonlyMap<ProgrammeId | '', number>>;
  /** Moves on from this number, in one statement. False where another unit of work has moved it on. */
  use(of: ProgrammeId | '', number: number): Promise<boolean>;
}
