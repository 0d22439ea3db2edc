import type { Account, Inbound } from '../chat/inbound.js';
import type { Person } from '../domain/programme.js';

const same = (a: Account, b: Account): boolean =>
  a.platform === b.platform && a.tenant === b.tenant && a.user === b.user;

/**
 * Somebody who acts from another of their accounts than last time is written to there from now on: the accounts of the
 * person in the order in which they were used. The same person where nothing changes. To look at a home view or to
 * install the bot is not to write.
 */
export function lastUsedFirst(person: Person, event: Pick<Inbound, 'kind' | 'who'>): Person {
  const writes = event.kind === 'command' || event.kind === 'press' || event.kind === 'form';
  const [first] = person.accounts;
  // A link is no chat to write to: it never comes before an account.
  if (event.who.platform === 'link') return person;
  if (!writes || first === undefined || same(first, event.who)) return person;
  const mine = person.accounts.filter((a) => same(a, event.who));
  if (mine.length === 0) return person;
  return { ...person, accounts: [...mine, ...person.accounts.filter((a) => !same(a, event.who))] };
}
