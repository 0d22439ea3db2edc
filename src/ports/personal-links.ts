import type { PersonalPurpose } from '../domain/access-link.js';
import type { PersonalStanding } from '../domain/personal-link.js';
import type { PersonId } from '../kernel/ids.js';

/** What a page may know of a personal link before anybody has shown that it is theirs. */
export interface PersonalLinkSeen {
  readonly standing: PersonalStanding;
  readonly person: PersonId;
  readonly purpose: PersonalPurpose;
  /** The browser that asks is one of theirs. */
  readonly enrolled: boolean;
  /** ms */
  readonly expiresAt: number;
  readonly zone: string;
  readonly locale: string;
}

export interface PersonalLinks {
  /**
   * By the token's hash. Reads only: looking uses nothing up.
   * @param browser the hash of what the browser keeps, where it keeps anything
   */
  look(hash: string, browser: string | undefined): Promise<PersonalLinkSeen | undefined>;
}
