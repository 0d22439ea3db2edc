import type { AccessLink } from '../../domain/access-link.js';
import type { PersonId } from '../../kernel/ids.js';

/** Single-use links and codes, by their token's hash. */
export interface AccessLinksRepository {
  get(id: string): Promise<AccessLink | undefined>;
  /** All that let this person act, oldest first. */
  ofPerson(person: PersonId): Promise<readonly AccessLink[]>;
  about(subject: string): Promise<readonly AccessLink[]>;
  add(link: AccessLink): Promise<void>;
  /** Ends an open one at `at` (ms); one that has ended stays as it is. */
  settle(id: string, state: 'used' | 'void', at: number): Promise<void>;
  /** An open one is good until then (ms). */
  renew(id: string, expiresAt: number): Promise<void>;
}

/** The links of every programme: whoever opens one has said no more than its token. */
export interface AnyAccessLinkRepository {
  /** By its token's hash, in whatever programme it is. */
  find(id: string): Promise<AccessLink | undefined>;
}
