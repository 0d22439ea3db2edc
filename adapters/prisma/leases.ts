import type { Account } from '../../src/chat/inbound.js';

/** What a store asks of the program it belongs to, where several may run on one database (postgresql/replica.ts). */
export interface Leases {
  /** By which its leases go; null while it may claim nothing. */
  number(): number | null;
  /** The numbers of all programs that live, this one's among them. @throws where that cannot be found out */
  living(): Promise<readonly number[]>;
  /** Whether another program goes by the tables as they are. @throws where that cannot be found out */
  othersGoByTables(): Promise<boolean>;
  /** From now on this one does: to be said before anybody else may change them. @throws as above */
  goesByTables(): Promise<void>;
  /** What is done when others have destroyed somebody's key, or may have. */
  forgets(how: Forgetting): void;
  /**
   * Resolves when no other program has these people's keys or accounts in memory, or will use them: one that does not answer
   * is put out. @throws where they cannot be told
   */
  forgottenByAll(people: readonly ErasedThere[]): Promise<void>;
}

/** The accounts that were somebody's before they were erased: chats remember them too. */
export interface WhoseAccounts {
  readonly accounts: readonly Account[];
}

/** Somebody whom another program has erased. */
export interface ErasedThere extends Partial<WhoseAccounts> {
  readonly programme: string;
  readonly person: string;
}

export interface Forgetting {
  these(people: readonly ErasedThere[]): void;
  all(): void;
}

/** The only program on its database. */
export const soleLeases: Leases = {
  number: () => null,
  living: async () => [],
  othersGoByTables: async () => false,
  async goesByTables() {},
  forgets() {},
  async forgottenByAll() {},
};
