/** What a store asks of the program it belongs to, where several may run on one database (postgresql/replica.ts). */
export interface Leases {
  /** By which its leases go; null while it may claim nothing. */
  number(): number | null;
  /** The numbers of all programs that live, this one's among them. @throws where that cannot be found out */
  living(): Promise<readonly number[]>;
  /** What is done when others have destroyed somebody's key, or may have. */
  forgets(how: Forgetting): void;
  /**
   * Resolves when no other program has these people's keys in memory, or will use them: one that does not answer is put
   * out. @throws where they cannot be told
   */
  forgottenByAll(people: readonly { readonly programme: string; readonly person: string }[]): Promise<void>;
}

export interface Forgetting {
  these(people: readonly { readonly programme: string; readonly person: string }[]): void;
  all(): void;
}

/** The only program on its database. */
export const soleLeases: Leases = {
  number: () => null,
  living: async () => [],
  forgets() {},
  async forgottenByAll() {},
};
