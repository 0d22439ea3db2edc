import type { RightsId, RightsRequest } from '../../domain/rights.js';
import type { PersonId } from '../../kernel/ids.js';

/** What was asked of what is kept about people. */
export interface RightsRepository {
  get(id: RightsId): Promise<RightsRequest | undefined>;
  /** All about this person, oldest first. */
  about(person: PersonId): Promise<readonly RightsRequest[]>;
  /** All of the programme that are open, oldest first. */
  open(): Promise<readonly RightsRequest[]>;
  /** All of the programme that are open, without their words. */
  openOutlines(): Promise<readonly RightsOutline[]>;
  /** Who is taken out, and since when (ms). */
  withdrawn(): Promise<ReadonlyMap<PersonId, number>>;
  /** Who is on hold. */
  held(): Promise<ReadonlySet<PersonId>>;
  save(request: RightsRequest): Promise<void>;
}

export type RightsOutline = Omit<RightsRequest, 'words'>;
