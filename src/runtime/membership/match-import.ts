import type { Account } from '../../chat/inbound.js';
import { fold } from '../../domain/identity-match.js';
import type { Person } from '../../domain/programme.js';
import { isByLink } from '../../kernel/account.js';
import type { Profile } from '../../ports/chat.js';

/**
 * Who of the people named in an import this new account turns out to be: by the user id, or by the e-mail address that
 * the platform itself vouches for. Two who fit are nobody, for a guess would hand one person's agreement to another.
 */
export function awaitedAs(people: readonly Person[], account: Account, profile: Profile): Person | undefined {
  const waiting = people.filter((p) => p.expected !== undefined && p.accounts.every(isByLink));
  const one = (fits: readonly Person[]): Person | undefined => (fits.length === 1 ? fits[0] : undefined);
  const byUser = waiting.filter((p) => p.expected?.user !== undefined && fold(p.expected.user) === fold(account.user));
  if (byUser.length > 0) return one(byUser);
  const { email } = profile;
  return email === undefined
    ? undefined
    : one(waiting.filter((p) => p.expected?.email !== undefined && fold(p.expected.email) === fold(email)));
}
