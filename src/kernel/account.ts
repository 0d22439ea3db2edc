import type { Id } from './ids.js';

/** `link`: no chat at all, but single-use pages (`/f/TOKEN`) for somebody without an account. */
export type Platform = 'slack' | 'teams' | 'web' | 'link';

/** Somebody's identity on one platform. `tenant`: Slack's team, Teams' tenant, `local` for the local chat, `link` for links. */
export interface Account {
  readonly platform: Platform;
  readonly tenant: string;
  readonly user: string;
}

export const sameAccount = (a: Account, b: Account): boolean =>
  a.platform === b.platform && a.tenant === b.tenant && a.user === b.user;
/** Of whoever has no account, and acts by a link. */
export const linkPlatform = 'link' satisfies Platform;
/** Whether it is no account of a chat, but a link's. */
export const isByLink = (account: Pick<Account, 'platform'>): boolean => account.platform === linkPlatform;

/** Where messages go: a conversation, as `platform:tenant:…` with each part URI-encoded; opaque beyond its tenant. */
export type Address = Id<'address'>;
/** One posted message: begins with its platform and a colon, opaque beyond that. */
export type MessageRef = Id<'message'>;
