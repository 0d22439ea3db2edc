import type { LinkPurpose, LinkStanding } from '../domain/access-link.js';
import type { PersonId } from '../kernel/ids.js';

/** What a page may know of a link before anybody has said that they are there. */
export interface LinkSeen {
  readonly standing: LinkStanding;
  readonly person: PersonId;
  readonly purpose: LinkPurpose;
  readonly witnessed: boolean;
  /** ms */
  readonly expiresAt: number;
  /** The first name, on a lent device only: a link that is sent may be opened by a robot that shows previews. */
  readonly name: string | null;
  readonly zone: string;
  readonly locale: string;
}

export interface Links {
  /** By the token's hash. Reads only: looking uses nothing up. */
  look(hash: string): Promise<LinkSeen | undefined>;
}
