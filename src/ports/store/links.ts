import type { Link } from '../../domain/link.js';
import type { PersonId } from '../../kernel/ids.js';

/** Single-use links and codes, by their token's hash. */
export interface LinksRepository {
  get(id: string): Promise<Link | undefined>;
  /** All that let this person act, oldest first. */
  ofPerson(person: PersonId): Promise<readonly Link[]>;
  about(subject: string): Promise<readonly Link[]>;
  add(link: Link): Promise<void>;
  /** Ends an open one at `at` (ms); one that has ended stays as it is. */
  settle(id: string, state: 'used' | 'void', at: number): Promise<void>;
}

/** The links of every programme: whoever opens one has said no more than its token. */
export interface AnyLinkRepository {
  /** By its token's hash, in whatever programme it is. */
  find(id: string): Promise<Link | undefined>;
}
