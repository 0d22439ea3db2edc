import type { Account } from '../../chat/inbound.js';
import type { Person } from '../../domain/programme.js';
import type { PersonId, ProgrammeId } from '../../kernel/ids.js';
import type { Remembered } from './remembered.js';

export interface PeopleRepository {
  get(id: PersonId): Promise<Person | undefined>;
  /** Everyone, without the erased; names resolved in memory, for a programme is at most some hundreds of people. */
  all(): Promise<readonly Person[]>;
  /** Makes or changes a person; roles and accounts become what is given. */
  save(person: Person): Promise<void>;
  /**
   * Overwrites what was written of them and what they wrote for themselves, takes their accounts, drafts, answers and
   * links, and destroys their key. Of a mentor what their mentees share in stays the mentees'. Minutes and the outline
   * of what happened stay, and the chains still hold.
   */
  erase(id: PersonId, at: number): Promise<void>;
  /** When somebody was last erased (ms), and their name forgotten; before all time where nobody was. */
  lastErased(): Promise<number>;
}

export const peopleRemembered: Remembered<PeopleRepository> = {
  // Nearly every card needs everybody anyway; somebody erased is not among them and is read alone.
  get: { among: 'all' },
  all: 'once',
  save: { forgets: 'all' },
  erase: { forgets: 'everything' },
  lastErased: 'anew',
};

/** Accounts of every programme: who writes is known by nothing else. */
export interface AccountsRepository {
  find(account: Account): Promise<{ readonly person: PersonId; readonly programme: ProgrammeId } | undefined>;
}
